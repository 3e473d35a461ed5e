import { randomUUID } from 'node:crypto';
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { foreignness, readBody } from './loopback.ts';
import { ServiceError } from './service-error.ts';
import { checkSignature, type Credentials } from './sigv4.ts';

/** What a JSON service answers a request with: its name, its body, and who may ask. */
export interface JsonServiceOptions {
  /** Signing name, such as `states`. */
  service: string;
  credentials: Credentials;
  region: string;
  now: () => Date;
  /** Bytes of the longest request. */
  maxRequest: number;
  /** The error of a longer one. */
  tooLarge: () => ServiceError;
  /** Media type of the answers. */
  contentType: string;
  onError: (error: unknown) => void;
}

/** Reads, authenticates and answers one request; whatever `respond` throws becomes an AWS JSON error. */
export async function answerJson(
  options: JsonServiceOptions,
  request: IncomingMessage,
  response: ServerResponse,
  respond: (body: Record<string, unknown>) => unknown,
): Promise<void> {
  try {
    const foreign = foreignness(request);
    if (foreign) throw new ServiceError('AccessDeniedException', 403, foreign);
    const body = await readBody(request, options.maxRequest);
    if (!body) throw options.tooLarge();
    authenticate(options, request, body);
    send(response, options, 200, await respond(parse(body)));
  } catch (error) {
    const known =
      error instanceof ServiceError
        ? error
        : new ServiceError('InternalServerErrorException', 500, String(error));
    if (known !== error) options.onError(error);
    response.setHeader('x-amzn-errortype', known.code);
    send(response, options, known.status, { __type: known.code, message: known.message });
  }
}

function authenticate(options: JsonServiceOptions, request: IncomingMessage, body: Buffer): void {
  const { method = 'POST', url = '/', headers } = request;
  const payloadHash = createHash('sha256').update(body).digest('hex');
  const checked = checkSignature({ method, url, headers, payloadHash }, { ...options, now: options.now() });
  if (checked.ok) return;
  const code =
    checked.code === 'InvalidAccessKeyId' ? 'UnrecognizedClientException' : 'InvalidSignatureException';
  throw new ServiceError(code, 403, checked.message);
}

function parse(body: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body.toString() || '{}');
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Falls through to the same error as any other value that is no object.
  }
  throw new ServiceError('SerializationException', 400, 'The body must be a JSON object');
}

function send(
  response: ServerResponse,
  { contentType }: JsonServiceOptions,
  status: number,
  body: unknown,
): void {
  const text = JSON.stringify(body ?? {});
  response
    .writeHead(status, {
      'content-type': contentType,
      'content-length': Buffer.byteLength(text),
      'x-amzn-requestid': randomUUID(),
    })
    .end(text);
}

/** A field that must be a text; the error names it. */
export function requiredText(body: Record<string, unknown>, field: string): string {
  const value = body[field];
  if (typeof value === 'string') return value;
  throw new ServiceError('ValidationException', 400, `${field} must be a text`);
}

/** A field that may be absent and else must be a text. */
export function optionalText(body: Record<string, unknown>, field: string): string | undefined {
  return body[field] === undefined || body[field] === null ? undefined : requiredText(body, field);
}

/** Refuses by name the fields that an operation does not know. */
export function refuseFields(
  operation: string,
  body: Record<string, unknown>,
  known: readonly string[],
): void {
  const unknown = Object.keys(body).find((field) => !known.includes(field) && body[field] !== undefined);
  if (unknown === undefined) return;
  throw new ServiceError(
    'NotImplementedLocally',
    400,
    `${operation}: the local stand-in does not implement ${unknown}`,
  );
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { foreignness, listenOnLoopback, readBody, type LoopbackServer } from '../loopback.ts';
import { xmlDocument } from '../s3/xml.ts';

const CODE = 'NotImplementedLocally';
const LONGEST_BODY = 2 ** 20;

/** Where a caller is told to look, and what it asked for. */
interface Refusal {
  service: string;
  operation: string;
  message: string;
}

/**
 * Starts the server that `AWS_ENDPOINT_URL` points at: it refuses, by name, every service without a stand-in, so
 * that a forgotten client fails here instead of reaching a real account.
 */
export async function startRefusingServer(options: { port?: number } = {}): Promise<LoopbackServer> {
  return listenOnLoopback(refuse, options);
}

async function refuse(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = (await readBody(request, LONGEST_BODY))?.toString() ?? '';
  const refusal = describe(request, body);
  response.setHeader('x-amzn-errortype', CODE);
  if (wantsXml(request, body)) {
    response.writeHead(400, { 'content-type': 'text/xml' }).end(xmlOf(request, refusal));
    return;
  }
  // Clients that speak CBOR take the error's type from the header.
  response
    .writeHead(400, { 'content-type': String(request.headers['content-type'] ?? 'application/json') })
    .end(JSON.stringify({ __type: CODE, code: CODE, message: refusal.message }));
}

function describe(request: IncomingMessage, body: string): Refusal {
  const { authorization = '', 'x-amz-target': target } = request.headers;
  const url = new URL(request.url ?? '/', 'http://loopback');
  const scope =
    url.searchParams.get('X-Amz-Credential') ?? /Credential=([^,\s]+)/.exec(authorization)?.[1] ?? '';
  const service = scope.split('/')[3] ?? 'an unknown service';
  const action = new URLSearchParams(body).get('Action') ?? url.searchParams.get('Action');
  const operation = action ?? (target === undefined ? `${request.method} ${url.pathname}` : String(target));
  const message =
    foreignness(request) ??
    `The store's local runtime has no stand-in for ${service} (${operation}). Nothing was sent to AWS.`;
  return { service, operation, message };
}

/** The query protocol and S3 take XML; all others JSON. */
function wantsXml(request: IncomingMessage, body: string): boolean {
  const type = String(request.headers['content-type'] ?? '');
  return (
    type.startsWith('application/x-www-form-urlencoded') ||
    type.endsWith('/xml') ||
    /\/(s3|route53|cloudfront)\/aws4_request/.test(request.headers.authorization ?? '') ||
    /^Action=/.test(body)
  );
}

function xmlOf(request: IncomingMessage, { message }: Refusal): string {
  const isS3 = /\/s3\/aws4_request/.test(request.headers.authorization ?? '');
  if (isS3) return xmlDocument('Error', { Code: CODE, Message: message });
  return xmlDocument('ErrorResponse', { Error: { Type: 'Sender', Code: CODE, Message: message } });
}

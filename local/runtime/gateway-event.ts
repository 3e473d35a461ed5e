import type { IncomingMessage, ServerResponse } from 'node:http';

/** An HTTP request as API Gateway's HTTP API hands it to a function: payload format 2.0. */
export interface HttpEvent {
  readonly version: '2.0';
  readonly routeKey: '$default';
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly cookies?: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly queryStringParameters?: Readonly<Record<string, string>>;
  readonly requestContext: {
    readonly accountId: string;
    readonly apiId: string;
    readonly domainName: string;
    readonly domainPrefix: string;
    readonly http: {
      readonly method: string;
      readonly path: string;
      readonly protocol: string;
      readonly sourceIp: string;
      readonly userAgent: string;
    };
    readonly requestId: string;
    readonly routeKey: '$default';
    readonly stage: '$default';
    /** Such as `12/Mar/2026:19:03:58 +0000`. */
    readonly time: string;
    readonly timeEpoch: number;
  };
  readonly body?: string;
  readonly isBase64Encoded: boolean;
}

/** Headers that the edge sets itself, whatever a client sends. */
const edgeHeaders = /^(cookie|connection|x-forwarded-.*|forwarded|x-amzn-.*|cloudfront-.*)$/;

const textTypes = /^(text\/|application\/(json|javascript|xml|x-www-form-urlencoded)|[^;]*\+(json|xml))/;

export function toHttpEvent(request: IncomingMessage, body: Buffer, requestId: string, now: Date): HttpEvent {
  const url = request.url ?? '/';
  const cut = url.indexOf('?');
  const rawPath = cut < 0 ? url : url.slice(0, cut);
  const rawQueryString = cut < 0 ? '' : url.slice(cut + 1);
  const query = queryParameters(rawQueryString);
  const headers = clientHeaders(request);
  const cookies = (request.headers.cookie ?? '').split(/;\s*/).filter((cookie) => cookie !== '');
  const sourceIp = request.socket.remoteAddress ?? '127.0.0.1';
  const domainName = headers.host ?? 'localhost';
  const text = body.length === 0 || textTypes.test(headers['content-type'] ?? '');
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    ...(cookies.length > 0 && { cookies }),
    headers: {
      ...headers,
      'x-forwarded-for': sourceIp,
      'x-forwarded-port': String(request.socket.localPort),
      'x-forwarded-proto': 'http',
      'cloudfront-viewer-address': `${sourceIp}:${request.socket.remotePort}`,
    },
    ...(query && { queryStringParameters: query }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName,
      domainPrefix: domainName.split('.')[0]!,
      http: {
        method: request.method ?? 'GET',
        path: rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId,
      routeKey: '$default',
      stage: '$default',
      time: commonLogTime(now),
      timeEpoch: now.getTime(),
    },
    ...(body.length > 0 && { body: body.toString(text ? 'utf8' : 'base64') }),
    isBase64Encoded: !text,
  };
}

function clientHeaders(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined && !edgeHeaders.test(name)) {
      headers[name] = Array.isArray(value) ? value.join(',') : value;
    }
  }
  return headers;
}

/** Repeated parameters are joined by commas; undefined without any. */
function queryParameters(rawQueryString: string): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(rawQueryString)) {
    parameters[name] = name in parameters ? `${parameters[name]},${value}` : value;
  }
  return Object.keys(parameters).length > 0 ? parameters : undefined;
}

function commonLogTime(now: Date): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(now.toUTCString())!;
  return `${day}/${month}/${year}:${time} +0000`;
}

/** The parts of a function's answer, whatever form of payload 2.0 it chose. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Buffer;
}

/** Reads a function's answer; without `statusCode` the whole answer is the body, as JSON. */
export function toHttpAnswer(payload: unknown): HttpAnswer {
  if (typeof payload !== 'object' || payload === null || !('statusCode' in payload)) {
    const body = Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload));
    return { status: 200, headers: { 'content-type': 'application/json' }, cookies: [], body };
  }
  const answer = payload as {
    statusCode: number;
    headers?: Record<string, string | number | boolean>;
    cookies?: string[];
    body?: string;
    isBase64Encoded?: boolean;
  };
  const headers = Object.entries(answer.headers ?? {}).map(([name, value]) => [
    name.toLowerCase(),
    String(value),
  ]);
  return {
    status: Number(answer.statusCode),
    headers: Object.fromEntries(headers) as Record<string, string>,
    cookies: answer.cookies ?? [],
    body: Buffer.from(answer.body ?? '', answer.isBase64Encoded ? 'base64' : 'utf8'),
  };
}

/** Headers that belong to one connection or that the server counts itself. */
const hopByHop = new Set(['connection', 'transfer-encoding', 'keep-alive', 'content-length']);

export function sendHttpAnswer(
  response: ServerResponse,
  answer: HttpAnswer,
  body: Buffer = answer.body,
): void {
  for (const [name, value] of Object.entries(answer.headers)) {
    if (!hopByHop.has(name)) response.setHeader(name, value);
  }
  if (answer.cookies.length > 0) response.setHeader('set-cookie', [...answer.cookies]);
  if (answer.status !== 204 && answer.status !== 304) response.setHeader('content-length', body.length);
  response.writeHead(answer.status);
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

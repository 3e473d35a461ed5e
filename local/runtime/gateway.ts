import { randomUUID } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { contentTypeOf } from '../../lambdas/content-types.ts';
import type { FunctionDefinition } from '../../lambdas/functions.ts';
import { acceptedEncoding, compress, isCompressible } from './compression.ts';
import type { FunctionOutcome } from './function-messages.ts';
import { sendHttpAnswer, toHttpAnswer, toHttpEvent } from './gateway-event.ts';
import { sendProblem } from './problem.ts';
import { RouteTable } from './route-table.ts';
import { answerHeaders, mediaHeaders, pageHeaders } from '../../lambdas/security-headers.ts';
import type { StaticSite } from './static-site.ts';

export interface MediaObject {
  readonly bytes: number;
  readonly etag: string;
  readonly contentType: string;
  readonly body: Readable;
}

/** What the gateway serves once the store is open. */
export interface GatewayBackends {
  readonly functions: Readonly<Record<string, FunctionDefinition>>;
  readonly invoke: (name: string, event: unknown, options: { requestId: string }) => Promise<FunctionOutcome>;
  readonly site: StaticSite;
  /** An object of the media bucket; undefined = there is none. */
  readonly media: (key: string) => Promise<MediaObject | undefined>;
}

/** Addresses under /local that exist on one machine only. */
export type LocalRoute = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;

export interface GatewayOptions {
  /** 0 = any free one. */
  readonly port: number;
  readonly localRoutes?: Readonly<Record<string, LocalRoute>>;
  /** Longest time for an answer of the API in ms, as API Gateway's. Default 29,000. */
  readonly limitMs?: number;
  readonly now?: () => Date;
  readonly onError?: (error: unknown) => void;
}

/** API Gateway's limit of a request's body, in bytes. */
const bodyLimit = 10_000_000;
/** API Gateway's limit of request line and headers together, in bytes. */
const headerLimit = 10_240;

/**
 * The store's address on one machine: the API's functions, the covers and the single-page application, as
 * CloudFront and API Gateway serve them. It listens at once, so that a busy port shows at once, and tells that the
 * store is opening until `open` is called.
 *
 * @throws Error with code EADDRINUSE when the port is taken.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const gateway = new Gateway(options);
  await gateway.listen(options.port);
  return gateway;
}

export class Gateway {
  readonly #options: GatewayOptions;
  readonly #server: http.Server;
  #backends: (GatewayBackends & { readonly routes: RouteTable }) | undefined;
  #port = 0;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#server = http.createServer({ maxHeaderSize: headerLimit }, (request, response) => {
      this.#answer(request, response).catch((error: unknown) => {
        options.onError?.(error);
        response.destroy();
      });
    });
  }

  get port(): number {
    return this.#port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  open(backends: GatewayBackends): void {
    this.#backends = { ...backends, routes: new RouteTable(backends.functions) };
  }

  /** Lets the requests at work end, for a moment. */
  async close(graceMs = 1_000): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeIdleConnections();
    const force = setTimeout(() => this.#server.closeAllConnections(), graceMs);
    await closed;
    clearTimeout(force);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = randomUUID();
    response.setHeader('x-request-id', requestId);
    for (const [name, value] of answerHeaders) response.setHeader(name, value);
    const foreign = this.#foreignness(request);
    if (foreign) return sendProblem(response, 'foreign_request', foreign, requestId);
    const url = parseUrl(request);
    if (!url) return sendProblem(response, 'route_not_found', 'The address cannot be read.', requestId);
    const { pathname } = url;
    const local = this.#options.localRoutes?.[pathname];
    if (local) return local(request, response, url);
    if (pathname === '/api' || pathname.startsWith('/api/'))
      return this.#api(request, response, pathname, requestId);
    if (pathname.startsWith('/local/')) {
      return sendProblem(response, 'route_not_found', `There is no ${pathname}.`, requestId);
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      return sendProblem(response, 'method_not_allowed', `${pathname} can only be read.`, requestId);
    }
    if (!this.#backends) return sendOpeningPage(response);
    if (pathname.startsWith('/media/')) return this.#media(request, response, pathname, requestId);
    if (await this.#backends.site.answer(request, response, pathname)) return;
    sendProblem(response, 'route_not_found', `There is no ${pathname}.`, requestId);
  }

  /** A page of another site may reach this address from a browser: by a name of its own, or by sending to it. */
  #foreignness(request: IncomingMessage): string | undefined {
    const { host, origin } = request.headers;
    const own = [`127.0.0.1:${this.#port}`, `localhost:${this.#port}`];
    if (!own.includes(host ?? '')) return `Host "${host ?? ''}" is not this store's: expected ${own[0]}`;
    if (origin === undefined || own.some((name) => origin === `http://${name}`)) return undefined;
    return `Origin "${origin}" may not use this store.`;
  }

  async #api(
    request: IncomingMessage,
    response: ServerResponse,
    pathname: string,
    requestId: string,
  ): Promise<void> {
    const backends = this.#backends;
    if (!backends) return sendProblem(response, 'store_opening', 'Try again in a moment.', requestId);
    const name = backends.routes.functionFor(pathname);
    if (name === undefined) {
      return sendProblem(response, 'route_not_found', `The API has no ${pathname}.`, requestId);
    }
    const body = await readLimited(request, bodyLimit);
    if (!body) {
      return sendProblem(response, 'payload_too_large', `A request may carry ${bodyLimit} bytes.`, requestId);
    }
    const now = this.#options.now?.() ?? new Date();
    const event = toHttpEvent(request, body, requestId, now);
    const outcome = await this.#withinLimit(backends.invoke(name, event, { requestId }));
    if (!outcome || (!outcome.ok && outcome.error.errorType === 'Sandbox.Timedout')) {
      return sendProblem(response, 'function_timed_out', 'Try again in a moment.', requestId);
    }
    if (!outcome.ok) {
      const tooLarge = outcome.error.errorType === 'RequestEntityTooLargeException';
      if (tooLarge) return sendProblem(response, 'payload_too_large', 'The request is too large.', requestId);
      return sendProblem(response, 'function_failed', 'The error has been written to the log.', requestId);
    }
    await this.#sendApiAnswer(request, response, outcome.payload);
  }

  async #sendApiAnswer(request: IncomingMessage, response: ServerResponse, payload: unknown): Promise<void> {
    const answer = toHttpAnswer(payload);
    const type = answer.headers['content-type'];
    const encoding = acceptedEncoding(request.headers['accept-encoding']);
    const plain =
      answer.headers['content-encoding'] === undefined && isCompressible(type, answer.body.length);
    if (!encoding || !plain) return sendHttpAnswer(response, answer);
    const headers = { ...answer.headers, 'content-encoding': encoding, vary: varyWith(answer.headers.vary) };
    sendHttpAnswer(response, { ...answer, headers }, await compress(answer.body, encoding, false));
  }

  async #withinLimit(outcome: Promise<FunctionOutcome>): Promise<FunctionOutcome | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), this.#options.limitMs ?? 29_000);
    });
    const first = await Promise.race([outcome, limit]);
    clearTimeout(timer);
    return first;
  }

  async #media(
    request: IncomingMessage,
    response: ServerResponse,
    pathname: string,
    requestId: string,
  ): Promise<void> {
    const key = decode(pathname.slice('/media/'.length));
    const object = key === undefined ? undefined : await this.#backends?.media(key);
    if (!object) return sendProblem(response, 'route_not_found', `There is no ${pathname}.`, requestId);
    for (const [name, value] of mediaHeaders) response.setHeader(name, value);
    response.setHeader('etag', object.etag);
    const known = request.headers['if-none-match'] === object.etag;
    if (known || request.method === 'HEAD') object.body.destroy();
    if (known) {
      response.writeHead(304).end();
      return;
    }
    const stored = object.contentType;
    const type = stored === 'application/octet-stream' ? contentTypeOf(pathname) : stored;
    response.writeHead(200, { 'content-type': type, 'content-length': object.bytes });
    if (request.method === 'HEAD') response.end();
    else await pipeline(object.body, response).catch(() => response.destroy());
  }
}

function parseUrl(request: IncomingMessage): URL | undefined {
  try {
    return new URL(request.url ?? '/', 'http://store');
  } catch {
    return undefined;
  }
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function varyWith(vary: string | undefined): string {
  return vary === undefined ? 'accept-encoding' : `${vary}, accept-encoding`;
}

/** Reads the whole body; undefined when it is longer. The rest is read as well, so that the answer arrives. */
async function readLimited(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
  }
  return size > limit ? undefined : Buffer.concat(chunks);
}

function sendOpeningPage(response: ServerResponse): void {
  for (const [name, value] of pageHeaders) response.setHeader(name, value);
  response.writeHead(503, {
    'content-type': 'text/html; charset=utf-8',
    'retry-after': '2',
    'cache-control': 'no-store',
  });
  response.end(
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="2">' +
      '<title>The store is opening</title>' +
      '<body style="font:18px system-ui,sans-serif;display:grid;place-items:center;min-height:90vh">' +
      '<p>The store is opening. This page loads again by itself.</p>',
  );
}

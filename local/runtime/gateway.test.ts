import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FunctionDefinition } from '../../lambdas/functions.ts';
import { handler } from './fixtures/probe-function.ts';
import type { FunctionOutcome } from './function-messages.ts';
import type { HttpEvent } from './gateway-event.ts';
import { startGateway, type Gateway } from './gateway.ts';
import { StaticSite } from './static-site.ts';

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

const definition: FunctionDefinition = { entry: '', memoryMb: 128, timeoutSeconds: 1, uses: {} };
let dir: string;
let gateway: Gateway;

/** Runs the same handler that the functions' tests run, without a process around it. */
async function invoke(
  name: string,
  event: unknown,
  { requestId }: { requestId: string },
): Promise<FunctionOutcome> {
  if (name === 'slow') await new Promise((resolve) => setTimeout(resolve, 1_000));
  const context = { awsRequestId: requestId, invokedFunctionArn: name, getRemainingTimeInMillis: () => 1 };
  try {
    return { ok: true, payload: await handler(event as HttpEvent, context) };
  } catch (error) {
    return { ok: false, error: { errorType: (error as Error).name, errorMessage: (error as Error).message } };
  }
}

/** A request as a browser sends it, but with whatever headers the test wants. */
function ask(
  target: string,
  options: { method?: string; headers?: http.OutgoingHttpHeaders; body?: string | Buffer } = {},
  port = gateway.port,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers = {}, body } = options;
    const request = http.request({ host: '127.0.0.1', port, path: target, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

const eventOf = (answer: Answer): HttpEvent => JSON.parse(answer.body.toString()) as HttpEvent;
const problemOf = (answer: Answer): Record<string, unknown> =>
  JSON.parse(answer.body.toString()) as Record<string, unknown>;

beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'kratos-gateway-'));
  await mkdir(path.join(dir, 'assets'));
  await writeFile(path.join(dir, 'index.html'), '<!doctype html><title>Store</title>');
  await writeFile(path.join(dir, 'assets/index-abc123.js'), 'console.log("store");'.repeat(200));
  gateway = await startGateway({
    port: 0,
    limitMs: 300,
    now: () => new Date('2026-03-12T19:03:58Z'),
    localRoutes: { '/local/ping': (_request, response) => Promise.resolve(void response.end('pong')) },
  });
  gateway.open({
    functions: {
      catalogue: { ...definition, routes: ['/api/games'] },
      keys: { ...definition, routes: ['/api/games/keys'] },
      slow: { ...definition, routes: ['/api/slow'] },
    },
    invoke,
    site: await StaticSite.load(dir),
    media: (key) =>
      Promise.resolve(
        key === 'covers/a b.svg'
          ? { bytes: 6, etag: '"cover"', contentType: 'image/svg+xml', body: Readable.from(['<svg/>']) }
          : undefined,
      ),
  });
});

afterAll(async () => {
  await gateway.close();
  await rm(dir, { recursive: true, force: true });
});

describe('the gateway, for the API', () => {
  it('hands a request over as an event of payload format 2.0', async () => {
    const answer = await ask('/api/games?genre=rpg&genre=indie&q=%C3%A9', {
      headers: { cookie: 'a=1; b=2', 'user-agent': 'test', 'x-forwarded-for': '6.6.6.6' },
    });
    const event = eventOf(answer);
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: '$default',
      rawPath: '/api/games',
      rawQueryString: 'genre=rpg&genre=indie&q=%C3%A9',
      queryStringParameters: { genre: 'rpg,indie', q: 'é' },
      cookies: ['a=1', 'b=2'],
      isBase64Encoded: false,
      requestContext: {
        http: {
          method: 'GET',
          path: '/api/games',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'test',
        },
        requestId: answer.headers['x-request-id'],
        time: '12/Mar/2026:19:03:58 +0000',
        timeEpoch: 1773342238000,
      },
    });
    expect(event.headers['x-forwarded-for']).toBe('127.0.0.1');
    expect(event.headers.cookie).toBeUndefined();
    expect(event.body).toBeUndefined();
  });

  it('hands text over as text and other bodies as base64', async () => {
    const json = { 'content-type': 'application/json' };
    const text = eventOf(await ask('/api/games', { method: 'POST', headers: json, body: '{"é":1}' }));
    expect(text).toMatchObject({ body: '{"é":1}', isBase64Encoded: false });
    const bytes = { 'content-type': 'application/zip' };
    const binary = eventOf(
      await ask('/api/games', { method: 'POST', headers: bytes, body: Buffer.from([255, 0]) }),
    );
    expect(binary).toMatchObject({ body: '/wA=', isBase64Encoded: true });
  });

  it('asks the function with the longest prefix of whole segments', async () => {
    expect((await ask('/api/games/keys/1')).status).toBe(200);
    const unknown = await ask('/api/gamesome');
    expect(unknown.status).toBe(404);
    expect(unknown.headers['content-type']).toBe('application/problem+json');
    expect(problemOf(unknown)).toMatchObject({
      code: 'route_not_found',
      requestId: unknown.headers['x-request-id'],
    });
  });

  it('sends each cookie in a header of its own, and no body where there is none', async () => {
    const answer = await ask('/api/games/cookies');
    expect(answer.status).toBe(204);
    expect(answer.headers['set-cookie']).toEqual(['a=1; Path=/', 'b=2; Path=/']);
  });

  it('sends what the function answered in base64 as bytes', async () => {
    expect((await ask('/api/games/binary')).body).toEqual(Buffer.from([0, 1, 2, 255]));
  });

  it('compresses a longer answer for those who accept it', async () => {
    const answer = await ask(`/api/games?q=${'x'.repeat(2_000)}`, {
      headers: { 'accept-encoding': 'gzip, br' },
    });
    expect(answer.headers).toMatchObject({ 'content-encoding': 'br', vary: 'accept-encoding' });
    expect(answer.body.length).toBeLessThan(2_000);
  });

  it('tells nothing of an error inside a function', async () => {
    const answer = await ask('/api/games/broken');
    expect(answer.status).toBe(500);
    expect(problemOf(answer).code).toBe('function_failed');
    expect(answer.body.toString()).not.toContain('secret');
  });

  it('answers 503 when a function takes longer than the limit', async () => {
    const answer = await ask('/api/slow');
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('2');
    expect(problemOf(answer).code).toBe('function_timed_out');
  });

  it('refuses a body above 10 MB and headers above 10,240 bytes', async () => {
    const body = Buffer.alloc(10_000_001);
    const large = await ask('/api/games', { method: 'POST', body });
    expect(large.status).toBe(413);
    expect(problemOf(large).code).toBe('payload_too_large');
    expect((await ask('/api/games', { headers: { 'x-long': 'x'.repeat(11_000) } })).status).toBe(431);
  });
});

describe('the gateway, for foreign pages', () => {
  it('refuses a name that is not its own', async () => {
    const answer = await ask('/api/games', { headers: { host: 'store.example' } });
    expect(answer.status).toBe(403);
    expect(problemOf(answer)).toMatchObject({
      code: 'foreign_request',
      detail: `Host "store.example" is not this store's: expected 127.0.0.1:${gateway.port}`,
    });
  });

  it.each(['http://evil.example', 'null', 'http://127.0.0.1:1'])('refuses the origin %s', async (origin) => {
    expect((await ask('/local/ping', { headers: { origin } })).status).toBe(403);
  });

  it('accepts its own address and localhost', async () => {
    const own = `http://127.0.0.1:${gateway.port}`;
    expect((await ask('/local/ping', { headers: { origin: own } })).status).toBe(200);
    const localhost = `localhost:${gateway.port}`;
    const headers = { host: localhost, origin: `http://${localhost}` };
    expect((await ask('/local/ping', { headers })).status).toBe(200);
  });
});

describe('the gateway, for pages and pictures', () => {
  it('sends the application for any address without an extension, never cached and without inline scripts', async () => {
    const answer = await ask('/games/some-game?tab=reviews');
    expect(answer.status).toBe(200);
    expect(answer.body.toString()).toContain('<title>Store</title>');
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-cache',
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    expect(answer.headers['content-security-policy']).toContain("script-src 'self';");
  });

  it('sends hashed files compressed and for ever, and not again to those who have them', async () => {
    const headers = { 'accept-encoding': 'gzip' };
    const answer = await ask('/assets/index-abc123.js', { headers });
    expect(answer.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-encoding': 'gzip',
      'content-type': 'text/javascript; charset=utf-8',
    });
    const again = await ask('/assets/index-abc123.js', { headers: { 'if-none-match': answer.headers.etag } });
    expect(again).toMatchObject({ status: 304, body: Buffer.alloc(0) });
  });

  it('answers 404 for a file that is not there and for an address under /local that is not there', async () => {
    for (const target of [
      '/assets/gone.js',
      '/local/unknown',
      '/media/covers/none.svg',
      '/..%2f..%2fetc/passwd.txt',
    ]) {
      expect((await ask(target)).status).toBe(404);
    }
  });

  it('sends a picture so that it can never run as a page', async () => {
    const answer = await ask('/media/covers/a%20b.svg');
    expect(answer.body.toString()).toBe('<svg/>');
    expect(answer.headers).toMatchObject({
      'content-type': 'image/svg+xml',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'x-content-type-options': 'nosniff',
    });
  });

  it('reads only', async () => {
    const answer = await ask('/games/some-game', { method: 'DELETE' });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe('GET, HEAD');
  });
});

describe('the gateway, before the store is open', () => {
  it('tells so, on pages and in the API', async () => {
    const closed = await startGateway({ port: 0 });
    try {
      const page = await ask('/', {}, closed.port);
      expect(page.status).toBe(503);
      expect(page.body.toString()).toContain('The store is opening');
      const api = await ask('/api/games', {}, closed.port);
      expect(api.status).toBe(503);
      expect(problemOf(api).code).toBe('store_opening');
    } finally {
      await closed.close();
    }
  });

  it('fails at once when the port is taken', async () => {
    await expect(startGateway({ port: gateway.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

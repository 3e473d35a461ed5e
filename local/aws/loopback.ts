import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that only this machine reaches. */
export interface LoopbackServer {
  /** `http://127.0.0.1:PORT`: an address, never a name, so that the S3 client goes path-style by itself. */
  url: string;
  port: number;
  close(): Promise<void>;
}

export type Handler = (request: http.IncomingMessage, response: http.ServerResponse) => Promise<void>;

/**
 * Names why a request must not be answered: a web page may reach 127.0.0.1 from a browser, directly (foreign
 * Origin) or through a name that resolves to it (foreign Host).
 */
export function foreignness(
  request: http.IncomingMessage,
  allowedOrigins: readonly string[] = [],
): string | undefined {
  const port = request.socket.localPort;
  const { host, origin } = request.headers;
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`) {
    return `Host "${host ?? ''}" is not this server's: expected 127.0.0.1:${port}`;
  }
  if (origin !== undefined && !allowedOrigins.includes(origin)) {
    return `Origin "${origin}" is not allowed`;
  }
  return undefined;
}

/** Reads a whole body; undefined if it is longer than `limit` bytes. */
export async function readBody(request: http.IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
  }
  return size > limit ? undefined : Buffer.concat(chunks);
}

/**
 * Listens on 127.0.0.1 at `port` (0 or absent: any free one). The handler answers every request itself; an error
 * that it lets through closes the connection and goes to `onError`.
 */
export async function listenOnLoopback(
  handler: Handler,
  options: { port?: number | undefined; onError?: (error: unknown) => void } = {},
): Promise<LoopbackServer> {
  const server = http.createServer((request, response) => {
    handler(request, response).catch((error: unknown) => {
      response.destroy();
      options.onError?.(error);
    });
  });
  // Clients keep sockets: a server that closes idle ones races with their next request.
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

import { createServer } from 'node:net';

/** The wished port of 127.0.0.1 when it is free, else one that the system gives. */
export async function freePort(wished?: number): Promise<number> {
  if (wished !== undefined && (await portIfFree(wished)) !== undefined) return wished;
  const port = await portIfFree(0);
  if (port === undefined) throw new Error('no free port on 127.0.0.1');
  return port;
}

function portIfFree(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
    });
  });
}

import type { PoolConfig } from 'pg';
import { answerJson, type JsonServiceOptions } from '../json-protocol.ts';
import { listenOnLoopback, type LoopbackServer } from '../loopback.ts';
import { ServiceError } from '../service-error.ts';
import type { Credentials } from '../sigv4.ts';
import { Connections } from './connections.ts';
import { asServiceError, badRequest } from './errors.ts';
import { AWS_LIMITS, type DataApiLimits } from './limits.ts';
import { OPERATIONS, type ConnectionRequest, type DataApiContext } from './operations.ts';

export interface DataApiServerOptions {
  /** How to reach the database that a request means; undefined if there is none. */
  resolveConnection(request: ConnectionRequest): PoolConfig | undefined;
  credentials: Credentials;
  /** Default: any free port. */
  port?: number;
  region?: string;
  /** Default: those of AWS. */
  limits?: Partial<DataApiLimits>;
  onError?: (error: unknown) => void;
}

/** Starts the local Data API on 127.0.0.1. See docs/local-aws.md for what it does and what it refuses. */
export async function startDataApiServer(options: DataApiServerOptions): Promise<LoopbackServer> {
  const limits = { ...AWS_LIMITS, ...options.limits };
  const context: DataApiContext = {
    connections: new Connections(limits),
    limits,
    resolveConnection: (request) => options.resolveConnection(request),
  };
  const service: JsonServiceOptions = {
    service: 'rds-data',
    credentials: options.credentials,
    region: options.region ?? 'us-east-1',
    now: () => new Date(),
    maxRequest: limits.request,
    tooLarge: () => badRequest(`Request size exceeded the limit of ${limits.request} bytes`),
    contentType: 'application/json',
    onError: options.onError ?? ((error) => console.error('local Data API:', error)),
  };
  const server = await listenOnLoopback(
    (request, response) =>
      answerJson(service, request, response, (body) => {
        const operation = request.method === 'POST' ? OPERATIONS[request.url ?? ''] : undefined;
        if (!operation) {
          const what = `${request.method} ${request.url}`;
          throw new ServiceError('NotFoundException', 404, `The local Data API does not implement ${what}`);
        }
        return operation(context, body).catch((error: unknown) => {
          throw asServiceError(error);
        });
      }),
    { port: options.port, onError: service.onError },
  );
  return {
    ...server,
    close: async () => {
      await server.close();
      await context.connections.close();
    },
  };
}

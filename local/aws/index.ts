import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { PoolConfig } from 'pg';
import type { ConnectionRequest } from './data-api/operations.ts';
import { startDataApiServer } from './data-api/server.ts';
import type { LoopbackServer } from './loopback.ts';
import { startRefusingServer } from './refuse/server.ts';
import { startS3Server } from './s3/server.ts';
import { startSecretsServer } from './secrets/server.ts';
import type { Credentials } from './sigv4.ts';
import { startStatesServer, type StatesServer, type StatesServerOptions } from './states/server.ts';

export interface LocalAwsOptions {
  /** KRATOS_HOME: objects go to `s3/`, executions to `executions/`, the ports to `aws-ports.json`. */
  home: string;
  /** The key pair of this installation; every request must be signed with it. */
  credentials: Credentials;
  machines: StatesServerOptions['machines'];
  invokeFunction: StatesServerOptions['invokeFunction'];
  resolveConnection(request: ConnectionRequest): PoolConfig | undefined;
  /** Secrets by ARN. */
  secrets: Readonly<Record<string, string>>;
  /** Web origins that may use presigned links. */
  allowedOrigins?: readonly string[];
  onError?: (error: unknown) => void;
}

export interface LocalAws {
  /** `AWS_ENDPOINT_URL…` and its address for each server; for the environment of functions and commands. */
  endpoints: Record<EndpointVariable, string>;
  states: StatesServer;
  close(): Promise<void>;
}

type EndpointVariable =
  | 'AWS_ENDPOINT_URL'
  | 'AWS_ENDPOINT_URL_S3'
  | 'AWS_ENDPOINT_URL_RDS_DATA'
  | 'AWS_ENDPOINT_URL_SFN'
  | 'AWS_ENDPOINT_URL_SECRETS_MANAGER';

/** Starts every stand-in, at the ports of the last start where they are free. */
export async function startLocalAws(options: LocalAwsOptions): Promise<LocalAws> {
  const { home, credentials, onError } = options;
  const common = { credentials, ...(onError && { onError }) };
  const portsFile = path.join(home, 'aws-ports.json');
  const ports = await readPorts(portsFile);
  const started: LoopbackServer[] = [];
  const start = async <Server extends LoopbackServer>(
    variable: EndpointVariable,
    at: (port: number) => Promise<Server>,
  ): Promise<Server> => {
    const server = await atPort(ports[variable] ?? 0, at);
    started.push(server);
    ports[variable] = server.port;
    return server;
  };
  const close = async () => {
    for (const server of started.reverse()) await server.close();
  };

  try {
    const s3 = await start('AWS_ENDPOINT_URL_S3', (port) =>
      startS3Server({
        ...common,
        port,
        root: path.join(home, 's3'),
        allowedOrigins: options.allowedOrigins ?? [],
      }),
    );
    const dataApi = await start('AWS_ENDPOINT_URL_RDS_DATA', (port) =>
      startDataApiServer({
        ...common,
        port,
        resolveConnection: (request) => options.resolveConnection(request),
      }),
    );
    const secrets = await start('AWS_ENDPOINT_URL_SECRETS_MANAGER', (port) =>
      startSecretsServer({ ...common, port, secrets: options.secrets }),
    );
    const refusing = await start('AWS_ENDPOINT_URL', (port) => startRefusingServer({ port }));
    const states = await start('AWS_ENDPOINT_URL_SFN', (port) =>
      startStatesServer({
        ...common,
        port,
        machines: options.machines,
        invokeFunction: options.invokeFunction,
        executionsDir: path.join(home, 'executions'),
      }),
    );
    await savePorts(portsFile, ports);
    return {
      endpoints: {
        AWS_ENDPOINT_URL: refusing.url,
        AWS_ENDPOINT_URL_S3: s3.url,
        AWS_ENDPOINT_URL_RDS_DATA: dataApi.url,
        AWS_ENDPOINT_URL_SFN: states.url,
        AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
      },
      states,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

type Ports = Partial<Record<EndpointVariable, number>>;

/** The server at the port it had before, or at a free one if another process has taken that. */
async function atPort<Server>(port: number, at: (port: number) => Promise<Server>): Promise<Server> {
  if (port === 0) return at(0);
  try {
    return await at(port);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'EADDRINUSE') throw error;
    return at(0);
  }
}

async function readPorts(file: string): Promise<Ports> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Ports;
  } catch {
    return {};
  }
}

async function savePorts(file: string, ports: Ports): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(`${file}.new`, JSON.stringify(ports, null, 2));
  await rename(`${file}.new`, file);
}

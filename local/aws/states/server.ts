import { randomUUID } from 'node:crypto';
import { answerJson, type JsonServiceOptions } from '../json-protocol.ts';
import { listenOnLoopback, type LoopbackServer } from '../loopback.ts';
import { ServiceError } from '../service-error.ts';
import type { Credentials } from '../sigv4.ts';
import { realSleep, type Environment } from './environment.ts';
import { Executions } from './executions.ts';
import { OPERATIONS } from './operations.ts';
import { parseDefinition } from './parse-definition.ts';

export interface StatesServerOptions {
  /** `definition` is parsed JSON of a state machine in JSONata, substitutions already made. */
  machines: readonly { name: string; arn: string; definition: unknown }[];
  /** See {@link Environment.invokeFunction}. */
  invokeFunction: Environment['invokeFunction'];
  /** Folder of the executions: `<executionsDir>/<machine>/<execution>/`. Made if it is absent. */
  executionsDir: string;
  credentials: Credentials;
  /** Default: any free port. */
  port?: number;
  region?: string;
  /** Clock, sleep, chance and ids; default: the machine's own. */
  environment?: Partial<Omit<Environment, 'invokeFunction' | 'startExecution'>>;
  onError?: (error: unknown) => void;
}

/** The server, and the same executions for callers in this process. */
export type StatesServer = LoopbackServer & { executions: Executions; onEvent: Executions['onEvent'] };

/**
 * Starts the local Step Functions on 127.0.0.1. Executions of a process that has died are ABORTED.
 * @throws DefinitionError if a machine uses what the runner does not implement
 */
export async function startStatesServer(options: StatesServerOptions): Promise<StatesServer> {
  const environment = {
    now: () => new Date(),
    sleep: realSleep,
    random: Math.random,
    newId: () => randomUUID() as string,
    ...options.environment,
    invokeFunction: options.invokeFunction,
  };
  const machines = options.machines.map(({ name, arn, definition }) => ({
    name,
    arn,
    definition: parseDefinition(definition),
  }));
  const executions = new Executions(machines, options.executionsDir, environment);
  const service: JsonServiceOptions = {
    service: 'states',
    credentials: options.credentials,
    region: options.region ?? 'us-east-1',
    now: () => new Date(),
    maxRequest: 2 ** 20,
    tooLarge: () => new ServiceError('ValidationException', 400, 'The request exceeds 1 MiB'),
    contentType: 'application/x-amz-json-1.0',
    onError: options.onError ?? ((error) => console.error('local Step Functions:', error)),
  };
  const server = await listenOnLoopback(
    (request, response) =>
      answerJson(service, request, response, (body) => {
        const target = String(request.headers['x-amz-target'] ?? '');
        const operation = OPERATIONS[target.replace(/^AWSStepFunctions\./, '')];
        if (operation) return operation(executions, body);
        throw new ServiceError(
          'UnknownOperationException',
          400,
          `The local Step Functions does not implement "${target}"`,
        );
      }),
    { port: options.port, onError: service.onError },
  );
  return {
    ...server,
    executions,
    onEvent: (listener) => executions.onEvent(listener),
    close: async () => {
      await executions.close();
      await server.close();
    },
  };
}

import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from 'aws-lambda';
import { environmentNames } from '../lambdas/environment.ts';
import {
  functionNames,
  functions,
  type DatabaseRole,
  type FunctionName,
  type StateMachineName,
} from '../lambdas/functions.ts';
import type { DataApiLimits } from '../local/aws/data-api/limits.ts';
import { startDataApiServer } from '../local/aws/data-api/server.ts';
import { startS3Server } from '../local/aws/s3/server.ts';
import { realSleep } from '../local/aws/states/environment.ts';
import { startStatesServer, type StatesServer } from '../local/aws/states/server.ts';
import { substitute, substitutions } from '../stepfunctions/substitutions.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

const bucket = 'kratos-data';
export const machineArn = (name: StateMachineName): string =>
  `arn:aws:states:us-east-1:000000000000:stateMachine:${name}`;
const functionArn = (name: FunctionName): string =>
  `arn:aws:lambda:us-east-1:000000000000:function:kratos-${name}`;

/** Answers a call in a function's place, or does something before it; undefined = the real one answers. */
export type Interception = (
  name: FunctionName,
  payload: Record<string, unknown>,
) => Promise<unknown> | undefined;

export interface LocalStoreOptions {
  readonly machines: readonly StateMachineName[];
  /** The functions whose entries lie below it, ends with a slash. */
  readonly folder: string;
  /** Under which these functions read and write. */
  readonly role: DatabaseRole;
  /** Beside what every function gets. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Answers for functions that are not among those of the folder. */
  readonly elsewhere?: Interception;
  /** Default: those of AWS. */
  readonly dataApiLimits?: Partial<DataApiLimits>;
}

export interface LocalStore {
  readonly database: TestDatabase;
  readonly states: StatesServer;
  readonly intercept: (interception: Interception | undefined) => void;
  readonly call: (name: FunctionName, payload: Record<string, unknown>) => Promise<unknown>;
  /** Where an object of the data bucket, or a folder of them, lies. */
  readonly objectPath: (key: string) => string;
  close(): Promise<void>;
}

type Handler = (event: unknown, context: Context) => Promise<unknown>;

/**
 * State machines on one machine: real PostgreSQL, the Data API, S3 and state-machine stand-ins, the real definitions
 * and handlers, each in the environment that it has when it runs. Waits of the state machines are cut to some
 * milliseconds.
 */
export async function openLocalStore(options: LocalStoreOptions): Promise<LocalStore> {
  const database = await createTestDatabase();
  const testHome = path.resolve(process.env['KRATOS_HOME'] ?? '.kratos', 'test');
  await mkdir(testHome, { recursive: true });
  const home = await mkdtemp(path.join(testHome, 'store-'));
  const objectPath = (key: string): string => path.join(home, 's3', bucket, key);
  // The functions' log lines would drown what the tests say.
  console.log = () => undefined;
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret-of-the-test' };
  const s3 = await startS3Server({ root: path.join(home, 's3'), credentials });
  await mkdir(objectPath(''), { recursive: true });
  const dataApi = await startDataApiServer({
    credentials,
    resolveConnection: () => ({ connectionString: database.url(options.role) }),
    ...(options.dataApiLimits ? { limits: options.dataApiLimits } : {}),
  });

  let intercepted: Interception | undefined;
  let handlers: ReadonlyMap<FunctionName, Handler> = new Map();
  const call = async (name: FunctionName, payload: Record<string, unknown>): Promise<unknown> => {
    const handler = handlers.get(name);
    if (!handler) throw new Error(`no handler for ${name}`);
    const context = { awsRequestId: `test-${name}`, getRemainingTimeInMillis: () => 900_000 };
    return handler(structuredClone(payload), context as Context);
  };
  const states = await startStatesServer({
    credentials,
    machines: await Promise.all(
      options.machines.map(async (name) => ({
        name,
        arn: machineArn(name),
        definition: await definitionOf(name),
      })),
    ),
    executionsDir: path.join(home, 'executions'),
    environment: {
      sleep: (milliseconds, purpose, signal) =>
        realSleep(purpose === 'timeout' ? milliseconds : Math.min(milliseconds, 20), purpose, signal),
    },
    invokeFunction: async (arn, payload) => {
      const name = functionNames.find((known) => functionArn(known) === arn);
      if (!name) throw new Error(`no function ${arn}`);
      const event = payload as Record<string, unknown>;
      const answer = await (intercepted?.(name, event) ?? options.elsewhere?.(name, event));
      return answer ?? call(name, event);
    },
  });

  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_ENDPOINT_URL_S3: s3.url,
    AWS_ENDPOINT_URL_RDS_DATA: dataApi.url,
    AWS_ENDPOINT_URL_SFN: states.url,
    [environmentNames.databaseClusterArn]: 'arn:aws:rds:us-east-1:000000000000:cluster:kratos-test',
    [environmentNames.databaseSecretArn]: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:kratos-test',
    [environmentNames.databaseName]: database.name,
    [environmentNames.dataBucket]: bucket,
    [environmentNames.baseCurrency]: 'USD',
    ...options.environment,
  });
  handlers = await handlersBelow(options.folder);

  return {
    database,
    states,
    call,
    objectPath,
    intercept: (interception) => {
      intercepted = interception;
    },
    close: async () => {
      await states.close();
      await dataApi.close();
      await s3.close();
      await database.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function definitionOf(name: StateMachineName): Promise<unknown> {
  const text = await readFile(`stepfunctions/${name}.asl.json`, 'utf8');
  return JSON.parse(substitute(text, substitutions(functionArn)));
}

/** Loaded once their environment stands, as in a function. */
async function handlersBelow(folder: string): Promise<Map<FunctionName, Handler>> {
  const handlers = new Map<FunctionName, Handler>();
  for (const name of functionNames) {
    const { entry } = functions[name];
    if (!entry.startsWith(folder)) continue;
    handlers.set(name, ((await import(path.resolve(entry))) as { handler: Handler }).handler);
  }
  return handlers;
}

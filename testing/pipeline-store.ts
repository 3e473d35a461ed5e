import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from 'aws-lambda';
import type pg from 'pg';
import { environmentNames } from '../lambdas/environment.ts';
import { functionNames, functions, type FunctionName } from '../lambdas/functions.ts';
import { startDataApiServer } from '../local/aws/data-api/server.ts';
import { startS3Server } from '../local/aws/s3/server.ts';
import { startSecretsServer } from '../local/aws/secrets/server.ts';
import { realSleep } from '../local/aws/states/environment.ts';
import { startStatesServer, type StatesServer } from '../local/aws/states/server.ts';
import { substitute, substitutions } from '../stepfunctions/substitutions.ts';
import { createTestDatabase } from './database.ts';

const bucket = 'kratos-data';
const clusterArn = 'arn:aws:rds:us-east-1:000000000000:cluster:kratos-test';
const secretArn = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:kratos-test-pipeline';
const machineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:sales-etl';
const functionArn = (name: FunctionName): string =>
  `arn:aws:lambda:us-east-1:000000000000:function:kratos-${name}`;

/** What a test does in place of a call of a function, or before it; undefined = nothing, the real one answers. */
export type Interception = (
  name: FunctionName,
  payload: Record<string, unknown>,
) => Promise<unknown> | undefined;

export interface EndedRun {
  readonly arn: string;
  readonly runId: string;
  readonly status: string;
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

export interface PipelineStore {
  /** The database as the owner of every table. */
  readonly pool: pg.Pool;
  readonly states: StatesServer;
  /** Payloads that StartForecast was called with. */
  readonly forecasts: Record<string, unknown>[];
  intercept(interception: Interception | undefined): void;
  call(name: FunctionName, payload: Record<string, unknown>): Promise<unknown>;
  start(input: unknown, name?: string): { arn: string; runId: string };
  settled(arn: string): Promise<EndedRun>;
  /** Starts an execution and waits for its end. */
  run(input: unknown, name?: string): Promise<EndedRun>;
  read(key: string): Promise<string | undefined>;
  /** Changes an object behind everybody's back. */
  damage(key: string, change: (text: string) => string): Promise<void>;
  /** Keys below a prefix that ends with a slash. */
  keys(prefix: string): Promise<string[]>;
  stagingTables(): Promise<string[]>;
  close(): Promise<void>;
}

/**
 * The nightly run on one machine: real PostgreSQL, the Data API, S3 and state-machine stand-ins and the real handlers,
 * each in the environment that it has when it runs. Waits of the state machine are cut to some milliseconds.
 */
export async function openPipelineStore(): Promise<PipelineStore> {
  const database = await createTestDatabase();
  const testHome = path.resolve(process.env['KRATOS_HOME'] ?? '.kratos', 'test');
  await mkdir(testHome, { recursive: true });
  const home = await mkdtemp(path.join(testHome, 'pipeline-'));
  // The functions' log lines would drown what the tests say.
  console.log = () => undefined;
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret-of-the-test' };
  const s3 = await startS3Server({ root: path.join(home, 's3'), credentials });
  await mkdir(path.join(home, 's3', bucket), { recursive: true });
  const dataApi = await startDataApiServer({
    credentials,
    resolveConnection: () => ({ connectionString: database.url('kratos_pipeline') }),
  });
  const secrets = await startSecretsServer({ credentials, secrets: {} });

  const forecasts: Record<string, unknown>[] = [];
  let intercepted: Interception | undefined;
  const handlers = new Map<FunctionName, (event: unknown, context: Context) => Promise<unknown>>();
  const call = async (name: FunctionName, payload: Record<string, unknown>): Promise<unknown> => {
    const handler = handlers.get(name);
    if (!handler) throw new Error(`no handler for ${name}`);
    return handler(structuredClone(payload), { awsRequestId: `test-${name}` } as Context);
  };
  const executionNames = new Set<string>();
  const definition = JSON.parse(
    substitute(await readFile('stepfunctions/sales-etl.asl.json', 'utf8'), substitutions(functionArn)),
  ) as unknown;
  const states = await startStatesServer({
    credentials,
    machines: [{ name: 'sales-etl', arn: machineArn, definition }],
    executionsDir: path.join(home, 'executions'),
    environment: {
      sleep: (milliseconds, purpose, signal) =>
        realSleep(purpose === 'timeout' ? milliseconds : Math.min(milliseconds, 20), purpose, signal),
    },
    invokeFunction: async (arn, payload) => {
      const name = functionNames.find((known) => functionArn(known) === arn);
      if (!name) throw new Error(`no function ${arn}`);
      const answer = intercepted?.(name, payload as Record<string, unknown>);
      if (answer !== undefined) return answer;
      if (name === 'start-forecast') {
        forecasts.push(payload as Record<string, unknown>);
        return { started: [] };
      }
      return call(name, payload as Record<string, unknown>);
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
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
    AWS_ENDPOINT_URL_SFN: states.url,
    [environmentNames.databaseClusterArn]: clusterArn,
    [environmentNames.databaseSecretArn]: secretArn,
    [environmentNames.databaseName]: database.name,
    [environmentNames.dataBucket]: bucket,
    [environmentNames.baseCurrency]: 'USD',
    [environmentNames.version]: 'test',
  });
  for (const name of functionNames) {
    const { entry } = functions[name];
    if (!entry.startsWith('lambdas/pipeline/')) continue;
    const module = (await import(path.resolve(entry))) as {
      handler: (event: unknown, context: Context) => Promise<unknown>;
    };
    handlers.set(name, module.handler);
  }

  const start = (input: unknown, name = `test${executionNames.size}`): { arn: string; runId: string } => {
    executionNames.add(name);
    const { executionArn } = states.executions.start({
      stateMachineArn: machineArn,
      name,
      input: JSON.stringify(input),
    });
    return { arn: executionArn, runId: name };
  };
  const settled = async (arn: string): Promise<EndedRun> => {
    const { name, status, error, cause } = await states.executions.settled(arn);
    return { arn, runId: name, status, error, cause };
  };

  return {
    pool: database.pool(),
    states,
    forecasts,
    call,
    start,
    settled,
    intercept: (interception) => {
      intercepted = interception;
    },
    run: async (input, name) => settled(start(input, name).arn),
    read: async (key) => {
      const file = path.join(home, 's3', bucket, key);
      return existsSync(file) ? readFile(file, 'utf8') : undefined;
    },
    damage: async (key, change) => {
      const file = path.join(home, 's3', bucket, key);
      await writeFile(file, change(await readFile(file, 'utf8')));
    },
    keys: async (prefix) => {
      const folder = path.join(home, 's3', bucket, prefix);
      if (!existsSync(folder)) return [];
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
        .map((entry) => path.relative(path.join(home, 's3', bucket), path.join(entry.parentPath, entry.name)))
        .sort();
    },
    stagingTables: async () => {
      const { rows } = await database
        .pool()
        .query<{ name: string }>(
          `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'staging' ORDER BY 1`,
        );
      return rows.map((row) => row.name);
    },
    close: async () => {
      await states.close();
      await dataApi.close();
      await secrets.close();
      await s3.close();
      await database.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

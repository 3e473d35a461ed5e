import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from 'aws-lambda';
import type pg from 'pg';
import { dayOf, formatDay } from '../domain/days.ts';
import { environmentNames } from '../lambdas/environment.ts';
import { functionNames, functions, type FunctionName } from '../lambdas/functions.ts';
import { startDataApiServer } from '../local/aws/data-api/server.ts';
import { startS3Server } from '../local/aws/s3/server.ts';
import { realSleep } from '../local/aws/states/environment.ts';
import { startStatesServer, type StatesServer } from '../local/aws/states/server.ts';
import { substitute, substitutions } from '../stepfunctions/substitutions.ts';
import { createTestDatabase } from './database.ts';

const bucket = 'kratos-data';
const machines = ['train-model', 'forecast-sales'] as const;
type Machine = (typeof machines)[number];
export const machineArn = (name: Machine): string =>
  `arn:aws:states:us-east-1:000000000000:stateMachine:${name}`;
const functionArn = (name: FunctionName): string =>
  `arn:aws:lambda:us-east-1:000000000000:function:kratos-${name}`;

/** Answers a call in a function's place; undefined = the real one answers. */
export type Interception = (
  name: FunctionName,
  payload: Record<string, unknown>,
) => Promise<unknown> | undefined;

/** One game's file: what a day holds is told by its number, counted from 1970. */
export interface SeriesOfGame {
  readonly game: number;
  /** First day of the file, as YYYY-MM-DD. */
  readonly from: string;
  readonly units: (day: number) => number;
  /** 0 to 0.99 */
  readonly discount?: (day: number) => number;
}

export interface ForecastStore {
  /** The database as the owner of every table. */
  readonly pool: pg.Pool;
  readonly states: StatesServer;
  intercept(interception: Interception | undefined): void;
  call(name: FunctionName, payload: Record<string, unknown>): Promise<unknown>;
  /** Puts a run's files, manifest and row there as the nightly run does. */
  publishRun(
    runId: string,
    asOf: string,
    series: readonly SeriesOfGame[],
    options?: { published?: boolean; cutoffAt?: string },
  ): Promise<void>;
  /** Waits for every execution, also for those that these start, and answers all of them. */
  allSettled(): Promise<{ name: string; machine: string; status: string; error: string | undefined }[]>;
  objectPath(key: string): string;
  close(): Promise<void>;
}

/**
 * What follows a run, on one machine: real PostgreSQL under the forecast's role, the Data API, S3 and state-machine
 * stand-ins, the real definitions and handlers. Waits of the state machines are cut to some milliseconds.
 */
export async function openForecastStore(): Promise<ForecastStore> {
  const database = await createTestDatabase();
  const testHome = path.resolve(process.env['KRATOS_HOME'] ?? '.kratos', 'test');
  await mkdir(testHome, { recursive: true });
  const home = await mkdtemp(path.join(testHome, 'forecast-'));
  // The functions' log lines would drown what the tests say.
  console.log = () => undefined;
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret-of-the-test' };
  const s3 = await startS3Server({ root: path.join(home, 's3'), credentials });
  await mkdir(path.join(home, 's3', bucket), { recursive: true });
  const dataApi = await startDataApiServer({
    credentials,
    resolveConnection: () => ({ connectionString: database.url('kratos_forecasting') }),
  });

  let intercepted: Interception | undefined;
  const handlers = new Map<FunctionName, (event: unknown, context: Context) => Promise<unknown>>();
  const call = async (name: FunctionName, payload: Record<string, unknown>): Promise<unknown> => {
    const handler = handlers.get(name);
    if (!handler) throw new Error(`no handler for ${name}`);
    const context = { awsRequestId: `test-${name}`, getRemainingTimeInMillis: () => 900_000 };
    return handler(structuredClone(payload), context as Context);
  };
  const definition = async (name: Machine): Promise<unknown> =>
    JSON.parse(
      substitute(await readFile(`stepfunctions/${name}.asl.json`, 'utf8'), substitutions(functionArn)),
    );
  const states = await startStatesServer({
    credentials,
    machines: await Promise.all(
      machines.map(async (name) => ({ name, arn: machineArn(name), definition: await definition(name) })),
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
      return (await intercepted?.(name, event)) ?? call(name, event);
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
    [environmentNames.gitCommit]: 'commit-of-the-test',
    [environmentNames.trainModelArn]: machineArn('train-model'),
    [environmentNames.forecastSalesArn]: machineArn('forecast-sales'),
  });
  for (const name of functionNames) {
    const { entry } = functions[name];
    if (!entry.startsWith('lambdas/forecasting/')) continue;
    const module = (await import(path.resolve(entry))) as {
      handler: (event: unknown, context: Context) => Promise<unknown>;
    };
    handlers.set(name, module.handler);
  }

  const objectPath = (key: string): string => path.join(home, 's3', bucket, key);
  const put = async (key: string, text: string): Promise<void> => {
    await mkdir(path.dirname(objectPath(key)), { recursive: true });
    await writeFile(objectPath(key), text);
  };

  return {
    pool: database.pool(),
    states,
    call,
    objectPath,
    intercept: (interception) => {
      intercepted = interception;
    },
    publishRun: async (runId, asOf, series, { published = true, cutoffAt = `${asOf}T01:00:00Z` } = {}) => {
      const games = [];
      for (const one of series) {
        const key = `kratos/runs/${runId}/sales_data/${one.game}.csv`;
        const csv = salesDataFile(one, dayOf(asOf));
        await put(key, csv);
        const sha256 = createHash('sha256').update(csv).digest('hex');
        games.push({ ...gameEntry, game_id: one.game, title: `Game ${one.game}`, key, sha256 });
      }
      await put(
        `kratos/runs/${runId}/manifest.json`,
        JSON.stringify({ ...manifestOf(runId, asOf, cutoffAt), games }),
      );
      await database.pool().query(
        `INSERT INTO etl_runs (id, execution_arn, run_date, as_of, cutoff_at, status, published, finished_at)
         VALUES ($1, $1, $2, $2, $3, 'succeeded', $4, now())`,
        [runId, asOf, cutoffAt, published],
      );
    },
    allSettled: async () => {
      const executions = () =>
        machines.flatMap((machine) => states.executions.list(machine).map((one) => ({ ...one, machine })));
      for (;;) {
        const running = executions().filter(({ status }) => status === 'RUNNING');
        if (running.length === 0) break;
        await Promise.all(running.map((one) => states.executions.settled(one.arn)));
      }
      return executions().map(({ name, machine, status, error }) => ({ name, machine, status, error }));
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

/** A file in the form that the nightly run writes, with the columns that a forecast reads. */
function salesDataFile({ from, units, discount = () => 0 }: SeriesOfGame, end: number): string {
  const lines = ['purchase_date,quantity,discount_rate,days_since_release,list_price,observed'];
  const first = dayOf(from);
  for (let day = first; day < end; day++) {
    lines.push([formatDay(day), units(day), discount(day), day - first + 400, '20.00', 1].join(','));
  }
  return `${lines.join('\n')}\n`;
}

const gameEntry = {
  external_id: null,
  status: 'written',
  reason: null,
  stale: false,
  rows: 1,
  units: 1,
  first_date: null,
  last_date: null,
  measure: 'units',
};

const manifestOf = (runId: string, asOf: string, cutoffAt: string) => ({
  format: 1,
  run_id: runId,
  run_date: asOf,
  as_of: asOf,
  cutoff_at: cutoffAt,
  base_run_id: null,
  dry_run: false,
  complete: true,
  code_version: 'test',
  currency: 'USD',
  columns: [],
  genres: [],
  totals: { games: 0, written: 0, no_sales: 0, failed: 0, carried: 0, rows: 0, units: 0 },
});

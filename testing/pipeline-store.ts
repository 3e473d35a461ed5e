import { existsSync } from 'node:fs';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import { environmentNames } from '../lambdas/environment.ts';
import type { FunctionName } from '../lambdas/functions.ts';
import type { DataApiLimits } from '../local/aws/data-api/limits.ts';
import type { StatesServer } from '../local/aws/states/server.ts';
import { machineArn, openLocalStore, type Interception } from './local-store.ts';

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
  /** What a redrive of the whole execution does: the same calls under the same name. */
  redrive(run: Pick<EndedRun, 'arn' | 'runId'>, input: unknown): Promise<void>;
  read(key: string): Promise<string | undefined>;
  /** Changes an object behind everybody's back. */
  damage(key: string, change: (text: string) => string): Promise<void>;
  /** Keys below a prefix that ends with a slash. */
  keys(prefix: string): Promise<string[]>;
  stagingTables(): Promise<string[]>;
  close(): Promise<void>;
}

/** The nightly run on one machine. What follows it is not started, only noted. */
export async function openPipelineStore(
  options: { readonly dataApiLimits?: Partial<DataApiLimits> } = {},
): Promise<PipelineStore> {
  const forecasts: Record<string, unknown>[] = [];
  const local = await openLocalStore({
    machines: ['sales-etl'],
    folder: 'lambdas/pipeline/',
    role: 'kratos_pipeline',
    environment: { [environmentNames.version]: 'test' },
    elsewhere: (name, payload) => {
      if (name !== 'start-forecast') return undefined;
      forecasts.push(payload);
      return Promise.resolve({ started: [] });
    },
    ...options,
  });
  const { database, states, call, intercept, objectPath } = local;
  const executionNames = new Set<string>();
  const start = (input: unknown, name = `test${executionNames.size}`): { arn: string; runId: string } => {
    executionNames.add(name);
    const { executionArn } = states.executions.start({
      stateMachineArn: machineArn('sales-etl'),
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
    intercept,
    run: async (input, name) => settled(start(input, name).arn),
    redrive: async ({ arn, runId }, input) => {
      const execution = { arn, name: runId };
      await call('open-run', { execution, input });
      await call('extract-sales', { runId, starts: 0 });
      const { batches } = (await call('list-games', { runId })) as { batches: string[] };
      for (const batch of batches) await call('transform-games', { runId, batch });
      await call('check-quality', { runId, brokenBatches: [] });
      await call('publish-run', { runId });
      await call('clean-up', { execution, failure: { error: '', cause: '' } });
    },
    read: async (key) => {
      const file = objectPath(key);
      return existsSync(file) ? readFile(file, 'utf8') : undefined;
    },
    damage: async (key, change) => {
      const file = objectPath(key);
      await writeFile(file, change(await readFile(file, 'utf8')));
    },
    keys: async (prefix) => {
      const folder = objectPath(prefix);
      if (!existsSync(folder)) return [];
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
        .map((entry) => path.relative(objectPath(''), path.join(entry.parentPath, entry.name)))
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
    close: () => local.close(),
  };
}

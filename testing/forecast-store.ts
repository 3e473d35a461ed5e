import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import { dayOf, formatDay } from '../domain/days.ts';
import { environmentNames } from '../lambdas/environment.ts';
import type { FunctionName } from '../lambdas/functions.ts';
import type { StatesServer } from '../local/aws/states/server.ts';
import { machineArn, openLocalStore, type Interception } from './local-store.ts';

const machines = ['train-model', 'forecast-sales'] as const;

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

/** What follows a run, on one machine. */
export async function openForecastStore(): Promise<ForecastStore> {
  const local = await openLocalStore({
    machines,
    folder: 'lambdas/forecasting/',
    role: 'kratos_forecasting',
    environment: {
      [environmentNames.gitCommit]: 'commit-of-the-test',
      [environmentNames.trainModelArn]: machineArn('train-model'),
      [environmentNames.forecastSalesArn]: machineArn('forecast-sales'),
    },
  });
  const { database, states, call, intercept, objectPath } = local;
  const put = async (key: string, text: string): Promise<void> => {
    await mkdir(path.dirname(objectPath(key)), { recursive: true });
    await writeFile(objectPath(key), text);
  };

  return {
    pool: database.pool(),
    states,
    call,
    objectPath,
    intercept,
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
    close: () => local.close(),
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

import type { DescribeExecutionCommandOutput } from '@aws-sdk/client-sfn';
import type { z } from '@hono/zod-openapi';
import { type Cursor, encodeCursor } from '../shared/cursor.ts';
import type { Database } from '../shared/database.ts';
import { runIdOfExecution } from './executions.ts';
import type { runGamesQuery, runSchema } from './schemas.ts';

export type Run = z.infer<typeof runSchema>;

interface RunRow {
  id: string;
  execution_arn: string;
  run_date: string;
  as_of: string;
  status: Run['status'];
  dry_run: boolean;
  game_ids: number[] | null;
  base_run_id: string | null;
  started_at: Date;
  finished_at: Date | null;
  published: boolean;
  counts: Partial<Record<'games' | 'written' | 'no_sales' | 'failed' | 'carried' | 'rows' | 'units', number>>;
  error: { error?: string; cause?: string } | null;
  micros: number;
}

const runColumns = `id, execution_arn, run_date, as_of, status, dry_run, game_ids, base_run_id, started_at, finished_at,
  published, counts, error, (extract(epoch FROM started_at) * 1000000)::bigint AS micros`;

export interface RunsPage {
  readonly limit: number;
  readonly after: Cursor | undefined;
  readonly at: Date;
  readonly list: readonly unknown[];
}

/** Runs by their rows, newest first. */
export async function listRuns(database: Database, { limit, after, at, list }: RunsPage) {
  const [{ rows }, counted] = await Promise.all([
    database.query<RunRow>(
      `SELECT ${runColumns} FROM etl_runs
        WHERE $1::bigint IS NULL
           OR (started_at, id) < (timestamptz 'epoch' + $1::bigint * interval '1 microsecond', $2::text)
        ORDER BY started_at DESC, id DESC LIMIT $3`,
      [after?.key ?? null, after?.id ?? null, limit + 1],
    ),
    database.query<{ total: number }>('SELECT count(*) AS total FROM etl_runs'),
  ]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toRun),
    nextCursor:
      last && rows.length > limit ? encodeCursor(list, { at, key: last.micros, id: last.id }) : null,
    total: counted.rows[0]?.total ?? 0,
  };
}

export async function findRun(database: Database, id: string): Promise<Run | undefined> {
  const { rows } = await database.query<RunRow>(`SELECT ${runColumns} FROM etl_runs WHERE id = $1`, [id]);
  return rows[0] && toRun(rows[0]);
}

function toRun(row: RunRow): Run {
  const { counts, error } = row;
  return {
    id: row.id,
    executionArn: row.execution_arn,
    runDate: row.run_date,
    asOf: row.as_of,
    status: row.status,
    dryRun: row.dry_run,
    gameIds: row.game_ids,
    baseRunId: row.base_run_id,
    startedAt: row.started_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    published: row.published,
    counts: {
      games: counts.games ?? 0,
      written: counts.written ?? 0,
      noSales: counts.no_sales ?? 0,
      failed: counts.failed ?? 0,
      carried: counts.carried ?? 0,
      rows: counts.rows ?? 0,
      units: counts.units ?? 0,
    },
    error: error ? { error: error.error ?? '', cause: error.cause ?? '' } : null,
  };
}

const noCounts = { games: 0, written: 0, noSales: 0, failed: 0, carried: 0, rows: 0, units: 0 };
const statuses: Readonly<Record<string, Run['status']>> = {
  RUNNING: 'running',
  SUCCEEDED: 'succeeded',
  ABORTED: 'aborted',
};

/** A run that has no row, because its first state has not written it yet or refused its input. */
export function runOfExecution(execution: DescribeExecutionCommandOutput): Run {
  const input = parseInput(execution.input);
  const started = execution.startDate ?? new Date(0);
  const runDate =
    typeof input['runDate'] === 'string' ? input['runDate'] : started.toISOString().slice(0, 10);
  return {
    id: runIdOfExecution(execution.name ?? ''),
    executionArn: execution.executionArn ?? '',
    runDate,
    asOf: typeof input['asOf'] === 'string' ? input['asOf'] : runDate,
    status: statuses[execution.status ?? ''] ?? 'failed',
    dryRun: input['dryRun'] === true,
    gameIds: Array.isArray(input['gameIds']) ? input['gameIds'].map(Number) : null,
    baseRunId: typeof input['baseRun'] === 'string' ? input['baseRun'] : null,
    startedAt: started.toISOString(),
    finishedAt: execution.stopDate?.toISOString() ?? null,
    published: false,
    counts: noCounts,
    error:
      execution.error === undefined
        ? null
        : { error: execution.error, cause: (execution.cause ?? '').slice(0, 2000) },
  };
}

function parseInput(text: string | undefined): Record<string, unknown> {
  const value: unknown = JSON.parse(text ?? '{}');
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

interface FailedRow {
  gameId: number;
  title: string;
  reason: string;
  total: number;
}

/** How many games a run has, and the first 20 that failed: one statement. */
export async function gamesOfRun(database: Database, runId: string) {
  const { rows } = await database.query<FailedRow>(
    `SELECT e.game_id AS "gameId", g.title, coalesce(e.reason, '') AS reason, n.total
       FROM (SELECT count(*) AS total FROM etl_run_games WHERE run_id = $1) n
       LEFT JOIN (etl_run_games e JOIN games g ON g.id = e.game_id) ON e.run_id = $1 AND e.status = 'failed'
      ORDER BY e.game_id LIMIT 20`,
    [runId],
  );
  return {
    gamesTotal: rows[0]?.total ?? 0,
    failedGames: rows
      .filter((row) => row.gameId !== null)
      .map(({ gameId, title, reason }) => ({ gameId, title, reason })),
  };
}

interface RunGameRow {
  gameId: number;
  title: string;
  status: 'pending' | 'written' | 'no_sales' | 'failed' | 'carried';
  reason: string | null;
  rows: number;
  units: number;
  firstDate: string | null;
  lastDate: string | null;
  objectKey: string | null;
}

/** What a run did for each game, by game. */
export async function listRunGames(
  database: Database,
  runId: string,
  query: Pick<z.infer<typeof runGamesQuery>, 'status' | 'game'> & RunsPage,
) {
  const { status = null, game = null, limit, after, at, list } = query;
  const filter = `run_id = $1 AND ($2::text IS NULL OR status = $2) AND ($3::integer IS NULL OR game_id = $3)`;
  const [{ rows }, counted] = await Promise.all([
    database.query<RunGameRow>(
      `SELECT e.game_id AS "gameId", g.title, e.status, e.reason, e.rows, e.units, e.first_date AS "firstDate",
              e.last_date AS "lastDate", e.object_key AS "objectKey"
         FROM (SELECT * FROM etl_run_games WHERE ${filter} AND game_id > $4 ORDER BY game_id LIMIT $5) e
         JOIN games g ON g.id = e.game_id ORDER BY e.game_id`,
      [runId, status, game, after?.id ?? 0, limit + 1],
    ),
    database.query<{ total: number }>(`SELECT count(*) AS total FROM etl_run_games WHERE ${filter}`, [
      runId,
      status,
      game,
    ]),
  ]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown,
    nextCursor: last && rows.length > limit ? encodeCursor(list, { at, key: 0, id: last.gameId }) : null,
    total: counted.rows[0]?.total ?? 0,
  };
}

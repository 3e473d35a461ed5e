import { StatementTimeoutException } from '@aws-sdk/client-rds-data';
import type { DataApi } from '../../../database/data-api.ts';
import { json } from '../../../database/data-api-values.ts';
import { ExtractionFailedError } from '../shared/errors.ts';
import { requireRun, type RunRecord } from '../shared/run-record.ts';
import { extractionMark, indexMark, stagingTable } from '../shared/staging.ts';
import { extractionStatement } from './statement.ts';

export interface ExtractionSettings {
  readonly currency: string;
  /** Digits after the point of every currency that has not two. */
  readonly digits: Readonly<Record<string, number>>;
}

/** `running` = asked again later, it will be done or fail. */
export type ExtractionState = 'done' | 'running';

/** Starts beyond which an extraction that vanishes each time is given up. */
const mostStarts = 3;

/**
 * Sees to it that the run's staging table is there; safe to call at any time and any number of times. The table is
 * made by one statement, so it can be seen only once it is complete. A statement that outlives the service's 45 s goes
 * on by itself; when neither the table nor a running statement can be found, it failed and is started again.
 * @param starts how often it was started before
 * @throws ExtractionFailedError after the third start; or the statement's own error.
 */
export async function extractSales(
  db: DataApi,
  runId: string,
  starts: number,
  settings: ExtractionSettings,
): Promise<{ state: ExtractionState; starts: number }> {
  const run = await requireRun(db, runId);
  // In this order: a statement that ends between the two looks has left its table.
  if (await isRunning(db, runId)) return { state: 'running', starts };
  if (await tableExists(db, runId)) return { state: await index(db, runId), starts };
  if (starts >= mostStarts) {
    throw new ExtractionFailedError(
      `the extraction of run ${runId} was started ${starts} times and never finished`,
    );
  }
  const state = await start(db, run, settings);
  return { state: state === 'done' ? await index(db, runId) : state, starts: starts + 1 };
}

async function start(db: DataApi, run: RunRecord, settings: ExtractionSettings): Promise<ExtractionState> {
  return unlessCut(() =>
    db.sql(
      extractionStatement(run.id),
      {
        asOf: run.asOf,
        cutoff: run.cutoffAt,
        all: run.gameIds === null,
        games: json(run.gameIds ?? []),
        currency: settings.currency,
        digits: json(settings.digits),
      },
      { continueAfterTimeout: true },
    ),
  );
}

/** Pages by game and day need it, and it proves that no game has a day twice. */
async function index(db: DataApi, runId: string): Promise<ExtractionState> {
  return unlessCut(() =>
    db.sql(`${indexMark(runId)} ${stagingTable(runId)} (game_id, day)`, {}, { continueAfterTimeout: true }),
  );
}

async function unlessCut(work: () => Promise<unknown>): Promise<ExtractionState> {
  try {
    await work();
    return 'done';
  } catch (error) {
    if (error instanceof StatementTimeoutException || isAlreadyThere(error)) return 'running';
    throw error;
  }
}

/** Two calls at once: the second finds the first one's table when it comes to write its own. */
function isAlreadyThere(error: unknown): boolean {
  return error instanceof Error && /already exists|duplicate key value.*pg_(type|class)/s.test(error.message);
}

async function tableExists(db: DataApi, runId: string): Promise<boolean> {
  const [row] = await db.sql<{ found: boolean }>('SELECT to_regclass(:table) IS NOT NULL AS found', {
    table: stagingTable(runId),
  });
  return row?.found === true;
}

async function isRunning(db: DataApi, runId: string): Promise<boolean> {
  const [row] = await db.sql<{ found: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM pg_stat_activity
      WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
        AND state = 'active' AND starts_with(query, :statement)) AS found`,
    { statement: extractionMark(runId) },
  );
  return row?.found === true;
}

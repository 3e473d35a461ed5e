import type { DataApi } from '../../../database/data-api.ts';
import { json } from '../../../database/data-api-values.ts';
import { InvalidInputError } from '../shared/errors.ts';
import { whyNoBase } from '../shared/base-run.ts';
import { takeLease, type IsRunning } from '../shared/lease.ts';
import { findRun, requireRun, type RunRecord } from '../shared/run-record.ts';
import { dropOtherStaging } from '../shared/staging.ts';
import type { RunInput } from './input.ts';

export interface OpenRunDependencies {
  readonly db: DataApi;
  readonly isRunning: IsRunning;
}

export interface Execution {
  readonly runId: string;
  readonly executionArn: string;
}

export type OpenRunResult =
  | { readonly status: 'opened'; readonly run: RunRecord; readonly droppedTables: number }
  /** Another run holds the lease and its execution still runs. */
  | { readonly status: 'waiting'; readonly heldBy: string };

/**
 * Opens a run once, however often it is called for the same execution: takes the lease, clears away what dead runs
 * left, and writes the run's row with its cutoff.
 * @throws InvalidInputError when the input contradicts what is in the database.
 */
export async function openRun(
  { db, isRunning }: OpenRunDependencies,
  execution: Execution,
  input: RunInput,
): Promise<OpenRunResult> {
  const earlier = await findRun(db, execution.runId);
  refuseOtherDays(earlier, input);
  await refuseUnknownGames(db, input.gameIds);
  const base = input.baseRun === null ? undefined : await requireBase(db, input.baseRun);

  const holder = await takeLease(db, execution, isRunning);
  if (holder) return { status: 'waiting', heldBy: holder.runId };

  const droppedTables = await dropOtherStaging(db, execution.runId);
  await abortDeadRuns(db, execution.executionArn);
  await writeRun(db, execution, input, base?.asOf === input.asOf ? base.cutoffAt : null);
  return { status: 'opened', run: await requireRun(db, execution.runId), droppedTables };
}

function refuseOtherDays(earlier: RunRecord | undefined, input: RunInput): void {
  if (earlier && earlier.asOf !== input.asOf) {
    throw new InvalidInputError(
      `asOf: run ${earlier.id} was made for ${earlier.asOf}, its repeat cannot be for ${input.asOf}`,
    );
  }
}

async function refuseUnknownGames(db: DataApi, gameIds: readonly number[] | null): Promise<void> {
  if (gameIds === null) return;
  const unknown = await db.sql<{ id: string }>(
    `SELECT value AS id FROM jsonb_array_elements_text(:gameIds)
      WHERE value::integer NOT IN (SELECT id FROM games) LIMIT 20`,
    { gameIds: json(gameIds) },
  );
  if (unknown.length > 0) {
    throw new InvalidInputError(`gameIds: no such game: ${unknown.map((row) => row.id).join(', ')}`);
  }
}

async function requireBase(db: DataApi, baseRun: string): Promise<RunRecord> {
  const reason = await whyNoBase(db, baseRun);
  if (reason !== undefined) throw new InvalidInputError(`baseRun: ${reason}`);
  return requireRun(db, baseRun);
}

/** With the lease in hand nobody else can be running, whatever their rows say. */
async function abortDeadRuns(db: DataApi, executionArn: string): Promise<void> {
  await db.sql(
    `UPDATE etl_runs SET status = 'aborted', finished_at = now(), error = :error
      WHERE status = 'running' AND execution_arn <> :executionArn`,
    {
      executionArn,
      error: json({
        error: 'Aborted',
        cause: 'its execution ended without a word; a later run cleared it away',
      }),
    },
  );
}

/** A repeat keeps the first one's cutoff, and a run on a base of the same day takes the base's. */
async function writeRun(
  db: DataApi,
  execution: Execution,
  input: RunInput,
  cutoff: string | null,
): Promise<void> {
  await db.sql(
    `INSERT INTO etl_runs (id, execution_arn, run_date, as_of, cutoff_at, base_run_id, game_ids, dry_run, status)
     VALUES (:runId, :executionArn, :runDate::date, :asOf::date, coalesce(:cutoff::timestamptz, etl_cutoff()), :baseRun,
       CASE WHEN :some THEN ARRAY(SELECT value::integer FROM jsonb_array_elements_text(:gameIds)) END, :dryRun, 'running')
     ON CONFLICT (id) DO UPDATE SET execution_arn = excluded.execution_arn, status = 'running', finished_at = NULL,
       error = NULL, started_at = now()`,
    {
      ...execution,
      runDate: input.runDate,
      asOf: input.asOf,
      cutoff,
      baseRun: input.baseRun,
      some: input.gameIds !== null,
      gameIds: json(input.gameIds ?? []),
      dryRun: input.dryRun,
    },
  );
}

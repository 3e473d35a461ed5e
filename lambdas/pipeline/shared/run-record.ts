import type { DataApi } from '../../../database/data-api.ts';

/** A run as its row in etl_runs says. */
export interface RunRecord {
  readonly id: string;
  readonly executionArn: string;
  /** YYYY-MM-DD */
  readonly runDate: string;
  /** YYYY-MM-DD, exclusive. */
  readonly asOf: string;
  /** ISO 8601; nothing recorded from then on is read. */
  readonly cutoffAt: string;
  readonly baseRunId: string | null;
  /** null = every game. */
  readonly gameIds: readonly number[] | null;
  readonly dryRun: boolean;
}

const columns = `id, execution_arn AS "executionArn", run_date::text AS "runDate", as_of::text AS "asOf",
  cutoff_at AS "cutoffAt", base_run_id AS "baseRunId", to_jsonb(game_ids) AS "gameIds", dry_run AS "dryRun"`;

/** undefined = there is no such run. */
export async function findRun(db: Pick<DataApi, 'sql'>, runId: string): Promise<RunRecord | undefined> {
  const [run] = await db.sql<RunRecord>(`SELECT ${columns} FROM etl_runs WHERE id = :runId`, { runId });
  return run;
}

/** @throws Error when OpenRun did not write the row first. */
export async function requireRun(db: Pick<DataApi, 'sql'>, runId: string): Promise<RunRecord> {
  const run = await findRun(db, runId);
  if (!run) throw new Error(`run ${runId} has no row in etl_runs`);
  return run;
}

import type { DataApi } from '../../../database/data-api.ts';
import { json } from '../../../database/data-api-values.ts';
import { freeLease } from '../shared/lease.ts';
import { dropStaging } from '../shared/staging.ts';

export interface RunFailure {
  readonly error: string;
  readonly cause: string;
}

/**
 * Ends a run, well or not: its staging table goes, its row says how it ended, and the lease is free for the next one.
 * The lease goes last, so that whoever takes it finds nothing left of this run. Safe to repeat, and for an execution
 * that never got as far as a row or the lease.
 */
export async function cleanUp(
  db: DataApi,
  run: { readonly runId: string; readonly executionArn: string },
  failure: RunFailure | null,
): Promise<void> {
  await dropStaging(db, run.runId);
  await db.sql(
    `UPDATE etl_runs SET status = :status, error = :error, finished_at = now()
      WHERE id = :runId AND execution_arn = :executionArn AND status = 'running'`,
    { ...run, status: failure ? 'failed' : 'succeeded', error: failure ? json(failure) : null },
  );
  await freeLease(db, run.executionArn);
}

import path from 'node:path';
import type pg from 'pg';
import { ProblemLog } from './problems.ts';
import type { ImportProgress } from './progress.ts';

export interface ImportOptions {
  readonly file: string;
  /** As the owner of the tables. */
  readonly pool: pg.Pool;
  /** From when on prices hold, and the day after which nothing can have been sold. */
  readonly now: Date;
  /** Folder for the report of bad rows. */
  readonly reports: string;
  readonly skipBadRows: boolean;
  /** ISO 4217; prices of the files are in it. */
  readonly currency: string;
  readonly progress?: (progress: ImportProgress) => void;
}

/** What an import did; `problems` tells whether rows were bad, and then, unless they were skipped, nothing was done. */
export interface ImportOutcome {
  readonly status: 'imported' | 'unchanged' | 'refused';
  readonly message: string;
  readonly rows: number;
  readonly problems: ProblemLog;
}

const lockKey = 7_283_105_544_620;

/**
 * One import at a time, all of it or nothing. The work is told when its rows count as recorded: an instant after its
 * transaction can be seen to write, so that a nightly run that is opened meanwhile has its cutoff before
 * it, and reads none of them when it is repeated either.
 */
export async function inImport(
  { pool, file, reports, now }: ImportOptions,
  work: (db: pg.ClientBase, problems: ProblemLog, recordedAt: Date) => Promise<ImportOutcome>,
): Promise<ImportOutcome> {
  const stamp = now.toISOString().replace(/[-:]/g, '').replace(/\..*/, '');
  const problems = new ProblemLog(path.join(reports, `import-${stamp}.csv`), path.basename(file));
  await problems.open();
  const db = await pool.connect();
  try {
    await db.query('BEGIN');
    await db.query('SELECT pg_advisory_xact_lock($1)', [lockKey]);
    const outcome = await work(db, problems, await beginToWrite(db));
    await db.query(outcome.status === 'imported' ? 'COMMIT' : 'ROLLBACK');
    return outcome;
  } catch (error) {
    await db.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    db.release();
    await problems.close();
  }
}

/** In two statements: the clock must be read once the transaction has its id. */
async function beginToWrite(db: pg.ClientBase): Promise<Date> {
  await db.query('SELECT pg_current_xact_id()');
  const { rows } = await db.query<{ at: Date }>('SELECT clock_timestamp() AS at');
  return rows[0]!.at;
}

/** Splits what comes one by one into arrays, so that a query carries many rows. */
export async function* batches<T>(rows: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length === size) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { DataApi } from '../../../database/data-api.ts';
import { runIdPattern } from '../../../domain/sales/run-id.ts';

const prefix = 'staging_sales_data_';

/** The bare name of a run's staging table; an id that could be anything else is refused. */
export function stagingName(runId: string): string {
  if (!runIdPattern.test(runId)) throw new RangeError(`not an id of a run: ${JSON.stringify(runId)}`);
  return `${prefix}${runId}`;
}

/** The table as a statement names it: the one identifier that is written into SQL and not bound. */
export function stagingTable(runId: string): string {
  return `staging."${stagingName(runId)}"`;
}

/** Names of all staging tables that exist, of whatever run. */
async function listStagingNames(db: Pick<DataApi, 'sql'>): Promise<string[]> {
  const rows = await db.sql<{ name: string }>(
    `SELECT c.relname::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'staging' AND c.relkind = 'r' AND starts_with(c.relname, :prefix) ORDER BY 1 LIMIT 1000`,
    { prefix },
  );
  return rows.map((row) => row.name);
}

/** Times to look, and milliseconds between, for a stopped statement to be gone. */
const looks = 100;
const lookAgainMs = 50;

/**
 * Drops a staging table if it is there, and first stops an extraction that would still make it: a statement goes on by
 * itself after the function that started it has died. Only once that is gone can it be seen whether it left a table.
 */
export async function dropStaging(db: Pick<DataApi, 'sql'>, runId: string): Promise<void> {
  for (let look = 0; look < looks && (await stopExtraction(db, runId)); look++) await sleep(lookAgainMs);
  await db.sql(`DROP TABLE IF EXISTS ${stagingTable(runId)}`);
}

/** False = no statement of this run's extraction is at work any more. */
async function stopExtraction(db: Pick<DataApi, 'sql'>, runId: string): Promise<boolean> {
  const stopped = await db.sql(
    `SELECT pg_cancel_backend(pid) AS stopped FROM pg_stat_activity
      WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
        AND state = 'active' AND (starts_with(query, :table) OR starts_with(query, :index))`,
    { table: extractionMark(runId), index: indexMark(runId) },
  );
  return stopped.length > 0;
}

/** Runs of which a staging table exists or is just being made: until it is complete nobody else sees it. */
async function stagedRuns(db: Pick<DataApi, 'sql'>): Promise<string[]> {
  const rows = await db.sql<{ runId: string }>(
    `SELECT DISTINCT substring(query FROM :statement) AS "runId" FROM pg_stat_activity
      WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
        AND state = 'active' AND query ~ :statement`,
    { statement: `^CREATE TABLE staging\\."${prefix}([a-z0-9]{1,40})" AS` },
  );
  const made = (await listStagingNames(db)).map((name) => name.slice(prefix.length));
  return [...new Set([...rows.map((row) => row.runId), ...made])];
}

/**
 * Stops every other run's extraction and drops its table; returns how many runs had one. For the holder of the lease
 * only: nobody else's run is alive then.
 */
export async function dropOtherStaging(db: Pick<DataApi, 'sql'>, runId: string): Promise<number> {
  const others = (await stagedRuns(db)).filter((other) => other !== runId);
  for (const other of others) await dropStaging(db, other);
  return others.length;
}

/** How the statement that makes a run's staging table begins: by it a running one is recognised. */
export function extractionMark(runId: string): string {
  return `CREATE TABLE ${stagingTable(runId)} AS`;
}

/** The same of the statement that makes the table's index. */
export function indexMark(runId: string): string {
  return `CREATE UNIQUE INDEX IF NOT EXISTS "${stagingName(runId)}_days" ON`;
}

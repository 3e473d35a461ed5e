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

/**
 * Drops a staging table if it is there, and stops an extraction that would still make it: a statement goes on by
 * itself after the function that started it has died.
 */
export async function dropStaging(db: Pick<DataApi, 'sql'>, runId: string): Promise<void> {
  await db.sql(
    `SELECT pg_cancel_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
        AND state = 'active' AND starts_with(query, :statement)`,
    { statement: extractionMark(runId) },
  );
  await db.sql(`DROP TABLE IF EXISTS ${stagingTable(runId)}`);
}

/** Drops every staging table but this run's; returns how many there were. */
export async function dropOtherStaging(db: Pick<DataApi, 'sql'>, runId: string): Promise<number> {
  const others = (await listStagingNames(db)).filter((name) => name !== stagingName(runId));
  for (const name of others) await dropStaging(db, name.slice(prefix.length));
  return others.length;
}

/** How the statement that makes a run's staging table begins: by it a running one is recognised. */
export function extractionMark(runId: string): string {
  return `CREATE TABLE ${stagingTable(runId)} AS`;
}

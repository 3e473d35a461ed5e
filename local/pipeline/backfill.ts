import pg from 'pg';
import type { BackfillMode } from './options.ts';
import { surviveLostConnections } from '../../database/lost-connections.ts';

/**
 * Those of the days that a backfill has to run: `missing` = no run of the whole store stands for the day and none
 * failed; `failed` = the newest such run did not end well; `all` = every day.
 */
export async function daysToRun(
  connectionString: string,
  days: readonly string[],
  mode: BackfillMode,
): Promise<string[]> {
  if (mode === 'all') return [...days];
  const client = surviveLostConnections(new pg.Client({ connectionString }));
  await client.connect();
  try {
    const { rows } = await client.query<{ day: string; status: string }>(
      `SELECT DISTINCT ON (as_of) as_of::text AS day, status FROM etl_runs
        WHERE as_of = ANY ($1::date[]) AND game_ids IS NULL AND NOT dry_run
        ORDER BY as_of, started_at DESC`,
      [days],
    );
    const newest = new Map(rows.map((row) => [row.day, row.status]));
    return days.filter((day) => {
      const status = newest.get(day);
      return mode === 'missing' ? status === undefined : status === 'failed' || status === 'aborted';
    });
  } finally {
    await client.end();
  }
}

import { formatDay } from '../../../domain/days.ts';
import type { DataApi } from '../../../database/data-api.ts';

/** Days back from the newest origin for which live forecasts are kept, to be held against what came. */
const LIVE_DAYS = 90;
/** Folds that are kept: the newest, by origin. */
const FOLDS = 3;

/**
 * Keeps the forecasts from growing without end. Gone are the curves of old live forecasts, of ones that a later one of
 * the same first day replaced, and of old folds; their rows in forecast_runs stay as a record. What a crash left
 * 'running' for longer than any execution may last is closed; nobody ever read it.
 */
export async function keepNewForecasts(db: Pick<DataApi, 'sql'>, origin: number): Promise<void> {
  await db.sql(
    `UPDATE forecast_runs SET status = 'failed', finished_at = now()
      WHERE status = 'running' AND created_at < now() - interval '2 hours'`,
  );
  const old = await db.sql<{ id: string }>(
    `SELECT id FROM (
       SELECT id, kind, origin, status,
              row_number() OVER (PARTITION BY kind, origin, status ORDER BY created_at DESC) AS newest,
              dense_rank() OVER (PARTITION BY kind ORDER BY origin DESC) AS place
         FROM forecast_runs) r
      WHERE r.status <> 'running'
        AND (r.status = 'failed' OR r.newest > 1
             OR CASE r.kind WHEN 'live' THEN r.origin < :origin::date - :days::integer ELSE r.place > :folds END)
        AND EXISTS (SELECT 1 FROM sales_forecasts s WHERE s.forecast_run_id = r.id)`,
    { origin: formatDay(origin), days: LIVE_DAYS, folds: FOLDS },
  );
  for (const { id } of old) {
    await db.sql('DELETE FROM sales_forecasts WHERE forecast_run_id = :id', { id });
    await db.sql('DELETE FROM forecast_games WHERE forecast_run_id = :id', { id });
  }
}

import type { DataApi } from '../../../database/data-api.ts';
import { NIGHTS } from '../../../forecasting/index.ts';

/** Scored days further apart than this are not "running". */
const WITHIN_DAYS = 14;

/** Every scored day of the last two weeks, of each game and, with no game, of the champion. */
const scored = `
  SELECT game_id, horizon_band, day, error > error_limit AS beyond FROM forecast_errors
   WHERE error IS NOT NULL AND error_limit IS NOT NULL AND day <= :day::date AND day > :day::date - :within::integer
  UNION ALL
  SELECT NULL, horizon_band, day, error > error_limit FROM champion_errors
   WHERE error IS NOT NULL AND error_limit IS NOT NULL AND day <= :day::date AND day > :day::date - :within::integer`;

/**
 * Marks whoever was beyond the limit on this day and the two scored before it, and clears the marks of those who are
 * within it again, or have not been scored for two weeks. A day on which only the plan had changed says nothing and is
 * passed over. An open mark is not made a second time.
 */
export async function writeMarks(db: Pick<DataApi, 'sql'>, day: string): Promise<void> {
  const parameters = { day, within: WITHIN_DAYS };
  await db.sql(
    `UPDATE drift_marks m SET cleared_on = :day::date
      WHERE cleared_on IS NULL AND NOT coalesce((
        SELECT s.beyond FROM (${scored}) s
         WHERE s.game_id IS NOT DISTINCT FROM m.game_id AND s.horizon_band = m.horizon_band ORDER BY s.day DESC LIMIT 1), false)`,
    parameters,
  );
  await db.sql(
    `INSERT INTO drift_marks (game_id, horizon_band, since, marked_on)
     SELECT game_id, horizon_band, min(day), :day::date
       FROM (SELECT s.*, row_number() OVER (PARTITION BY game_id, horizon_band ORDER BY day DESC) AS back
               FROM (${scored}) s) newest
      WHERE back <= :nights::integer
        AND NOT EXISTS (SELECT 1 FROM drift_marks m WHERE m.cleared_on IS NULL
                           AND m.game_id IS NOT DISTINCT FROM newest.game_id AND m.horizon_band = newest.horizon_band)
      GROUP BY game_id, horizon_band
     HAVING count(*) = :nights::integer AND bool_and(beyond) AND max(day) = :day::date
         ON CONFLICT DO NOTHING`,
    { ...parameters, nights: NIGHTS },
  );
}

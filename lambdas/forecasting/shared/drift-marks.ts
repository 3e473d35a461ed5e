import type { DataApi } from '../../../database/data-api.ts';

/** Days of data between two trainings that marks of single games ask for, unless many games ask at once. */
const GAME_MARKS_DAYS = 7;
/** Share of the games, or of the units that they are expected to sell, that asks all the same. */
const MANY = 0.1;

/** Trainings by the day that their data ends before. One that failed or was cut off has answered nothing. */
const trainings = `
  SELECT t.id, t.started_at, r.as_of FROM training_runs t JOIN etl_runs r ON r.id = t.run_id
   WHERE t.status IN ('running', 'succeeded')`;

/**
 * Notes for each standing mark the first training that knows its days, whatever that was started for. A mark is
 * answered once; whether the training changes anything is not asked.
 */
export async function recordAnswers(db: Pick<DataApi, 'sql'>): Promise<void> {
  await db.sql(
    `UPDATE drift_marks d
        SET training_id = (SELECT t.id FROM (${trainings}) t WHERE t.as_of > d.marked_on ORDER BY t.started_at LIMIT 1)
      WHERE d.cleared_on IS NULL
        AND NOT EXISTS (SELECT 1 FROM (${trainings}) t WHERE t.id = d.training_id)`,
  );
}

const wantedSql = `
WITH newest AS (SELECT max(as_of) AS as_of FROM models),
     open_marks AS (SELECT d.* FROM drift_marks d WHERE d.cleared_on IS NULL AND d.training_id IS NULL),
     answered AS (
       SELECT DISTINCT d.game_id FROM drift_marks d JOIN (${trainings}) t ON t.id = d.training_id
        WHERE d.game_id IS NOT NULL AND t.as_of > :asOf::date - :days::integer),
     asking AS (
       SELECT DISTINCT d.game_id FROM open_marks d, newest
        WHERE d.game_id IS NOT NULL AND d.since >= newest.as_of
          AND d.game_id NOT IN (SELECT game_id FROM answered)),
     forecast AS (
       SELECT g.total_mean, g.game_id IN (SELECT game_id FROM asking) AS asks FROM forecast_games g
        WHERE coalesce(g.label, 'free') = 'free'
          AND g.forecast_run_id = (SELECT id FROM forecast_runs WHERE kind = 'live' AND status = 'succeeded'
                                    ORDER BY origin DESC, created_at DESC LIMIT 1))
SELECT EXISTS (SELECT 1 FROM open_marks d, newest WHERE d.game_id IS NULL AND d.marked_on >= newest.as_of)
       OR EXISTS (SELECT 1 FROM asking)
          AND (NOT EXISTS (SELECT 1 FROM answered)
               OR coalesce((SELECT count(*) FILTER (WHERE asks) >= :many::float8 * count(*)
                                   OR coalesce(sum(total_mean) FILTER (WHERE asks), 0) >= :many::float8 * sum(total_mean)
                              FROM forecast), false)) AS wanted`;

/**
 * Whether marks that no training has answered ask for one before the week is over; `recordAnswers` comes first. The
 * champion's mark does. Of single games those do whose days all came after what the newest model knows: together once a
 * week, so that chance, which marks some game of a large store every night, does not make every night a training; at once
 * where they are a tenth of the games or of the units, each game once a week.
 *
 * @param asOf the run's day, YYYY-MM-DD: what a training would know ends before it
 */
export async function marksWantTraining(db: Pick<DataApi, 'sql'>, asOf: string): Promise<boolean> {
  const [answer] = await db.sql<{ wanted: boolean }>(wantedSql, {
    asOf,
    days: GAME_MARKS_DAYS,
    many: MANY,
  });
  return answer?.wanted ?? false;
}

import type { DataApi } from '../../../database/data-api.ts';

/** What of a run tells whether another can stand on it. */
interface Base {
  readonly manifest: boolean;
  /** Games, and those among them that a repeat of the run began and never finished. */
  readonly games: number;
  readonly unfinished: number;
  /** Its games are the store's: it was for every game, or stands itself on such a run of its day. */
  readonly complete: boolean;
}

/** Why no run can take its other games from this one, and what to do instead; undefined = one can. */
export async function whyNoBase(db: Pick<DataApi, 'sql'>, runId: string): Promise<string | undefined> {
  const base = await findBase(db, runId);
  if (!base) return `there is no run ${runId}`;
  if (!base.manifest) {
    return (
      `run ${runId} never got as far as its manifest, so its other games cannot be taken over; ` +
      'start a run of every game instead, or name a base that ended'
    );
  }
  if (base.unfinished > 0) {
    return (
      `run ${runId} has ${base.unfinished} games that it did not finish when it was repeated; ` +
      'repeat it, start a run of every game instead, or name a base that ended'
    );
  }
  if (!base.complete) {
    return (
      `run ${runId} holds ${base.games} games and not the store's, because it was started for some games without ` +
      'a base of its day; start a run of every game instead, or name a base that holds them all'
    );
  }
  return undefined;
}

async function findBase(db: Pick<DataApi, 'sql'>, runId: string): Promise<Base | undefined> {
  const [base] = await db.sql<Base>(
    `WITH RECURSIVE stack AS (
       SELECT id, as_of, base_run_id, game_ids FROM etl_runs WHERE id = :runId
       UNION
       SELECT b.id, b.as_of, b.base_run_id, b.game_ids
         FROM stack s JOIN etl_runs b ON b.id = s.base_run_id AND b.as_of = s.as_of
        WHERE s.game_ids IS NOT NULL)
     SELECT r.manifest_key IS NOT NULL AS manifest,
            (SELECT count(*)::integer FROM etl_run_games g WHERE g.run_id = r.id) AS games,
            (SELECT count(*)::integer FROM etl_run_games g WHERE g.run_id = r.id AND g.status = 'pending') AS unfinished,
            EXISTS (SELECT 1 FROM stack WHERE game_ids IS NULL) AS complete
       FROM etl_runs r WHERE r.id = :runId`,
    { runId },
  );
  return base;
}

import { jsonText } from '../../../database/data-api-values.ts';
import { jsonChunks, keysetPages, type DataApi } from '../../../database/data-api.ts';
import { stagingTable } from '../shared/staging.ts';

export interface CheckedGame {
  readonly gameId: number;
  readonly status: 'pending' | 'written' | 'no_sales' | 'failed';
  readonly key: string | null;
  readonly rows: number;
  readonly sha256: string | null;
  /** As extracted. */
  readonly units: number;
  readonly refunded: number;
}

/** The run's games with what the staging table holds of each. */
export async function* checkedGames(db: DataApi, runId: string): AsyncGenerator<CheckedGame[]> {
  yield* keysetPages<CheckedGame, number>({
    limit: 1_000,
    keyOf: (game) => game.gameId,
    page: (after, limit) =>
      db.sql<CheckedGame>(
        `SELECT g.game_id AS "gameId", g.status, g.object_key AS key, g.rows, g.sha256,
                coalesce(s.units, 0)::bigint AS units, coalesce(s.refunded, 0)::bigint AS refunded
           FROM (SELECT * FROM etl_run_games WHERE run_id = :runId AND status <> 'carried' AND game_id > :after
                  ORDER BY game_id LIMIT :limit) g
           LEFT JOIN LATERAL (SELECT sum(units) AS units, sum(refunded) AS refunded
                                FROM ${stagingTable(runId)} t WHERE t.game_id = g.game_id) s ON true
          ORDER BY g.game_id`,
        { runId, after: after ?? 0, limit },
      ),
  });
}

/** Games that have sales in the staging table and no row of status: nobody would ever miss their units. */
export async function unlistedGames(db: DataApi, runId: string): Promise<number[]> {
  const rows = await db.sql<{ id: number }>(
    `SELECT DISTINCT t.game_id AS id FROM ${stagingTable(runId)} t
      WHERE NOT EXISTS (SELECT 1 FROM etl_run_games g WHERE g.run_id = :runId AND g.game_id = t.game_id) LIMIT 20`,
    { runId },
  );
  return rows.map((row) => row.id);
}

export interface Failure {
  readonly game_id: number;
  readonly reason: string;
}

export async function markFailed(db: DataApi, runId: string, failures: readonly Failure[]): Promise<void> {
  for (const chunk of jsonChunks(failures)) {
    await db.sql(
      `UPDATE etl_run_games g SET status = 'failed', reason = f.reason, object_key = NULL, rows = 0, units = 0,
              sha256 = NULL, first_date = NULL, last_date = NULL
         FROM jsonb_to_recordset(:failures) AS f(game_id integer, reason text)
        WHERE g.run_id = :runId AND g.game_id = f.game_id`,
      { runId, failures: jsonText(chunk) },
    );
  }
}

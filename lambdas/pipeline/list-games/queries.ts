import { json } from '../../../database/data-api-values.ts';
import { keysetPages, type DataApi } from '../../../database/data-api.ts';
import type { BatchGame } from '../shared/batch.ts';

/** Titles are at most 300 characters: a page of them stays well under the 1 MiB of an answer. */
const gamesAPage = 500;

/** All games of the run in the order of their ids, or those with the given ids. */
export async function* gamePages(
  db: DataApi,
  gameIds: readonly number[] | null,
): AsyncGenerator<BatchGame[]> {
  yield* keysetPages<BatchGame, number>({
    limit: gamesAPage,
    keyOf: (game) => game.gameId,
    page: (after, limit) =>
      db.sql<BatchGame>(
        `SELECT g.id AS "gameId", g.title, g.release_date::text AS "releaseDate", g.pre_order AS "preOrder",
                (SELECT coalesce(jsonb_agg(n.slug ORDER BY n.slug), '[]')
                   FROM game_genres gg JOIN genres n ON n.id = gg.genre_id WHERE gg.game_id = g.id) AS genres,
                EXISTS (SELECT 1 FROM game_categories c WHERE c.game_id = g.id) AS "hasCategory"
           FROM games g
          WHERE g.id > :after
            AND (:all OR g.id = ANY (ARRAY(SELECT value::integer FROM jsonb_array_elements_text(:games))))
          ORDER BY g.id LIMIT :limit`,
        { after: after ?? 0, limit, all: gameIds === null, games: json(gameIds ?? []) },
      ),
  });
}

export async function allGenres(db: DataApi): Promise<string[]> {
  const rows = await db.sql<{ slug: string }>('SELECT slug FROM genres ORDER BY slug COLLATE "C"');
  return rows.map((row) => row.slug);
}

/** Every game gets its row before any work begins: what is still pending at the end did not finish. */
export async function writePendingGames(
  db: DataApi,
  runId: string,
  games: readonly Pick<BatchGame, 'gameId' | 'releaseDate'>[],
): Promise<void> {
  await db.sql(
    `INSERT INTO etl_run_games (run_id, game_id, status, release_date)
     SELECT :runId, game_id, 'pending', release_date
       FROM jsonb_to_recordset(:games) AS g(game_id integer, release_date date)
     ON CONFLICT (run_id, game_id) DO UPDATE SET status = 'pending', reason = NULL, object_key = NULL, rows = 0,
       units = 0, sha256 = NULL, first_date = NULL, last_date = NULL, release_date = excluded.release_date`,
    {
      runId,
      games: json(games.map(({ gameId, releaseDate }) => ({ game_id: gameId, release_date: releaseDate }))),
    },
  );
}

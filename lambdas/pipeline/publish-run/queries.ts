import { json, jsonText } from '../../../database/data-api-values.ts';
import { jsonChunks, keysetPages, type DataApi } from '../../../database/data-api.ts';
import type { ManifestGame } from '../shared/manifest.ts';
import type { RunRecord } from '../shared/run-record.ts';

/**
 * The base's games that are not of this run get a row of their own here: one run, one row for every game. What failed
 * there failed here too, and so did what has no file.
 */
export async function carryOver(db: DataApi, run: RunRecord): Promise<void> {
  await db.sql(
    `INSERT INTO etl_run_games (run_id, game_id, status, reason, object_key, rows, units, sha256, first_date, last_date, measure,
       release_date)
     SELECT :runId, game_id, CASE WHEN has_file THEN 'carried' ELSE 'failed' END,
            CASE WHEN has_file OR status = 'failed' THEN reason
                 ELSE format('run %s, on which this one stands, has no file of it', :base::text) END,
            object_key, rows, units, sha256, first_date, last_date, measure, release_date
       FROM etl_run_games b
      CROSS JOIN LATERAL (
        SELECT status IN ('written', 'no_sales', 'carried') AND object_key IS NOT NULL AS has_file) f
      WHERE run_id = :base AND NOT game_id = ANY (ARRAY(SELECT value::integer FROM jsonb_array_elements_text(:games)))
     ON CONFLICT (run_id, game_id) DO NOTHING`,
    { runId: run.id, base: run.baseRunId, games: json(run.gameIds ?? []) },
  );
}

/** Titles are at most 300 characters, reasons some hundred. */
const gamesAPage = 400;

/** Every game of the run as its manifest lists it. */
export async function manifestGames(db: DataApi, runId: string): Promise<ManifestGame[]> {
  const games: ManifestGame[] = [];
  const pages = keysetPages<ManifestGame, number>({
    limit: gamesAPage,
    keyOf: (game) => game.game_id,
    page: (after, limit) =>
      db.sql<ManifestGame>(
        `SELECT r.game_id, g.external_id, g.title, r.status, left(r.reason, 500) AS reason, r.object_key AS key,
                r.status = 'failed' AND r.object_key IS NOT NULL AS stale, r.rows, r.units, r.sha256,
                r.first_date::text AS first_date, r.last_date::text AS last_date, r.measure,
                r.release_date::text AS release_date
           FROM etl_run_games r JOIN games g ON g.id = r.game_id
          WHERE r.run_id = :runId AND r.game_id > :after ORDER BY r.game_id LIMIT :limit`,
        { runId, after: after ?? 0, limit },
      ),
  });
  for await (const page of pages) games.push(...page);
  return games;
}

/** A failed game keeps its last good file: its row says which. */
export async function keepLastGoodFiles(
  db: DataApi,
  runId: string,
  games: readonly ManifestGame[],
): Promise<void> {
  for (const chunk of jsonChunks(games)) {
    await db.sql(
      `UPDATE etl_run_games g SET object_key = f.key, rows = f.rows, units = f.units, sha256 = f.sha256,
              first_date = f.first_date, last_date = f.last_date, measure = f.measure
         FROM jsonb_to_recordset(:files) AS f(game_id integer, key text, rows integer, units bigint, sha256 text,
              first_date date, last_date date, measure text)
        WHERE g.run_id = :runId AND g.game_id = f.game_id AND g.status = 'failed'`,
      { runId, files: jsonText(chunk) },
    );
  }
}

export async function recordPublication(
  db: DataApi,
  run: RunRecord,
  result: { manifestKey: string; published: boolean; counts: Readonly<Record<string, number>> },
): Promise<void> {
  await db.sql(
    `UPDATE etl_runs SET manifest_key = :manifestKey, published = :published, counts = :counts WHERE id = :runId`,
    {
      runId: run.id,
      manifestKey: result.manifestKey,
      published: result.published,
      counts: json(result.counts),
    },
  );
  if (result.published) await db.sql('SELECT refresh_sales_stats(:asOf::date)::text', { asOf: run.asOf });
}

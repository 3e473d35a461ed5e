import { json, jsonText } from '../../../database/data-api-values.ts';
import { jsonChunks, type DataApi } from '../../../database/data-api.ts';

/** How one game of the run ended; column names as in etl_run_games. */
export interface GameOutcome {
  readonly game_id: number;
  readonly status: 'written' | 'no_sales' | 'failed';
  readonly reason: string | null;
  readonly object_key: string | null;
  readonly rows: number;
  readonly units: number;
  readonly sha256: string | null;
  readonly first_date: string | null;
  readonly last_date: string | null;
  readonly measure: 'units' | 'players';
}

export async function saveOutcomes(
  db: DataApi,
  runId: string,
  outcomes: readonly GameOutcome[],
): Promise<void> {
  for (const chunk of jsonChunks(outcomes)) {
    await db.sql(
      `UPDATE etl_run_games g SET status = o.status, reason = o.reason, object_key = o.object_key, rows = o.rows,
              units = o.units, sha256 = o.sha256, first_date = o.first_date, last_date = o.last_date, measure = o.measure
         FROM jsonb_to_recordset(:outcomes) AS o(game_id integer, status text, reason text, object_key text,
              rows integer, units bigint, sha256 text, first_date date, last_date date, measure text)
        WHERE g.run_id = :runId AND g.game_id = o.game_id`,
      { runId, outcomes: jsonText(chunk) },
    );
  }
}

/** Those of the games that no earlier attempt at the batch finished. */
export async function pendingGames(
  db: DataApi,
  runId: string,
  gameIds: readonly number[],
): Promise<Set<number>> {
  const rows = await db.sql<{ id: number }>(
    `SELECT game_id AS id FROM etl_run_games WHERE run_id = :runId AND status = 'pending'
        AND game_id = ANY (ARRAY(SELECT value::integer FROM jsonb_array_elements_text(:games)))`,
    { runId, games: json(gameIds) },
  );
  return new Set(rows.map((row) => row.id));
}

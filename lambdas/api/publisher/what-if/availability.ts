import type { Database } from '../../shared/database.ts';
import { newestForecast } from '../list-games.ts';
import type { ForecastRequest } from '../forecast.ts';

export interface WhatIfHead {
  /** The newest forecast that holds the game; null = none does yet. */
  readonly forecast_run_id: string | null;
  readonly measure: 'units' | 'players' | null;
  readonly price_minor: number | null;
  readonly served: string | null;
  readonly label: string | null;
}

const headSql = `
SELECT f.forecast_run_id, e.measure, c.price_minor, f.served, f.label
  FROM games g
  LEFT JOIN LATERAL game_price(g.id, $2, $3::timestamptz) c ON true
  LEFT JOIN LATERAL (${newestForecast}) f ON true
  LEFT JOIN LATERAL (
    SELECT x.measure FROM etl_run_games x JOIN etl_runs r ON r.id = x.run_id
     WHERE x.game_id = g.id AND r.published AND x.object_key IS NOT NULL
     ORDER BY r.as_of DESC, r.started_at DESC LIMIT 1) e ON true
 WHERE g.id = $1 AND ($4::integer[] IS NULL OR g.publisher_id = ANY($4::integer[]))`;

/** What decides whether a game has a what-if; undefined = no such game in the reader's scope. One statement. */
export async function readWhatIfHead(
  database: Database,
  { gameId, scope, currency, at }: ForecastRequest,
): Promise<WhatIfHead | undefined> {
  const values = [gameId, currency, at, scope === 'all' ? null : scope];
  const { rows } = await database.query<WhatIfHead>(headSql, values);
  return rows[0];
}

/** Why a game has none, in words for its publisher; undefined = it has. */
export function whyNoWhatIf({
  price_minor,
  served,
  label,
}: Pick<WhatIfHead, 'price_minor' | 'served' | 'label'>): string | undefined {
  if (label === 'free' || price_minor === 0)
    return 'The game is free: there is no price to take a discount off.';
  if (served === null) return 'There is no forecast of this game yet; the nightly run makes the first one.';
  if (served !== 'model') return `Its forecast is made by "${served}", which knows nothing of prices.`;
  return undefined;
}

import { formatDay } from '../../../domain/days.ts';
import { jsonChunks, type DataApi } from '../../../database/data-api.ts';
import { jsonText } from '../../../database/data-api-values.ts';
import type { GameForecast, Plans } from '../../../forecasting/index.ts';

/** What was held out, and how far each game's forecast was off then. */
export interface PastError {
  readonly origin: number;
  readonly byGame: ReadonlyMap<string, number | null>;
}

/** The horizon whose total a publisher reads first. */
const TOTAL_DAYS = 60;

export async function writeGames(
  db: Pick<DataApi, 'sql'>,
  forecastId: string,
  games: readonly GameForecast[],
  plans: Plans,
  origin: number,
  past: PastError | null,
): Promise<void> {
  const rows = games.map((game, position) => {
    const total = game.totals.find(({ days }) => days === TOTAL_DAYS);
    const wape = past?.byGame.get(game.gameId) ?? null;
    return {
      game: Number(game.gameId),
      served: game.served,
      reason: game.reason,
      label: game.label,
      plan_end: game.planEnd === null ? null : formatDay(game.planEnd),
      plan: planRows(plans, position, origin),
      past_wape: wape,
      past_origin: past && wape !== null ? formatDay(past.origin) : null,
      total_mean: total?.mean ?? 0,
      total_p10: total?.p10 ?? null,
      total_p90: total?.p90 ?? null,
    };
  });
  for (const chunk of jsonChunks(rows)) {
    await db.sql(
      `INSERT INTO forecast_games (forecast_run_id, game_id, served, served_reason, label, plan_end, plan, past_wape,
                                   past_origin, total_mean, total_p10, total_p90)
       SELECT :id, r.game, r.served, r.reason, r.label, r.plan_end, r.plan, r.past_wape, r.past_origin, r.total_mean,
              r.total_p10, r.total_p90
         FROM jsonb_to_recordset(:rows) AS r(game integer, served text, reason text, label text, plan_end date, plan jsonb,
              past_wape float8, past_origin date, total_mean float8, total_p10 float8, total_p90 float8)`,
      { id: forecastId, rows: jsonText(chunk) },
    );
  }
}

/** The plan that the forecast used, of the days on which one was known. */
function planRows(plans: Plans, game: number, origin: number): object[] {
  const days = [];
  for (let h = 0; h < plans.horizon; h++) {
    const at = game * plans.horizon + h;
    if (plans.known[at] !== 1) continue;
    days.push({
      date: formatDay(origin + h),
      list_price: Number(plans.listPrice[at]!.toFixed(2)),
      discount_rate: Number(plans.discount[at]!.toFixed(2)),
    });
  }
  return days;
}

import { formatDay } from '../../../domain/days.ts';
import type { DataApi } from '../../../database/data-api.ts';
import {
  jointPaths,
  portfolioTotals,
  type GameForecast,
  type TotalCalibration,
} from '../../../forecasting/index.ts';
import { forecastFolder, forecastObjects } from '../shared/keys.ts';
import type { ObjectStore } from '../shared/object-store.ts';
import { noteObjects } from './forecast-objects.ts';

/** One publisher's games of one measure. */
interface Group {
  readonly publisherId: number;
  readonly measure: string;
  readonly games: GameForecast[];
}

/**
 * Keeps for every publisher the totals of all its games together, as the forecast's own. Units and players are not added.
 */
export async function writePortfolios(
  { db, store }: { readonly db: Pick<DataApi, 'sql'>; readonly store: ObjectStore },
  run: { readonly runId: string; readonly forecastId: string; readonly origin: number },
  forecasts: readonly GameForecast[],
  calibration: TotalCalibration | null,
): Promise<void> {
  const paths = jointPaths(calibration);
  const byPublisher = new Map<number, object[]>();
  for (const { publisherId, measure, games } of await readGroups(db, run.runId, forecasts)) {
    const portfolio = { measure, games: games.length, totals: portfolioTotals(games, paths) };
    byPublisher.set(publisherId, [...(byPublisher.get(publisherId) ?? []), portfolio]);
  }
  const names = [...byPublisher.keys()].map(forecastObjects.portfolio);
  await noteObjects(db, run.forecastId, names);
  for (const [publisherId, portfolios] of byPublisher) {
    const key = `${forecastFolder(run.forecastId)}${forecastObjects.portfolio(publisherId)}`;
    await store.writeJson(key, { origin: formatDay(run.origin), portfolios });
  }
}

async function readGroups(
  db: Pick<DataApi, 'sql'>,
  runId: string,
  forecasts: readonly GameForecast[],
): Promise<Iterable<Group>> {
  const games = new Map(forecasts.map((forecast) => [Number(forecast.gameId), forecast]));
  const rows = await db.sql<{ id: number; publisherId: number; measure: string | null }>(
    `SELECT g.id, g.publisher_id AS "publisherId", x.measure
       FROM games g LEFT JOIN etl_run_games x ON x.game_id = g.id AND x.run_id = :runId ORDER BY g.id`,
    { runId },
  );
  const groups = new Map<string, Group>();
  for (const { id, publisherId, measure: own } of rows) {
    const game = games.get(id);
    if (game === undefined) continue;
    const measure = own ?? 'units';
    const key = `${publisherId}|${measure}`;
    const group = groups.get(key) ?? { publisherId, measure, games: [] };
    groups.set(key, group);
    group.games.push(game);
  }
  return groups.values();
}

import type { DataApi } from '../../../database/data-api.ts';
import { packWhatIf, readSeenPrices, type GameForecast, type Panel } from '../../../forecasting/index.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import { forecastFolder, forecastObjects } from '../shared/keys.ts';
import type { ObjectStore } from '../shared/object-store.ts';
import { noteObjects } from './forecast-objects.ts';

/** Objects written at once. */
const AT_ONCE = 16;

interface ForecastOfRun {
  readonly forecastId: string;
  readonly modelId: string;
  readonly origin: number;
  readonly currency: { readonly code: string; readonly minorUnits: number };
}

/**
 * Keeps what a what-if needs of every game that the model is served for, a few kilobytes each, as the forecast's own.
 */
export async function writeWhatIfs(
  { db, store }: { readonly db: Pick<DataApi, 'sql'>; readonly store: ObjectStore },
  { forecastId, modelId, origin, currency }: ForecastOfRun,
  panel: Panel,
  forecasts: readonly GameForecast[],
): Promise<void> {
  const known = forecasts.filter(({ decoder }) => decoder !== null);
  await noteObjects(
    db,
    forecastId,
    known.map(({ gameId }) => forecastObjects.whatIf(gameId)),
  );
  const seen = readSeenPrices(panel);
  await inParallel(forecasts.entries(), AT_ONCE, async ([position, forecast]) => {
    const { gameId, band, decoder, mean, p10, p50, p90 } = forecast;
    if (decoder === null) return;
    const prices = seen[position]!;
    const game = { band, elasticity: prices.elasticity.value, curves: { mean, p10, p50, p90 } };
    const { code, minorUnits } = currency;
    const head = { gameId, forecastId, modelId, origin, currency: code, minorUnits, seen: prices };
    const key = `${forecastFolder(forecastId)}${forecastObjects.whatIf(gameId)}`;
    await store.write(key, packWhatIf({ ...head, game }, decoder));
  });
}

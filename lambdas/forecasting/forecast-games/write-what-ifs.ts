import { packWhatIf, readSeenPrices, type GameForecast, type Panel } from '../../../forecasting/index.ts';
import { whatIfKey } from '../shared/keys.ts';
import type { ObjectStore } from '../shared/object-store.ts';

/** Objects written at once. */
const AT_ONCE = 16;

interface ForecastOfRun {
  readonly forecastId: string;
  readonly modelId: string;
  readonly origin: number;
  readonly currency: { readonly code: string; readonly minorUnits: number };
}

/**
 * Keeps what a what-if needs of every game that the model is served for, over what the forecast before had left: a few
 * kilobytes a game, whatever the number of forecasts.
 */
export async function writeWhatIfs(
  store: ObjectStore,
  { forecastId, modelId, origin, currency }: ForecastOfRun,
  panel: Panel,
  forecasts: readonly GameForecast[],
): Promise<void> {
  const seen = readSeenPrices(panel);
  const games = forecasts.entries();
  const writeInTurn = async (): Promise<void> => {
    for (const [position, { gameId, band, decoder, mean, p10, p50, p90 }] of games) {
      if (decoder === null) continue;
      const prices = seen[position]!;
      const game = { band, elasticity: prices.elasticity.value, curves: { mean, p10, p50, p90 } };
      const { code, minorUnits } = currency;
      const head = { gameId, forecastId, modelId, origin, currency: code, minorUnits, seen: prices };
      await store.write(whatIfKey(gameId), packWhatIf({ ...head, game }, decoder));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, writeInTurn));
}

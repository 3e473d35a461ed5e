import type { EpochDay } from '../domain/days.ts';

/**
 * One forecaster's answer for every game of a panel: units a day, `[games, horizon]`, in the panel's order of games.
 * Everywhere finite and 0 ≤ p10 ≤ p50 ≤ p90; the mean is what totals are made of.
 */
export interface ForecastSet {
  /** The first forecast day. */
  readonly origin: EpochDay;
  readonly horizon: number;
  readonly mean: Float32Array;
  readonly p10: Float32Array;
  readonly p50: Float32Array;
  readonly p90: Float32Array;
}

export const curveNames = ['mean', 'p10', 'p50', 'p90'] as const;

export function emptyForecasts(origin: EpochDay, horizon: number, games: number): ForecastSet {
  const array = (): Float32Array => new Float32Array(games * horizon);
  return { origin, horizon, mean: array(), p10: array(), p50: array(), p90: array() };
}

/** Copies one game's row from one set into the other. */
export function copyForecast(source: ForecastSet, target: ForecastSet, game: number): void {
  const from = game * source.horizon;
  for (const name of curveNames) target[name].set(source[name].subarray(from, from + source.horizon), from);
}

/** Days of a season. */
export const WEEK = 7;

/** How fast the level (alpha) and the weekly season (gamma) are learnt; gamma is 0 without a season. */
export interface Smoothing {
  readonly alpha: number;
  readonly gamma: number;
}

/** What is known of a series after some day: its level, and what each weekday adds. */
export interface SmoothingState {
  level: number;
  /** By column of the series modulo 7. `[7]` */
  readonly season: Float64Array;
}

export function copyState({ level, season }: SmoothingState): SmoothingState {
  return { level, season: season.slice() };
}

/**
 * Moves `state` over the columns from `from` to before `to` of `values` and returns the sum of squared one-step
 * errors. Exponential smoothing with additive error and season in its innovations form (Hyndman, Koehler, Ord &
 * Snyder 2008, table 2.2):
 *
 *     e = y − (ℓ + s),   ℓ ← ℓ + αe,   s ← s + γe
 *
 * NaN is a day that was not observed: nothing is learnt from it.
 */
export function smooth(
  { alpha, gamma }: Smoothing,
  state: SmoothingState,
  values: Float64Array,
  from: number,
  to: number,
): number {
  const { season } = state;
  let { level } = state;
  let squares = 0;
  let slot = from % WEEK;
  for (let day = from; day < to; day++) {
    const value = values[day]!;
    if (!Number.isNaN(value)) {
      const error = value - level - season[slot]!;
      squares += error * error;
      level += alpha * error;
      season[slot]! += gamma * error;
    }
    slot = slot === WEEK - 1 ? 0 : slot + 1;
  }
  state.level = level;
  return squares;
}

/** The forecasts of the columns from `from` on, out of the state after the column before. `[horizon]` */
export function extrapolate({ level, season }: SmoothingState, from: number, horizon: number): Float64Array {
  return Float64Array.from({ length: horizon }, (_, h) => level + season[(from + h) % WEEK]!);
}

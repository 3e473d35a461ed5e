/** Days of a season. */
export const WEEK = 7;

/** A form of exponential smoothing: with or without a damped trend, with or without a weekly season. */
export interface SmoothingForm {
  /** As in the taxonomy of Hyndman et al. (2008): error, trend, season. */
  readonly name: 'ANN' | 'AAdN' | 'ANA' | 'AAdA';
  readonly damped: boolean;
  readonly seasonal: boolean;
}

/** The smoothing parameters of a form; what a form does not have is 0, and `phi` 1. */
export interface Smoothing {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  readonly phi: number;
}

/** What is known of a series after some day: its level, its slope a day, and what each weekday adds. */
export interface SmoothingState {
  level: number;
  slope: number;
  /** By column of the series modulo 7. `[7]` */
  readonly season: Float64Array;
}

export function copyState({ level, slope, season }: SmoothingState): SmoothingState {
  return { level, slope, season: season.slice() };
}

/**
 * Moves `state` over the columns from `from` to before `to` of `values` and returns the sum of squared one-step
 * errors. Exponential smoothing with additive error, damped trend and additive season in its innovations form
 * (Hyndman, Koehler, Ord & Snyder 2008, table 2.2):
 *
 *     e = y − (ℓ + φb + s),   ℓ ← ℓ + φb + αe,   b ← φb + βe,   s ← s + γe
 *
 * NaN is a day that was not observed: nothing is learnt from it, time passes.
 */
export function smooth(
  { alpha, beta, gamma, phi }: Smoothing,
  state: SmoothingState,
  values: Float64Array,
  from: number,
  to: number,
): number {
  const { season } = state;
  let { level, slope } = state;
  let squares = 0;
  let slot = from % WEEK;
  for (let day = from; day < to; day++) {
    const value = values[day]!;
    slope *= phi;
    level += slope;
    if (!Number.isNaN(value)) {
      const error = value - level - season[slot]!;
      squares += error * error;
      level += alpha * error;
      slope += beta * error;
      season[slot]! += gamma * error;
    }
    slot = slot === WEEK - 1 ? 0 : slot + 1;
  }
  state.level = level;
  state.slope = slope;
  return squares;
}

/** The forecasts of the columns from `from` on, out of the state after the column before. `[horizon]` */
export function extrapolate(
  { phi }: Smoothing,
  { level, slope, season }: SmoothingState,
  from: number,
  horizon: number,
): Float64Array {
  const forecast = new Float64Array(horizon);
  let at = level;
  let step = slope;
  for (let h = 0; h < horizon; h++) {
    step *= phi;
    at += step;
    forecast[h] = at + season[(from + h) % WEEK]!;
  }
  return forecast;
}

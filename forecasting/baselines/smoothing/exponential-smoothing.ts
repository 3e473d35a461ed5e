import type { Learnt } from '../baseline.ts';
import type { Series } from '../series.ts';
import { fitSmoothing } from './fit.ts';
import { copyState, extrapolate, smooth } from './recursion.ts';

/**
 * Exponential smoothing of ln(1 + units), so that its additive parts are shares of a game's level: form and
 * parameters are those that `fitSmoothing` chooses on the days before `end`. `null` where too few days were observed.
 */
export function learnSmoothing(series: Series, end: number): Learnt | null {
  const logs = logsOf(series);
  const fit = fitSmoothing(logs, end);
  if (fit === null) return null;
  const { begin, smoothing, initial } = fit;
  const forecast = (from: number, horizon: number): { middle: Float64Array; mean: Float64Array } => {
    const state = copyState(initial);
    smooth(smoothing, state, logs, begin, from);
    const middle = extrapolate(smoothing, state, from, horizon).map((log) => Math.max(0, Math.expm1(log)));
    return { middle, mean: middle };
  };
  return { forecast, replaced: false };
}

/** ln(1 + units), NaN where not observed. */
function logsOf({ units, observed }: Series): Float64Array {
  return Float64Array.from(units, (value, day) => (observed[day] === 1 ? Math.log1p(value) : NaN));
}

import type { Learnt } from '../baseline.ts';
import type { Series } from '../series.ts';
import { fitSmoothing } from './fit.ts';
import type { SmoothingFit } from './fit.ts';
import { copyState, extrapolate, smooth, WEEK } from './recursion.ts';

/** So much a mean may lie above its middle. */
const MOST_SMEARED = 2;

/**
 * Exponential smoothing in the form that `fitSmoothing` chooses on the days before `end`; `null` where too few were
 * observed. Of logarithms the way back gives the middle; the mean is `smearing` times as high.
 */
export function learnSmoothing(series: Series, end: number): Learnt | null {
  const fit = fitSmoothing(series, end);
  if (fit === null) return null;
  const { begin, smoothing, initial, scale, values } = fit;
  const factor = scale.name === 'logarithms' ? smearing(fit, end) : 1;
  return (from, horizon) => {
    const state = copyState(initial);
    smooth(smoothing, state, values, begin, from);
    const ahead = extrapolate(state, from, horizon);
    return {
      middle: ahead.map((value) => scale.back(value, 1)),
      mean: ahead.map((value) => scale.back(value, factor)),
    };
  };
}

/** The mean of e^error over the days learnt from (Duan 1983), from 1 to 2. */
function smearing({ begin, smoothing, initial, values }: SmoothingFit, end: number): number {
  const state = copyState(initial);
  let sum = 0;
  let days = 0;
  for (let day = begin; day < end; day++) {
    const error = values[day]! - state.level - state.season[day % WEEK]!;
    if (Number.isNaN(error)) continue;
    sum += Math.exp(error);
    days += 1;
    smooth(smoothing, state, values, day, day + 1);
  }
  return Math.min(MOST_SMEARED, Math.max(1, sum / days));
}

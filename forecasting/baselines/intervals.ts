import type { Baseline } from './baseline.ts';
import type { Series } from './series.ts';

/** Past origins that are replayed, a week apart. */
const REPLAYS = 26;
/** Days that a baseline learns from before the oldest replayed origin, where there are so many. */
const LEARNT_FROM = 56;
/** Fewer residuals than this say too little about a week of the horizon. */
const ENOUGH = 14;
/** Where a game's past says nothing: half to double. */
const DEFAULT_SPREAD = Math.LN2;

/** By week of the horizon, the 0.1 and 0.9 quantiles of ln(1 + units) less ln(1 + forecast) at past origins. */
export interface ResidualBand {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/**
 * Replays the baseline at up to 26 past origins of the same game, using at each only what came before it, and takes
 * the quantiles of its errors, by week of the horizon. Weeks with too few errors take those of the week before.
 */
export function residualBand(baseline: Baseline, series: Series, end: number, horizon: number): ResidualBand {
  const weeks = Math.ceil(horizon / 7);
  const residuals = replay(baseline, series, end, horizon, weeks);
  const low = new Float64Array(weeks);
  const high = new Float64Array(weeks);
  for (let week = 0; week < weeks; week++) {
    const found = Float64Array.from(residuals[week]!).sort();
    const enough = found.length >= ENOUGH;
    low[week] = enough ? Math.min(0, quantile(found, 0.1)) : week > 0 ? low[week - 1]! : -DEFAULT_SPREAD;
    high[week] = enough ? Math.max(0, quantile(found, 0.9)) : week > 0 ? high[week - 1]! : DEFAULT_SPREAD;
  }
  return { low, high };
}

/**
 * What a baseline learns, it learns once: from the days before the oldest origin that has eight weeks before it. From
 * there on it is only carried on, so no replayed day was learnt from where a history has 34 weeks. A shorter one is
 * replayed from its second week on, days included that the few numbers of a smoothing were fitted to.
 */
function replay(baseline: Baseline, series: Series, end: number, horizon: number, weeks: number): number[][] {
  const residuals: number[][] = Array.from({ length: weeks }, () => []);
  const begin = series.observed.indexOf(1);
  if (begin === -1) return residuals;
  const forecast = baseline(series, oldestOrigin(begin, end));
  for (let back = 1; back <= REPLAYS; back++) {
    const origin = end - 7 * back;
    if (origin - begin < 7) break;
    const { middle } = forecast(origin, horizon);
    for (let h = 0; h < horizon && origin + h < end; h++) {
      if (series.observed[origin + h] !== 1) continue;
      const error = Math.log1p(series.units[origin + h]!) - Math.log1p(middle[h]!);
      residuals[Math.floor(h / 7)]!.push(error);
    }
  }
  return residuals;
}

function oldestOrigin(begin: number, end: number): number {
  return Math.max(end - 7 * REPLAYS, begin + LEARNT_FROM);
}

/** The quantile of sorted values with linear interpolation (type 7 of Hyndman & Fan 1996). */
export function quantile(sorted: ArrayLike<number>, probability: number): number {
  const at = (sorted.length - 1) * probability;
  const below = Math.floor(at);
  const from = sorted[below]!;
  return from + (at - below) * ((sorted[below + 1] ?? from) - from);
}

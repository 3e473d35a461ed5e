import { quantile } from '../baselines/intervals.ts';
import type { ForecastSet } from '../forecast-set.ts';
import type { Outcome } from './score.ts';

/** Share of the days that p10 and p90 are to hold. */
const COVERED = 0.8;
/** One fold is one stretch of time: so much of what it asks for is granted, as a power of the factor. */
const GRANTED = 0.75;
const WIDEST = 3;
/** No bound moves by more than this, in ln(1 + units): rare sellers have wide intervals, and powers of these explode. */
const FARTHEST = Math.LN2;
/** Half an interval counts as at least this, in ln(1 + units). */
const NARROWEST = 0.02;

/**
 * By what both halves of the intervals have to be multiplied, in ln(1 + units), so that four held-out days of five lie
 * within (split conformal prediction by a scaled score: Lei et al. 2018; Romano, Patterson & Candès 2019), taken to the
 * power 0.75 and never below 1: intervals that were wide enough stay. 1 where no day was held out.
 */
export function wideningOf(
  set: ForecastSet,
  { units, observed }: Outcome,
  wanted: (game: number) => boolean,
): number {
  const scores: number[] = [];
  for (let at = 0; at < units.length; at++) {
    if (observed[at] !== 1 || !wanted(Math.floor(at / set.horizon))) continue;
    const middle = Math.log1p(set.p50[at]!);
    const off = Math.log1p(units[at]!) - middle;
    const half = off < 0 ? middle - Math.log1p(set.p10[at]!) : Math.log1p(set.p90[at]!) - middle;
    scores.push(Math.abs(off) / Math.max(NARROWEST, half));
  }
  if (scores.length === 0) return 1;
  const asked = quantile(
    scores.sort((a, b) => a - b),
    COVERED,
  );
  return Math.min(WIDEST, Math.max(1, asked) ** GRANTED);
}

/** Multiplies both halves of a game's intervals by `factor`, in place. */
export function widen(set: ForecastSet, game: number, factor: number): void {
  if (factor === 1) return;
  for (let at = game * set.horizon; at < (game + 1) * set.horizon; at++) {
    const middle = Math.log1p(set.p50[at]!);
    const [low, high] = [Math.log1p(set.p10[at]!), Math.log1p(set.p90[at]!)];
    const down = Math.min(FARTHEST, (factor - 1) * (middle - low));
    const up = Math.min(FARTHEST, (factor - 1) * (high - middle));
    set.p10[at] = Math.min(set.p10[at]!, Math.expm1(Math.max(0, low - down)));
    set.p90[at] = Math.max(set.p90[at]!, Math.expm1(high + up));
  }
}

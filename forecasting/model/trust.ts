import type { BaselineName } from '../baselines/baseline.ts';
import type { TrainingConfig } from './config.ts';
import { OUTPUTS } from './parameters.ts';

/** Index of the median among a day's predictions. */
const MEDIAN = 1;

/** The baseline that the networks are combined with, beside the linear forecast that they correct. */
export const partner: BaselineName = 'exponential smoothing';

/** Units a day up to which the partner has its least share of the anchor, and from which on it is all of it. */
const FEW = 20;
const MANY = 3000;
const LEAST_SHARE = 0.25;
/** Units a day up to which the answer to a planned discount is believed wholly, and from which on by the least share. */
const USUAL = 1000;
const HUGE = 20_000;
const LEAST_ANSWER = 0.6;
/** Days of the horizon in which what is missing of the later trust falls to 1/e. */
const FADE = 7;

/**
 * The partner's share of the anchor. Smoothing that is fitted to one game tells the more, the more the game sells: where
 * little is sold, chance covers its rhythm and pace, and what all games taught is worth more (in logs of the units a day,
 * for the same step is a doubling everywhere).
 *
 * @param level ln(1 + mean units a day)
 */
export function partnerShare(level: number): number {
  return LEAST_SHARE + (1 - LEAST_SHARE) * place(level, FEW, MANY);
}

/** Where a level lies on the way from some units a day to more of them, in logs: 0 to 1. */
function place(level: number, from: number, to: number): number {
  const first = Math.log1p(from);
  return Math.max(0, Math.min(1, (level - first) / (Math.log1p(to) - first)));
}

/**
 * What the networks' answers are pulled towards, in the predictions' unit: between the linear forecast and the partner's
 * median, by `partnerShare`.
 *
 * @param base what the networks correct, log units less the level
 * @param units the partner's median of the same days
 */
export function anchorOf(base: Float32Array, units: Float32Array, level: number): Float32Array {
  const share = partnerShare(level);
  return base.map((value, n) => value + share * (Math.log1p(units[n]!) - level - value));
}

/**
 * How far the networks are believed on each day of the horizon, 0 to 1. The first days follow the last ones so closely
 * that simple forecasts are hard to beat there.
 */
export function trustOf({ horizon, trust }: Pick<TrainingConfig, 'horizon' | 'trust'>): Float32Array {
  const { first, later } = trust;
  return Float32Array.from({ length: horizon }, (_, h) => later + (first - later) * Math.exp(-h / FADE));
}

/**
 * How far the networks are believed on what a planned discount changes, 0 to 1 for each day. Each game counts alike when
 * they learn, and of huge games, which gain less by a discount than others, there are few.
 *
 * @param discount the plan's rates, `[horizon]`
 */
export function answerTrustOf(level: number, discount: Float32Array): Float32Array {
  const share = 1 - (1 - LEAST_ANSWER) * place(level, USUAL, HUGE);
  return discount.map((rate) => (rate > 0 ? share : 1));
}

/** All `[horizon]`. */
export interface Pull {
  /** From `anchorOf`. */
  readonly anchor: Float32Array;
  /** From `trustOf`: 0 = the anchor, 1 = the networks. */
  readonly trust: Float32Array;
  /** From `answerTrustOf`: 0 = discounts change nothing, 1 = the networks' answer to them stays whole. */
  readonly answerTrust: Float32Array;
}

/**
 * Pulls predictions `[horizon, 4]` by the share that the networks are not believed, in place: the forecast without
 * discounts, `plain`, towards the anchor, by its median, and what the plan's discounts change towards nothing. Corrections
 * that were learnt from few years are too bold on the next one, and combinations with other forecasts err less (Bates &
 * Granger 1969).
 */
export function pullTowards(
  planned: Float32Array,
  plain: Float32Array,
  { anchor, trust, answerTrust }: Pull,
): void {
  for (let day = 0; day < anchor.length; day++) {
    const from = day * OUTPUTS;
    const shift = (1 - trust[day]!) * (anchor[day]! - plain[from + MEDIAN]!);
    for (let at = from; at < from + OUTPUTS; at++) {
      planned[at] = shift + plain[at]! + answerTrust[day]! * (planned[at]! - plain[at]!);
      plain[at]! += shift;
    }
  }
}

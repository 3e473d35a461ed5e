import { OUTPUTS } from './parameters.ts';

/** A share that depends on how much a game sells; between the two in proportion to ln(1 + units). */
export interface ShareByUnits {
  /** Up to so many units a day it is `atFew`. */
  readonly few: number;
  readonly atFew: number;
  /** From so many on it is `atMany`. */
  readonly many: number;
  readonly atMany: number;
}

/** How far the networks are believed against simpler forecasts: what is served is a combination of both. */
export interface Trust {
  /** The networks' share on the first day of the horizon, and late in it; see `trustOf`. */
  readonly first: number;
  readonly later: number;
  /** Days in which the way from the one to the other shrinks to 1/e. */
  readonly fade: number;
  /** The part of exponential smoothing in what simpler forecasts say; the rest is the linear forecast's. */
  readonly smoothing: ShareByUnits;
  /** How much of what the networks expect of planned discounts is believed. */
  readonly discounts: ShareByUnits;
}

/** Index of the median among a day's predictions. */
const MEDIAN = 1;

/** @param level ln(1 + mean units a day) */
export function shareAt({ few, atFew, many, atMany }: ShareByUnits, level: number): number {
  const from = Math.log1p(few);
  const place = (level - from) / (Math.log1p(many) - from);
  return atFew + (atMany - atFew) * Math.max(0, Math.min(1, place));
}

/**
 * What the networks' answers without discounts are pulled towards, log units less the level, `[horizon]`: the linear
 * forecast and exponential smoothing, by a share.
 *
 * @param base what the networks correct, log units less the level
 * @param partner from `partnerOf`; without it the anchor is the linear forecast
 * @param share of the partner
 */
export function anchorOf(
  base: Float32Array,
  partner: Float32Array | null,
  level: number,
  share: number,
): Float32Array {
  if (partner === null) return base.slice();
  return base.map((value, h) => value + share * (partner[h]! - level - value));
}

/**
 * How far the networks are believed on each day of the horizon, 0 to 1. The first days follow the last ones so closely
 * that simple forecasts are hard to beat there.
 */
export function trustOf({ first, later, fade }: Trust, horizon: number): Float32Array {
  return Float32Array.from({ length: horizon }, (_, h) => later + (first - later) * Math.exp(-h / fade));
}

export interface Pull {
  /** From `anchorOf`. `[horizon]` */
  readonly anchor: Float32Array;
  /** From `trustOf`: 0 = the anchor, 1 = the networks. `[horizon]` */
  readonly trust: Float32Array;
  /** 0 = planned discounts change nothing, 1 = what the networks expect of them stays whole. */
  readonly discounts: number;
}

/**
 * Pulls predictions `[horizon, 4]` by the shares that the networks are not believed, in place: the forecast without
 * discounts, `plain`, towards the anchor, by its median, and what the plan's discounts change, on their days and after
 * them, towards nothing. Corrections that were learnt from few years are too bold on the next one, and combinations with
 * other forecasts err less (Bates & Granger 1969).
 */
export function pullTowards(
  planned: Float32Array,
  plain: Float32Array,
  { anchor, trust, discounts }: Pull,
): void {
  for (let day = 0; day < anchor.length; day++) {
    const from = day * OUTPUTS;
    const shift = (1 - trust[day]!) * (anchor[day]! - plain[from + MEDIAN]!);
    for (let at = from; at < from + OUTPUTS; at++) {
      planned[at] = shift + plain[at]! + discounts * (planned[at]! - plain[at]!);
      plain[at]! += shift;
    }
  }
}

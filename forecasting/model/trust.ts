import type { BaselineName } from '../baselines/baseline.ts';
import { OUTPUTS } from './parameters.ts';

/** Index of the median among a day's predictions. */
const MEDIAN = 1;

/** The baseline that the networks are combined with, beside the linear forecast that they correct. */
export const partner: BaselineName = 'exponential smoothing';

/**
 * What the networks' answers are pulled towards, in the predictions' unit: halfway between the linear forecast and the
 * partner's median.
 *
 * @param base what the networks correct, log units less the level
 * @param units the partner's median of the same days
 */
export function anchorOf(base: Float32Array, units: Float32Array, level: number): Float32Array {
  return base.map((value, n) => 0.5 * (value + Math.log1p(units[n]!) - level));
}

/**
 * Pulls predictions `[rows, 4]` towards the anchor by the share that the networks are not believed, in place. What is
 * pulled is the forecast without discounts, `plain`, in both: the answer to a planned discount stays whole. Corrections
 * that were learnt from few years are too bold on the next one, and combinations with other forecasts err less (Bates &
 * Granger 1969).
 *
 * @param anchor from `anchorOf`, `[rows]`
 * @param trust 0 = the anchor, 1 = the networks
 */
export function pullTowards(
  planned: Float32Array,
  plain: Float32Array,
  anchor: Float32Array,
  trust: number,
): void {
  for (let row = 0; row < anchor.length; row++) {
    const from = row * OUTPUTS;
    const shift = (1 - trust) * (anchor[row]! - plain[from + MEDIAN]!);
    for (let at = from; at < from + OUTPUTS; at++) {
      planned[at]! += shift;
      plain[at]! += shift;
    }
  }
}

import { OUTPUTS } from './parameters.ts';

/** Index of the median among a day's predictions. */
const MEDIAN = 1;

/**
 * Pulls predictions `[rows, 4]` back towards the base by the share of the network's correction that is not believed,
 * in place. What is pulled back is the correction without discounts, `plain`, in both: the answer to a planned discount
 * stays whole. Corrections that were learnt from few years are too bold on the next one, as a forecast that is combined
 * with a simpler one usually is the better one (Bates & Granger 1969).
 *
 * @param base what the network corrects, `[rows]`, in the predictions' unit
 * @param trust 0 = the base, 1 = the network
 */
export function pullTowardsBase(
  planned: Float32Array,
  plain: Float32Array,
  base: Float32Array,
  trust: number,
): void {
  for (let row = 0; row < base.length; row++) {
    const from = row * OUTPUTS;
    const shift = (1 - trust) * (base[row]! - plain[from + MEDIAN]!);
    for (let at = from; at < from + OUTPUTS; at++) {
      planned[at]! += shift;
      plain[at]! += shift;
    }
  }
}

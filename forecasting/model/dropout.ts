import type { Random } from '../random.ts';

/**
 * Fills a mask for inverted dropout (Srivastava et al. 2014): 0 with probability `rate`, else 1/(1 − rate), so that
 * the expected sum stays and nothing needs scaling when forecasting.
 */
export function fillDropout(mask: Float32Array, rate: number, random: Random): void {
  const limit = rate * 4294967296;
  const kept = 1 / (1 - rate);
  for (let n = 0; n < mask.length; n++) mask[n] = random.word() < limit ? 0 : kept;
}

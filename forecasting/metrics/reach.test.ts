import { describe, expect, it } from '@jest/globals';
import { Random } from '../random.ts';
import { reachedByCounts } from './reach.ts';
import type { ByLevel } from './reach.ts';

/** P(Y ≤ y) of a Poisson count, by adding up. */
function poisson(rate: number, y: number): number {
  let term = Math.exp(-rate);
  let sum = term;
  for (let k = 1; k <= y; k++) {
    term *= rate / k;
    sum += term;
  }
  return sum;
}

function quantileOf(rate: number, level: number): number {
  let y = 0;
  while (poisson(rate, y) < level) y += 1;
  return y;
}

function draw(rate: number, random: Random): number {
  const u = random.uniform();
  let y = 0;
  while (poisson(rate, y) < u) y += 1;
  return y;
}

describe('what counts reach', () => {
  it.each([0.05, 0.3, 1, 4, 20])(
    'is the level for a perfect forecast of about %d a day, where raw coverage reads high',
    (rate) => {
      const random = Random.seeded(7);
      const quantiles: ByLevel = [quantileOf(rate, 0.1), quantileOf(rate, 0.5), quantileOf(rate, 0.9)];
      const sums = [0, 0, 0];
      let raw = 0;
      const days = 20_000;
      for (let day = 0; day < days; day++) {
        const y = draw(rate, random);
        reachedByCounts(y, quantiles).forEach((share, n) => (sums[n]! += share / days));
        raw += y >= quantiles[0] && y <= quantiles[2] ? 1 / days : 0;
      }
      const fair = sums[2]! - sums[0]!;
      expect(Math.abs(fair - 0.8)).toBeLessThan(0.06);
      expect(Math.abs(fair - 0.8)).toBeLessThan(Math.abs(raw - 0.8));
    },
  );

  it('lies between 0 and 1 and grows with the level, whatever is forecast', () => {
    const random = Random.seeded(3);
    for (let n = 0; n < 2000; n++) {
      const low = random.below(3) * random.uniform();
      const middle = low + random.below(3) * random.uniform();
      const high = middle + random.below(4);
      const [a, b, c] = reachedByCounts(random.below(8), [low, middle, high]);
      expect(a).toBeGreaterThanOrEqual(0);
      expect(b).toBeGreaterThanOrEqual(a);
      expect(c).toBeGreaterThanOrEqual(b);
      expect(c).toBeLessThanOrEqual(1);
    }
  });

  it('is plain comparison for a value that is no count', () => {
    expect(reachedByCounts(2.5, [2.5, 3, 4])).toEqual([1, 1, 1]);
    expect(reachedByCounts(3.5, [2.5, 3, 4])).toEqual([0, 0, 1]);
  });

  it('hardly differs from plain comparison at large volumes', () => {
    expect(reachedByCounts(5000, [4000, 4900, 6000])).toEqual([0, 0, 1]);
  });

  it('gives a sure forecast of nothing its four days of five', () => {
    const [low, , high] = reachedByCounts(0, [0, 0, 0]);
    expect(high - low).toBeCloseTo(0.8);
  });
});

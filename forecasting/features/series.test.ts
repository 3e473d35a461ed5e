import { describe, expect, it } from '@jest/globals';
import { Random } from '../random.ts';
import { median } from './series.ts';

describe('the median', () => {
  it('is the middle value, or the mean of the middle two, of any number of values, also equal ones', () => {
    const random = Random.seeded(1);
    for (let count = 1; count <= 300; count++) {
      const values = Array.from({ length: count }, () => random.below(1 + (count % 40)) - 5);
      const sorted = values.toSorted((a, b) => a - b);
      const half = count >> 1;
      expect(median(values)).toBe(count % 2 === 1 ? sorted[half] : (sorted[half - 1]! + sorted[half]!) / 2);
    }
  });

  it('leaves the values as they were', () => {
    const values = Float64Array.of(3, 1, 2);
    expect(median(values)).toBe(2);
    expect([...values]).toEqual([3, 1, 2]);
  });
});

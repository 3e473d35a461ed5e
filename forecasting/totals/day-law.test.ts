import { describe, expect, it } from '@jest/globals';
import { DayLaw, scoreOfDay } from './day-law.ts';
import { PATHS } from './joint-paths.ts';
import { NORMAL_90 } from './normal.ts';

describe('the law of a day', () => {
  const law = new DayLaw(PATHS);
  const read = (day: { mean: number; p10: number; p50: number; p90: number }): Float64Array => {
    const out = new Float64Array(PATHS);
    law.write(day, out);
    return out;
  };
  const mean = (values: Float64Array): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;

  it('goes through the three quantiles, ascending, with the mean that was said', () => {
    const values = read({ mean: 40, p10: 10, p50: 30, p90: 80 });
    expect(values[PATHS / 2]!).toBeCloseTo(30, 0);
    expect(values[PATHS / 10]!).toBeCloseTo(10, 0);
    expect(values[(9 * PATHS) / 10]!).toBeCloseTo(80, 0);
    expect(mean(values)).toBeCloseTo(40, 6);
    expect([...values].sort((a, b) => a - b)).toEqual([...values]);
  });

  it('keeps a tail where the mean is less than its quantiles can have', () => {
    const values = read({ mean: 5, p10: 10, p50: 30, p90: 80 });
    expect(values.at(-1)!).toBeGreaterThan(80);
    expect(mean(values)).toBeGreaterThan(5);
  });

  it('scores its own quantiles as the normal ones, and breaks ties of counts by chance', () => {
    const day = { p10: 100, p50: 300, p90: 800 };
    expect(scoreOfDay(day, 800, 0.5)).toBeCloseTo(NORMAL_90);
    expect(scoreOfDay(day, 100, 0.5)).toBeCloseTo(-NORMAL_90);
    const none = { p10: 0, p50: 0, p90: 0 };
    expect(scoreOfDay(none, 0, 0.1)).toBeLessThan(scoreOfDay(none, 0, 0.9));
    expect(scoreOfDay(none, 0, 0.999)).toBeLessThanOrEqual(scoreOfDay(none, 1, 0));
  });
});

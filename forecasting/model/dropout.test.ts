import { describe, expect, it } from '@jest/globals';
import { Random } from '../random.ts';
import { fillDropout } from './dropout.ts';

function filled(length: number, rate: number): Float32Array {
  const mask = new Float32Array(length).fill(NaN);
  fillDropout(mask, rate, Random.seeded(3));
  return mask;
}

describe('dropout', () => {
  it.each([0.1, 0.3])('drops about %d of the values and keeps the expected sum', (rate) => {
    const mask = filled(40_000, rate);
    const dropped = mask.filter((value) => value === 0).length / mask.length;
    expect(Math.abs(dropped - rate)).toBeLessThan(0.01);
    expect(mask.reduce((sum, value) => sum + value, 0) / mask.length).toBeCloseTo(1, 1);
  });

  it('drops each place of a word alike', () => {
    const mask = filled(80_000, 0.25);
    for (let place = 0; place < 4; place++) {
      const own = mask.filter((_, n) => n % 4 === place);
      expect(own.filter((value) => value === 0).length / own.length).toBeCloseTo(0.25, 1);
    }
  });

  it.each([1, 2, 3, 5])('fills a mask of %d values to its end', (length) => {
    expect([...filled(length, 0.5)].every((value) => value === 0 || value === 2)).toBe(true);
  });

  it('keeps all without a rate', () => {
    expect([...filled(9, 0)]).toEqual(Array<number>(9).fill(1));
  });
});

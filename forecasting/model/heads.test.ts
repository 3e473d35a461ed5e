import { describe, expect, it } from '@jest/globals';
import { readAnswers, shrinkToBase } from './heads.ts';

function shrunk(predictions: readonly number[], base: number, trust: number): number[] {
  const out = Float32Array.from(predictions);
  shrinkToBase(out, Float32Array.of(base), trust);
  return [...out];
}

describe('answers drawn back towards the base', () => {
  it('move median and mean, and leave the outer quantiles', () => {
    expect(shrunk([-1, 1, 3, 2], 0, 0.5)).toEqual([-1, 0.5, 3, 1]);
  });

  it('push a quantile away that the median would pass', () => {
    expect(shrunk([0.75, 1, 3, 1], 0, 0.5)).toEqual([0.5, 0.5, 3, 0.5]);
    expect(shrunk([-3, -1, -0.75, -1], 0, 0.5)).toEqual([-3, -0.5, -0.5, -0.5]);
  });

  it('stay as they are when wholly trusted', () => {
    expect(shrunk([-1, 1, 3, 2], 0.25, 1)).toEqual([-1, 1, 3, 2]);
  });
});

describe('a network’s answers', () => {
  it('give quantiles in order, whatever they are', () => {
    const out = new Float32Array(4);
    readAnswers(Float32Array.of(-60, 2, -60, 1), Float32Array.of(3), out);
    expect([...out]).toEqual([5, 5, 5, 4]);
    readAnswers(Float32Array.of(60, 2, 60, 1), Float32Array.of(3), out);
    expect([...out]).toEqual([-54, 5, 64, 4]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { readAnswers } from './heads.ts';

describe('a network’s answers', () => {
  it('give quantiles in order, whatever they are', () => {
    const out = new Float32Array(4);
    readAnswers(Float32Array.of(-60, 2, -60, 1), Float32Array.of(3), out);
    expect([...out]).toEqual([5, 5, 5, 4]);
    readAnswers(Float32Array.of(60, 2, 60, 1), Float32Array.of(3), out);
    expect([...out]).toEqual([-54, 5, 64, 4]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { anchorOf, pullTowards } from './trust.ts';

const rows = 2;
const plain = [0.1, 0.5, 0.9, 0.6, 0, 0.4, 1, 0.5];

describe('the trust in the networks', () => {
  it('leaves their answers alone at 1', () => {
    const [planned, own] = [Float32Array.from(plain), Float32Array.from(plain)];
    pullTowards(planned, own, new Float32Array(rows).fill(9), 1);
    expect([...planned]).toEqual([...Float32Array.from(plain)]);
  });

  it('puts the median without discounts on the anchor at 0, and keeps the shape around it', () => {
    const own = Float32Array.from(plain);
    pullTowards(Float32Array.from(plain), own, Float32Array.of(2, 3), 0);
    expect(own[1]).toBeCloseTo(2);
    expect(own[5]).toBeCloseTo(3);
    expect(own[2]! - own[1]!).toBeCloseTo(0.4);
    expect(own[7]! - own[5]!).toBeCloseTo(0.1);
  });

  it('keeps the answer to a planned discount whole', () => {
    const own = Float32Array.from(plain);
    const planned = own.map((value) => value + 0.7);
    pullTowards(planned, own, Float32Array.of(-4, 5), 0.3);
    planned.forEach((value, n) => expect(value - own[n]!).toBeCloseTo(0.7, 5));
  });

  it('takes the anchor halfway between the linear forecast and the partner, in logs', () => {
    const level = Math.log1p(50);
    const [anchor] = anchorOf(Float32Array.of(0), Float32Array.of(50), level);
    expect(anchor).toBeCloseTo(0);
    const [higher] = anchorOf(Float32Array.of(0), Float32Array.of(Math.expm1(level + 1)), level);
    expect(higher).toBeCloseTo(0.5);
  });
});

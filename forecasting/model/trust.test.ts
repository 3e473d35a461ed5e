import { describe, expect, it } from '@jest/globals';
import { anchorOf, pullTowards, shareAt, trustOf } from './trust.ts';
import type { Pull } from './trust.ts';

const days = 2;
const plain = [0.1, 0.5, 0.9, 0.6, 0, 0.4, 1, 0.5];
const alike = (value: number): Float32Array => new Float32Array(days).fill(value);
const pull = (changed: Partial<Pull>): Pull => ({
  anchor: Float32Array.of(2, 3),
  trust: alike(0),
  discounts: 1,
  ...changed,
});

describe('the trust in the networks', () => {
  it('leaves their answers alone at 1', () => {
    const [planned, own] = [Float32Array.from(plain), Float32Array.from(plain)];
    pullTowards(planned, own, pull({ trust: alike(1) }));
    expect([...planned]).toEqual([...Float32Array.from(plain)]);
  });

  it('puts the median without discounts on the anchor at 0, and keeps the shape around it', () => {
    const own = Float32Array.from(plain);
    pullTowards(Float32Array.from(plain), own, pull({}));
    expect(own[1]).toBeCloseTo(2);
    expect(own[5]).toBeCloseTo(3);
    expect(own[2]! - own[1]!).toBeCloseTo(0.4);
    expect(own[7]! - own[5]!).toBeCloseTo(0.1);
  });

  it('is each day’s own', () => {
    const own = Float32Array.from(plain);
    pullTowards(Float32Array.from(plain), own, pull({ trust: Float32Array.of(0, 1) }));
    expect(own[1]).toBeCloseTo(2);
    expect(own[5]).toBeCloseTo(0.4);
  });

  it.each([1, 0.5, 0])(
    'has no say in what planned discounts change, of which %s is believed',
    (discounts) => {
      const own = Float32Array.from(plain);
      const planned = own.map((value, n) => value + 0.1 * (n + 1));
      pullTowards(planned, own, pull({ trust: Float32Array.of(0.3, 0.6), discounts }));
      planned.forEach((value, n) => expect(value - own[n]!).toBeCloseTo(discounts * 0.1 * (n + 1), 5));
    },
  );

  it('goes from its first value to its later one, and most of the way in twice the fade', () => {
    const shares = {
      smoothing: { few: 1, atFew: 0, many: 2, atMany: 1 },
      discounts: { few: 1, atFew: 1, many: 2, atMany: 1 },
    };
    const trust = trustOf({ first: 0.2, later: 0.8, fade: 7, ...shares }, 60);
    expect(trust).toHaveLength(60);
    expect(trust[0]).toBeCloseTo(0.2);
    expect(trust[14]).toBeGreaterThan(0.7);
    expect(trust[59]).toBeCloseTo(0.8, 3);
    trust.forEach((value, h) => expect(value).toBeGreaterThan(h === 0 ? 0 : trust[h - 1]!));
    expect([...trustOf({ first: 0.5, later: 0.5, fade: 7, ...shares }, 3)]).toEqual([0.5, 0.5, 0.5]);
  });
});

describe('a share by units a day', () => {
  const at = (units: number): number =>
    shareAt({ few: 10, atFew: 1, many: 1000, atMany: 0.6 }, Math.log1p(units));

  it('is the one up to few, the other from many on, and in between by the logarithm', () => {
    expect([at(0), at(10), at(1000), at(1e6)]).toEqual([1, 1, 0.6, 0.6]);
    expect(at(Math.sqrt(11 * 1001) - 1)).toBeCloseTo(0.8);
  });
});

describe('the anchor', () => {
  it('lies between the linear forecast and the partner by the share, in logs', () => {
    const level = Math.log1p(5);
    const partner = Float32Array.of(level, level + 1);
    const [same, higher] = anchorOf(Float32Array.of(0, 0), partner, level, 0.25);
    expect(same).toBeCloseTo(0);
    expect(higher).toBeCloseTo(0.25);
  });

  it('is the linear forecast where the partner has nothing to say', () => {
    expect([...anchorOf(Float32Array.of(1, 2), null, 3, 0.9)]).toEqual([1, 2]);
  });
});

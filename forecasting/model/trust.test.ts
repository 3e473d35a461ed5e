import { describe, expect, it } from '@jest/globals';
import { anchorOf, answerTrustOf, partnerShare, pullTowards, trustOf } from './trust.ts';

const days = 2;
const plain = [0.1, 0.5, 0.9, 0.6, 0, 0.4, 1, 0.5];
const alike = (value: number): Float32Array => new Float32Array(days).fill(value);
const whole = alike(1);

describe('the trust in the networks', () => {
  it('leaves their answers alone at 1', () => {
    const [planned, own] = [Float32Array.from(plain), Float32Array.from(plain)];
    pullTowards(planned, own, { anchor: alike(9), trust: alike(1), answerTrust: whole });
    expect([...planned]).toEqual([...Float32Array.from(plain)]);
  });

  it('puts the median without discounts on the anchor at 0, and keeps the shape around it', () => {
    const own = Float32Array.from(plain);
    const anchor = Float32Array.of(2, 3);
    pullTowards(Float32Array.from(plain), own, { anchor, trust: alike(0), answerTrust: whole });
    expect(own[1]).toBeCloseTo(2);
    expect(own[5]).toBeCloseTo(3);
    expect(own[2]! - own[1]!).toBeCloseTo(0.4);
    expect(own[7]! - own[5]!).toBeCloseTo(0.1);
  });

  it('is each day’s own', () => {
    const own = Float32Array.from(plain);
    const pull = { anchor: Float32Array.of(2, 3), trust: Float32Array.of(0, 1), answerTrust: whole };
    pullTowards(Float32Array.from(plain), own, pull);
    expect(own[1]).toBeCloseTo(2);
    expect(own[5]).toBeCloseTo(0.4);
  });

  it('has no say in the answer to a planned discount, which is believed by a share of its own', () => {
    const own = Float32Array.from(plain);
    const planned = own.map((value, n) => value + 0.1 * (n + 1));
    const pull = { anchor: Float32Array.of(-4, 5), trust: Float32Array.of(0.3, 0.6) };
    pullTowards(planned, own, { ...pull, answerTrust: Float32Array.of(1, 0.5) });
    planned.forEach((value, n) => expect(value - own[n]!).toBeCloseTo((n < 4 ? 0.1 : 0.05) * (n + 1), 5));
  });

  it('goes from its first value to its later one, the most of it within two weeks', () => {
    const trust = trustOf({ horizon: 60, trust: { first: 0.2, later: 0.8 } });
    expect(trust).toHaveLength(60);
    expect(trust[0]).toBeCloseTo(0.2);
    expect(trust[14]).toBeGreaterThan(0.7);
    expect(trust[59]).toBeCloseTo(0.8, 3);
    trust.forEach((value, h) => expect(value).toBeGreaterThan(h === 0 ? 0 : trust[h - 1]!));
    const steady = trustOf({ horizon: 3, trust: { first: 0.5, later: 0.5 } });
    expect([...steady]).toEqual([0.5, 0.5, 0.5]);
  });
});

describe('the trust in the answer to discounts', () => {
  const discount = Float32Array.of(0, 0.5);
  const at = (units: number): number => answerTrustOf(Math.log1p(units), discount)[1]!;

  it('is whole for all but the largest games, and on days without one', () => {
    expect([at(0), at(1000)]).toEqual([1, 1]);
    expect(at(5000)).toBeLessThan(at(2000));
    expect(at(20_000)).toBeCloseTo(0.6);
    expect(at(1e6)).toBeCloseTo(0.6);
    expect(answerTrustOf(Math.log1p(1e6), discount)[0]).toBe(1);
  });
});

describe('the anchor', () => {
  const at = (units: number): number => partnerShare(Math.log1p(units));

  it('is the partner’s the more, the more a game sells: a quarter for few, all of it for many', () => {
    expect([at(0), at(20)]).toEqual([0.25, 0.25]);
    expect(at(100)).toBeGreaterThan(at(50));
    expect([at(3000), at(1e6)]).toEqual([1, 1]);
  });

  it('lies between the linear forecast and the partner by that share, in logs', () => {
    const level = Math.log1p(5);
    const partner = Float32Array.of(5, Math.expm1(level + 1));
    const [same, higher] = anchorOf(Float32Array.of(0, 0), partner, level);
    expect(same).toBeCloseTo(0);
    expect(higher).toBeCloseTo(0.25);
    const [many] = anchorOf(Float32Array.of(-2), Float32Array.of(1e5), Math.log1p(1e5));
    expect(many).toBeCloseTo(0);
  });
});

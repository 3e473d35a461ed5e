import { describe, expect, it } from '@jest/globals';
import { MetricsAccumulator, pinball } from './metrics.ts';
import type { ScoredGame } from './metrics.ts';
import { seasonalScale, stepScale } from './scales.ts';

const f = (...values: number[]): Float32Array => Float32Array.from(values);

/** y = 10, 20, (30 unobserved), 0; p50 off by 2, 5, 0; mean off by +2, −4, +1. */
const game: ScoredGame = {
  actual: f(10, 20, 30, 0),
  observed: Uint8Array.of(1, 1, 0, 1),
  mean: f(12, 16, 99, 1),
  p10: f(8, 10, 0, 0),
  p50: f(12, 15, 0, 0),
  p90: f(14, 18, 0, 2),
  scale: 2,
  stepScale: 4,
};

describe('metrics', () => {
  it('are those computed by hand, over observed days alone', () => {
    const accumulator = new MetricsAccumulator();
    accumulator.add(game);
    const result = accumulator.result();
    expect(result.wape).toBeCloseTo(7 / 30);
    expect(result.mase).toBeCloseTo(7 / 3 / 2);
    expect(result.bias).toBeCloseTo((2 - 4 + 1) / 30);
    expect(result.coverage).toBeCloseTo(2 / 3);
    // 0.1: 0.2 + 1 + 0; 0.5: 1 + 2.5 + 0; 0.9: 0.4 + 1.8 + 0.2
    expect(result.weightedQuantileLoss).toBeCloseTo((2 * (1.2 + 3.5 + 2.4)) / 3 / 30);
    expect(result.rmsse).toBeCloseTo(Math.sqrt((4 + 16 + 1) / 3 / 4));
    expect(result).toMatchObject({ games: 1, days: 3, leftOutOfMase: 0, leftOutOfRmsse: 0, units: 30 });
  });

  it('judge counts at a bound by the chance that the forecast gave them', () => {
    const accumulator = new MetricsAccumulator();
    accumulator.add(game);
    const result = accumulator.result();
    // 10 in [8, 12, 14] is inside; 20 in [10, 15, 18]: F(19.5) = 0.95, above; 0 in [0, 0, 2]: u is even in (0, 0.6).
    expect(result.coverageOfCounts).toBeCloseTo((1 + 0 + 0.5 / 0.6) / 3);
    // 10 is F = 0.25 to 0.35.
    [(0 + 0 + 0.1 / 0.6) / 3, (1 + 0 + 0.5 / 0.6) / 3, 2 / 3].forEach((share, n) => {
      expect(result.reached![n]).toBeCloseTo(share);
    });
  });

  it('do not depend on the order of games, nor on how a span is cut, but for rounding', () => {
    const other = { ...game, actual: f(3, 0, 0, 7), scale: 5, stepScale: 9 };
    const forth = new MetricsAccumulator();
    const back = new MetricsAccumulator();
    for (const one of [game, other]) forth.add(one);
    for (const one of [other, game]) back.add(one);
    for (const name of ['wape', 'mase', 'rmsse', 'bias', 'coverageOfCounts'] as const) {
      expect(back.result()[name]).toBeCloseTo(forth.result()[name]!, 12);
    }
    const cut = new MetricsAccumulator();
    for (const one of [game, other]) {
      for (const half of [Uint8Array.of(1, 1, 0, 0), Uint8Array.of(0, 0, 1, 1)]) {
        cut.add({ ...one, observed: one.observed.map((day, h) => day & half[h]!) });
      }
    }
    expect(cut.result().wape).toBeCloseTo(forth.result().wape!, 12);
    expect(cut.result().weightedQuantileLoss).toBeCloseTo(forth.result().weightedQuantileLoss!, 12);
    expect(cut.result().coverageOfCounts).toBeCloseTo(forth.result().coverageOfCounts!, 12);
  });

  it('scale with nothing where units are counted in another measure', () => {
    const times = (values: Float32Array): Float32Array => values.map((value) => value * 8);
    const one = new MetricsAccumulator();
    one.add(game);
    const large = new MetricsAccumulator();
    large.add({
      actual: times(game.actual),
      observed: game.observed,
      mean: times(game.mean),
      p10: times(game.p10),
      p50: times(game.p50),
      p90: times(game.p90),
      scale: game.scale * 8,
      stepScale: game.stepScale * 64,
    });
    for (const name of ['wape', 'mase', 'rmsse', 'weightedQuantileLoss', 'bias', 'coverage'] as const) {
      expect(large.result()[name]).toBeCloseTo(one.result()[name]!, 12);
    }
  });

  it('pool WAPE over units and average MASE over games', () => {
    const accumulator = new MetricsAccumulator();
    accumulator.add(game);
    accumulator.add({ ...game, p50: game.actual, scale: 1 });
    expect(accumulator.result().wape).toBeCloseTo(7 / 60);
    expect(accumulator.result().mase).toBeCloseTo(7 / 6 / 2);
  });

  it('leave a game whose history never changed out of MASE alone, and count it', () => {
    const accumulator = new MetricsAccumulator();
    accumulator.add({ ...game, scale: 0 });
    expect(accumulator.result()).toMatchObject({ mase: null, leftOutOfMase: 1, leftOutOfRmsse: 0, games: 1 });
    expect(accumulator.result().wape).toBeCloseTo(7 / 30);
    accumulator.add({ ...game, scale: 0, stepScale: 0 });
    expect(accumulator.result()).toMatchObject({ leftOutOfMase: 2, leftOutOfRmsse: 1 });
    expect(accumulator.result().rmsse).toBeCloseTo(Math.sqrt(7 / 4));
  });

  it('are null rather than infinite where nothing was sold', () => {
    const accumulator = new MetricsAccumulator();
    accumulator.add({ ...game, actual: f(0, 0, 0, 0) });
    expect(accumulator.result()).toMatchObject({ wape: null, bias: null, weightedQuantileLoss: null });
  });

  it('pass over a game without an observed day', () => {
    const accumulator = new MetricsAccumulator();
    accumulator.add({ ...game, observed: new Uint8Array(4) });
    expect(accumulator.result()).toMatchObject({
      games: 0,
      days: 0,
      coverage: null,
      reached: null,
      mase: null,
    });
  });
});

describe('pinball loss', () => {
  it('costs τ for what comes above and 1 − τ for what comes below', () => {
    expect(pinball(10, 8, 0.9)).toBeCloseTo(1.8);
    expect(pinball(8, 10, 0.9)).toBeCloseTo(0.2);
  });
});

describe('the seasonal scale', () => {
  it('is the mean change from week to week over pairs of observed days', () => {
    const units = f(1, 0, 0, 0, 0, 0, 0, 4, 9, 0, 0, 0, 0, 0);
    const observed = new Uint8Array(14).fill(1);
    expect(seasonalScale(units, observed)).toBeCloseTo((3 + 9) / 7);
    observed[8] = 0;
    expect(seasonalScale(units, observed)).toBeCloseTo(3 / 6);
  });

  it('is 0 for a history shorter than eight days', () => {
    expect(seasonalScale(f(1, 2, 3), Uint8Array.of(1, 1, 1))).toBe(0);
  });
});

describe('the scale of steps', () => {
  it('is the mean squared change from day to day since the first sale, over pairs of observed days', () => {
    const units = f(0, 0, 0, 2, 5, 5, 1);
    const observed = new Uint8Array(7).fill(1);
    expect(stepScale(units, observed)).toBeCloseTo((9 + 0 + 16) / 3);
    observed[5] = 0;
    expect(stepScale(units, observed)).toBeCloseTo(9);
  });

  it('is 0 where nothing was ever sold or every day sold the same', () => {
    expect(stepScale(f(0, 0, 0), Uint8Array.of(1, 1, 1))).toBe(0);
    expect(stepScale(f(3, 3, 3), Uint8Array.of(1, 1, 1))).toBe(0);
  });
});

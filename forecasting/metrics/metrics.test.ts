import { describe, expect, it } from '@jest/globals';
import { MetricsAccumulator, pinball, seasonalScale } from './metrics.ts';
import type { ScoredGame } from './metrics.ts';

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
    expect(result).toMatchObject({ games: 1, days: 3, leftOutOfMase: 0, units: 30 });
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
    expect(accumulator.result()).toMatchObject({ mase: null, leftOutOfMase: 1, games: 1 });
    expect(accumulator.result().wape).toBeCloseTo(7 / 30);
  });

  it('are null rather than infinite where nothing was sold', () => {
    const accumulator = new MetricsAccumulator();
    accumulator.add({ ...game, actual: f(0, 0, 0, 0) });
    expect(accumulator.result()).toMatchObject({ wape: null, bias: null, weightedQuantileLoss: null });
  });

  it('pass over a game without an observed day', () => {
    const accumulator = new MetricsAccumulator();
    accumulator.add({ ...game, observed: new Uint8Array(4) });
    expect(accumulator.result()).toMatchObject({ games: 0, days: 0, coverage: null, mase: null });
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

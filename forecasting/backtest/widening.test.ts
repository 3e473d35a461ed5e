import { describe, expect, it } from '@jest/globals';
import { emptyForecasts } from '../forecast-set.ts';
import type { ForecastSet } from '../forecast-set.ts';
import { Random } from '../random.ts';
import type { Outcome } from './score.ts';
import { widen, wideningOf } from './widening.ts';

const games = 40;
const horizon = 60;

/** Forecasts of 100 units a day with an interval of `half` in logs to both sides. */
function forecastsOf(half: number): ForecastSet {
  const set = emptyForecasts(0, horizon, games);
  set.mean.fill(100);
  set.p50.fill(100);
  set.p10.fill(Math.expm1(Math.log1p(100) - half));
  set.p90.fill(Math.expm1(Math.log1p(100) + half));
  return set;
}

/** Days that lie within `spread` of 100 units, evenly in logs. */
function outcomeOf(spread: number): Outcome {
  const random = Random.seeded(3);
  const units = new Float32Array(games * horizon).map(() =>
    Math.expm1(Math.log1p(100) + spread * (2 * random.uniform() - 1)),
  );
  const observed = new Uint8Array(units.length).fill(1);
  const scale = new Float64Array(games).fill(1);
  return { origin: 0, horizon, units, observed, scale, stepScale: scale };
}

function coverage(set: ForecastSet, { units }: Outcome): number {
  return units.filter((y, at) => y >= set.p10[at]! && y <= set.p90[at]!).length / units.length;
}

const all = (): boolean => true;

describe('the widening of intervals', () => {
  it('brings too narrow ones most of the way to four days of five', () => {
    const set = forecastsOf(0.2);
    const outcome = outcomeOf(0.5);
    expect(coverage(set, outcome)).toBeCloseTo(0.4, 1);
    const factor = wideningOf(set, outcome, all);
    expect(factor).toBeCloseTo(2 ** 0.75, 1);
    for (let game = 0; game < games; game++) widen(set, game, factor);
    expect(coverage(set, outcome)).toBeGreaterThan(0.62);
    expect(coverage(set, outcome)).toBeLessThanOrEqual(0.8);
  });

  it('leaves intervals alone that hold more than they have to', () => {
    expect(wideningOf(forecastsOf(0.6), outcomeOf(0.5), all)).toBe(1);
    const set = forecastsOf(0.6);
    widen(set, 0, 1);
    expect(set).toEqual(forecastsOf(0.6));
  });

  it('asks only the games that are wanted, and nothing of days that were not observed', () => {
    const outcome = outcomeOf(0.5);
    outcome.units.fill(1e6, 0, horizon);
    expect(wideningOf(forecastsOf(0.2), outcome, (game) => game === 0)).toBe(3);
    expect(wideningOf(forecastsOf(0.2), outcome, (game) => game > 0)).toBeCloseTo(2 ** 0.75, 1);
    outcome.observed.fill(0);
    expect(wideningOf(forecastsOf(0.2), outcome, all)).toBe(1);
  });

  it('moves no bound by more than half or double, whatever the interval was', () => {
    const set = forecastsOf(0.3);
    set.p50.fill(0, 0, horizon);
    set.p10.fill(0, 0, horizon);
    set.p90.fill(50, 0, horizon);
    widen(set, 0, 3);
    expect(set.p90[0]).toBeCloseTo(2 * 51 - 1, 3);
  });

  it('keeps the quantiles in order and above 0', () => {
    const set = forecastsOf(0.3);
    set.p10.fill(0, 0, horizon);
    set.p50.fill(0, 0, horizon);
    set.p90.fill(0, 0, 30);
    widen(set, 0, 3);
    widen(set, 1, 3);
    for (let at = 0; at < 2 * horizon; at++) {
      expect(set.p10[at]).toBeGreaterThanOrEqual(0);
      expect(set.p10[at]).toBeLessThanOrEqual(set.p50[at]!);
      expect(set.p50[at]).toBeLessThanOrEqual(set.p90[at]!);
    }
  });
});

import { describe, expect, it } from '@jest/globals';
import { naive, seasonalNaive, weekdayMedian } from './rules.ts';
import type { Series } from './series.ts';
import { learnSmoothing } from './smoothing/exponential-smoothing.ts';
import { fitSmoothing } from './smoothing/fit.ts';
import { extrapolate, smooth } from './smoothing/recursion.ts';
import { runTsb } from './tsb.ts';

// Expected figures are from statsforecast 2.1.1 (Nixtla, PyPI), on the series below:
// Naive(), SeasonalNaive(7), SeasonalWindowAverage(7, 4), TSB(alpha_d, alpha_p) and
// AutoETS(season_length=7, model='ANN' or 'ANA').fit(y), with `model_['par']`, `['states'][0]` and `['aicc']`;
// Its first states are optimised, ours are estimated, hence the room left in the comparisons of whole fits.
// On logarithms: .fit(log1p(y)), whose AICc is of units after 2 Σ ln(1 + y) is added.

const DAYS = 120;

/** Uniform numbers from a linear congruential generator, the same in any language. */
function uniforms(count: number, seed: number): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (Math.imul(1_103_515_245, state) + 12_345) & 0x7fffffff;
    return state / 0x80000000;
  });
}

function series(units: readonly number[]): Series {
  return { units: Float32Array.from(units), observed: new Uint8Array(units.length).fill(1) };
}

const week = [10, 8, 7, 9, 14, 30, 26];
const noise = uniforms(DAYS, 7);
/** A week that is added to a slowly rising level. */
const additive = noise.map((u, t) => Math.trunc(100 + 6 * week[t % 7]! + Math.floor(t / 3) + 60 * (u - 0.5)));
/** A week and noise that multiply a rising level. */
const multiplied = noise.map((u, t) => Math.trunc(2 * week[t % 7]! * (1 + t / 40) * (0.6 + 0.8 * u)));
/** A walk without a week. */
const walk = noise.map(
  (
    (at) => (u: number) =>
      (at += Math.round(40 * (u - 0.5)))
  )(500),
);
const draws = uniforms(2 * DAYS, 99);
/** One day in four sells one to six units. */
const sparse = Array.from({ length: DAYS }, (_, t) =>
  draws[2 * t + 1]! < 0.25 ? Math.trunc(draws[2 * t]! * 6) + 1 : 0,
);

function expectClose(actual: ArrayLike<number>, expected: readonly number[], share: number): void {
  expected.forEach((value, n) => expect(Math.abs(actual[n]! / value - 1)).toBeLessThan(share));
}

describe('the rules, against statsforecast', () => {
  it('naive repeats the last day', () => {
    expect([...naive(series(additive), DAYS, 3).middle]).toEqual([224, 224, 224]);
  });

  it('seasonal naive repeats the last week', () => {
    const { middle } = seasonalNaive(series(additive), DAYS, 8);
    expect([...middle]).toEqual([208, 159, 205, 251, 302, 319, 224, 208]);
  });

  it('the mean of weekday median is the seasonal window average', () => {
    const { mean } = weekdayMedian(series(additive), DAYS, 8);
    expect([...mean]).toEqual([189.75, 158.25, 176, 230.75, 317, 292.75, 199.25, 189.75]);
  });
});

describe('TSB, against statsforecast', () => {
  it.each([
    [0.1, 0.1, 0.855829],
    [0.3, 0.05, 0.818372],
    [0.2, 0.2, 0.805295],
  ])('with alpha_d %p and alpha_p %p forecasts %p a day', (size, probability, rate) => {
    const learnt = runTsb(series(sparse), DAYS, { size, probability });
    expect(learnt.probability * learnt.size).toBeCloseTo(rate, 5);
  });
});

describe('exponential smoothing, against statsforecast', () => {
  it('errs and forecasts the same from the same states and parameters', () => {
    const weekdays = [-28.017433, -39.651052, -51.737073, -41.969345, 0.284756, 92.64934, 68.440808];
    const state = { level: 193.465815, season: Float64Array.from(weekdays) };
    const squares = smooth({ alpha: 0.091962, gamma: 0.000179 }, state, Float64Array.from(additive), 0, DAYS);
    expectClose([squares], [40270.724213], 1e-5);
    expectClose(
      extrapolate(state, DAYS, 7),
      [188.391577, 176.305635, 186.073188, 228.328352, 320.69214, 296.483714, 200.025367],
      1e-5,
    );
  });

  it('finds a fit as good, and the same forecast, where the week is added', () => {
    const fit = fitSmoothing(series(additive), DAYS)!;
    expect([fit.scale.name, fit.seasonal]).toEqual(['units', true]);
    expect(fit.aicc).toBeLessThan(1294.424 + 1);
    expectClose(
      learnSmoothing(series(additive), DAYS)!(DAYS, 7).middle,
      [188.391577, 176.305635, 186.073188, 228.328352, 320.69214, 296.483714, 200.025367],
      0.02,
    );
  });

  it('takes logarithms where the week multiplies', () => {
    const fit = fitSmoothing(series(multiplied), DAYS)!;
    expect([fit.scale.name, fit.seasonal]).toEqual(['logarithms', true]);
    expect(fit.aicc).toBeLessThan(1251.005 + 2);
    expectClose(
      learnSmoothing(series(multiplied), DAYS)!(DAYS, 7).middle,
      [66.846701, 53.654877, 67.499608, 123.813538, 250.069746, 217.98337, 82.060087],
      0.05,
    );
  });

  it('leaves the week out where there is none, as AICc tells it there', () => {
    const fit = fitSmoothing(series(walk), DAYS)!;
    expect([fit.scale.name, fit.seasonal]).toEqual(['units', false]);
    expect(fit.aicc).toBeLessThan(1176.038 + 2);
    expect(fit.smoothing.alpha).toBeCloseTo(0.9999, 4);
    expectClose(learnSmoothing(series(walk), DAYS)!(DAYS, 1).middle, [527.9983], 1e-4);
  });
});

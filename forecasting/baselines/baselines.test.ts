import { describe, expect, it } from '@jest/globals';
import { rhythmicPanel } from '../../testing/panels.ts';
import { emptyPanel } from '../panel/panel.ts';
import { Random } from '../random.ts';
import { baselineNames, baselines } from './baseline.ts';
import type { Baseline } from './baseline.ts';
import { forecastBaseline, replacedGames } from './forecast-baseline.ts';
import { quantile, residualBand } from './intervals.ts';
import { seasonalNaive, weekdayMedian } from './rules.ts';
import type { Series } from './series.ts';
import { learnSmoothing } from './smoothing/exponential-smoothing.ts';

function series(...units: (number | null)[]): Series {
  return {
    units: Float32Array.from(units, (value) => value ?? 0),
    observed: Uint8Array.from(units, (value) => (value === null ? 0 : 1)),
  };
}

function average(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}

describe('seasonal naive', () => {
  it('repeats the last week', () => {
    const { middle } = seasonalNaive(series(9, 1, 2, 3, 4, 5, 6, 7), 8, 9);
    expect([...middle]).toEqual([1, 2, 3, 4, 5, 6, 7, 1, 2]);
  });

  it('takes the week’s mean for a weekday that was not observed or came before the game', () => {
    const { middle } = seasonalNaive(series(3, null, 6), 3, 7);
    expect([...middle]).toEqual([4.5, 4.5, 4.5, 4.5, 3, 4.5, 6]);
  });

  it('reads nothing from its end on', () => {
    const { middle } = seasonalNaive(series(1, 2, 3, 4, 5, 6, 7, 999), 7, 1);
    expect([...middle]).toEqual([1]);
  });
});

describe('weekday median', () => {
  it('is the median of the last four same weekdays, with their mean for totals', () => {
    const weeks = [1, 2, 3, 10].flatMap((value) => [value, 0, 0, 0, 0, 0, 0]);
    const { middle, mean } = weekdayMedian(series(...weeks), 28, 7);
    expect(middle[0]).toBe(2.5);
    expect(mean[0]).toBe(4);
  });

  it('leaves unobserved days out', () => {
    const weeks = [1, null, 3, 10].flatMap((value) => [value, 0, 0, 0, 0, 0, 0]);
    expect(weekdayMedian(series(...weeks), 28, 1).middle[0]).toBe(3);
  });

  it('is 0 for a game without a day', () => {
    expect(weekdayMedian(series(), 0, 2).middle).toEqual(Float64Array.of(0, 0));
  });
});

describe('exponential smoothing', () => {
  const rhythm = (days: number): number[] =>
    Array.from({ length: days }, (_, day) => 100 + 50 * Number(day % 7 > 4) + ((day * 37) % 11));

  it('passes over days that were not observed instead of taking them for days without sales', () => {
    const whole = rhythm(140);
    const cut = whole.map((units, day) => (day % 10 === 3 || day >= 126 ? null : units));
    const zeros = cut.map((units) => units ?? 0);
    const said = (units: (number | null)[]): number =>
      average(learnSmoothing(series(...units), 140)!(140, 60).middle);
    expect(Math.abs(said(cut) / said(whole) - 1)).toBeLessThan(0.02);
    expect(Math.abs(said(zeros) / said(whole) - 1)).toBeGreaterThan(0.05);
  });

  it('reads nothing from its end on', () => {
    const before = rhythm(100);
    const [one, other] = [before, [...before, 9999, 9999]].map(
      (units) => learnSmoothing(series(...units), 100)!(100, 7).middle,
    );
    expect(other).toEqual(one);
  });

  it('of rare sales has a mean above its middle, as high as what is sold', () => {
    const random = Random.seeded(1);
    const rare = Array.from({ length: 300 }, (_, day) => (random.uniform() < 0.25 ? 1 + (day % 3) : 0));
    const { middle, mean } = learnSmoothing(series(...rare), 300)!(300, 60);
    const [sold, low, high] = [rare, middle, mean].map(average);
    expect(Math.abs(high! / sold! - 1)).toBeLessThan(0.15);
    expect(low! / sold!).toBeLessThan(0.8);
  });

  it('gives way to the weekday median with less than four weeks, and the games are counted', () => {
    const panel = rhythmicPanel(3, 60);
    panel.observed.fill(0, 60, 60 + 33);
    expect(replacedGames(panel)).toBe(1);
    const smoothed = forecastBaseline('exponential smoothing', panel, 14);
    const medians = forecastBaseline('weekday median', panel, 14);
    expect(smoothed.mean.subarray(14, 28)).toEqual(medians.mean.subarray(14, 28));
    expect(smoothed.mean.subarray(0, 14)).not.toEqual(medians.mean.subarray(0, 14));
  });
});

describe('TSB', () => {
  it('forgets a game that no longer sells, day by day', () => {
    const ended = series(...Array.from({ length: 200 }, (_, day) => (day < 100 && day % 4 === 0 ? 3 : 0)));
    const forecast = baselines['rare-sales smoothing (TSB)'](ended, 200);
    const after = [100, 120, 200].map((end) => forecast(end, 1).mean[0]!);
    expect(after[0]!).toBeGreaterThan(0.5);
    expect(after[1]!).toBeLessThan(after[0]!);
    expect(after[2]!).toBeLessThan(0.2 * after[0]!);
  });
});

describe('TSB of rare sales', () => {
  it('says that most days sell nothing, and yet what a month sells', () => {
    const random = Random.seeded(1);
    const rare = Array.from({ length: 300 }, () => (random.uniform() < 0.2 ? 5 : 0));
    const { middle, mean } = baselines['rare-sales smoothing (TSB)'](series(...rare), 300)(300, 30);
    expect(average(middle)).toBe(0);
    expect(average(mean)).toBeGreaterThan(0.6);
    expect(average(mean)).toBeLessThan(1.4);
  });
});

describe('every baseline', () => {
  const many = (value: (day: number) => number | null): (number | null)[] =>
    Array.from({ length: 300 }, (_, day) => value(day));
  const odd: [string, (number | null)[]][] = [
    ['a constant series', many(() => 100)],
    ['one of zeros', many(() => 0)],
    ['a single day', [7]],
    ['a single day and a gap', [7, ...many(() => null)]],
    ['a spike of a million on the last day', many((day) => (day === 299 ? 1_000_000 : day % 3))],
    ['a spike of a million among zeros', many((day) => (day === 150 ? 1_000_000 : 0))],
    ['one observed day in ten', many((day) => (day % 10 === 0 ? day : null))],
    ['huge numbers', many((day) => 1e9 + 1e7 * (day % 7))],
    ['nothing observed', many(() => null)],
    ['no day at all', []],
  ];
  it.each(baselineNames.flatMap((name) => odd.map(([what, units]) => ({ name, what, units }))))(
    'stays sane: $name on $what',
    ({ name, units }) => {
      const panel = emptyPanel(0, units.length, [{ id: 'a', releaseDay: null, genres: [] }]);
      panel.units.set(units.map((value) => value ?? 0));
      panel.observed.set(units.map((value) => (value === null ? 0 : 1)));
      const { mean, p10, p50, p90 } = forecastBaseline(name, panel, 60);
      for (let h = 0; h < 60; h++) {
        expect([mean[h], p10[h], p50[h], p90[h]].every(Number.isFinite)).toBe(true);
        expect(Math.min(mean[h]!, p10[h]!)).toBeGreaterThanOrEqual(0);
        expect(p50[h]!).toBeGreaterThanOrEqual(p10[h]!);
        expect(p90[h]!).toBeGreaterThanOrEqual(p50[h]!);
        expect(mean[h]!).toBeLessThanOrEqual(2 * Math.max(0, ...units.map((value) => value ?? 0)) + 1e-6);
      }
    },
  );
});

describe('intervals of a baseline', () => {
  it.each(baselineNames)(
    'hold the mean of %s, also after a single large order or in a rare seller',
    (name) => {
      const panel = rhythmicPanel(2, 200);
      // A thousand at once where a few are usual, and a game that has sold on a day in fifty.
      panel.units[185] = 1000;
      for (let day = 0; day < 200; day++) panel.units[200 + day] = day % 50 === 49 ? 1 : 0;
      const { mean, p10, p90 } = forecastBaseline(name, panel, 60);
      mean.forEach((value, at) => {
        expect(p10[at]!).toBeLessThanOrEqual(value);
        expect(p90[at]!).toBeGreaterThanOrEqual(value);
      });
    },
  );

  it('come from its own past errors', () => {
    const steady = series(...Array.from({ length: 300 }, () => 10));
    const band = residualBand(baselines['seasonal naive'], steady, 300, 60);
    expect([...band.low, ...band.high].every((value) => value === 0)).toBe(true);
  });

  it('come from days that were not learnt from', () => {
    const units = Array.from({ length: 300 }, (_, day) => 100 + ((day * 31) % 13));
    const learnt: number[] = [];
    const spy: Baseline = (own, end) => {
      learnt.push(end);
      return baselines['exponential smoothing'](own, end);
    };
    residualBand(spy, series(...units), 300, 60);
    residualBand(spy, series(...units.slice(0, 100)), 100, 60);
    expect(learnt).toEqual([300 - 26 * 7, 56]);
  });

  it('are half to double where the past says nothing', () => {
    const band = residualBand(baselines['seasonal naive'], series(10, 10), 2, 14);
    expect([...band.high]).toEqual([Math.LN2, Math.LN2]);
    expect([...band.low]).toEqual([-Math.LN2, -Math.LN2]);
  });

  it('hold most of what comes on a rhythmic series', () => {
    const panel = rhythmicPanel(6, 260);
    const set = forecastBaseline('weekday median', panel, 30);
    for (let at = 0; at < set.p50.length; at++) {
      expect(set.p10[at]!).toBeLessThanOrEqual(set.p50[at]!);
      expect(set.p50[at]!).toBeLessThanOrEqual(set.p90[at]!);
      expect(set.p10[at]!).toBeGreaterThanOrEqual(0);
    }
  });

  it('exist for a game that was never observed', () => {
    const set = forecastBaseline(
      'seasonal naive',
      emptyPanel(0, 5, [{ id: 'a', releaseDay: null, genres: [] }]),
      7,
    );
    expect([...set.mean]).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect([...set.p90].every(Number.isFinite)).toBe(true);
  });
});

describe('quantile', () => {
  it('interpolates between sorted values', () => {
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
    expect(quantile([1, 2, 3, 4], 0.1)).toBeCloseTo(1.3);
    expect(quantile([5], 0.9)).toBe(5);
  });
});

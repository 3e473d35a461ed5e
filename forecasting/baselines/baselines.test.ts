import { describe, expect, it } from '@jest/globals';
import { rhythmicPanel } from '../../testing/panels.ts';
import { emptyPanel } from '../panel/panel.ts';
import { forecastBaseline } from './forecast-baseline.ts';
import { quantile, residualBand } from './intervals.ts';
import { seasonalNaive, weekdayMedian } from './rules.ts';
import type { Series } from './series.ts';

function series(...units: (number | null)[]): Series {
  return {
    units: Float32Array.from(units, (value) => value ?? 0),
    observed: Uint8Array.from(units, (value) => (value === null ? 0 : 1)),
  };
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

describe('intervals of a baseline', () => {
  it('come from its own past errors', () => {
    const steady = series(...Array.from({ length: 300 }, () => 10));
    const band = residualBand('seasonal naive', steady, 300, 60);
    expect([...band.low, ...band.high].every((value) => value === 0)).toBe(true);
  });

  it('are half to double where the past says nothing', () => {
    const band = residualBand('seasonal naive', series(10, 10), 2, 14);
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

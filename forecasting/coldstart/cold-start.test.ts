import { describe, expect, it } from '@jest/globals';
import { emptyForecasts } from '../forecast-set.ts';
import type { ForecastSet } from '../forecast-set.ts';
import { emptyPanel } from '../panel/panel.ts';
import type { Panel } from '../panel/panel.ts';
import { coldStart } from './cold-start.ts';
import { labelOf } from './labels.ts';
import { readLaunches } from './launches.ts';

const DAYS = 300;
const HORIZON = 60;
/** Twenty games that launched at 50 to 25,000 units a day and have sold so ever since. */
const HEIGHTS = Array.from({ length: 20 }, (_, n) => 50 * 500 ** (n / 19));
const OWN = HEIGHTS.length;

/** The store's launches, and after them one game that comes out `released` days before the origin. */
function storeWith(released: number, unitsOn: (day: number) => number | null): Panel {
  const games = [...HEIGHTS, 0].map((_, n) => ({
    id: String(n),
    releaseDay: n === OWN ? DAYS - released : 60,
    genres: ['Action'],
  }));
  const panel = emptyPanel(0, DAYS, games);
  panel.listPrice.fill(20);
  const sell = (game: number, day: number, units: number): void => {
    panel.observed[game * DAYS + day] = 1;
    panel.units[game * DAYS + day] = units;
  };
  HEIGHTS.forEach((height, game) => {
    for (let day = 60; day < DAYS; day++) sell(game, day, height);
  });
  for (let day = 0; day < DAYS; day++) {
    const units = unitsOn(day);
    if (units !== null) sell(OWN, day, units);
  }
  return panel;
}

/** The own game's curves, which start as those of a forecast that says `before`. */
function forecast(panel: Panel, before = 0): Record<'mean' | 'p10' | 'p50' | 'p90', Float32Array> {
  const out: ForecastSet = emptyForecasts(DAYS, HORIZON, OWN + 1);
  for (const name of ['mean', 'p10', 'p50', 'p90'] as const) out[name].fill(before);
  coldStart(panel, OWN, labelOf(panel, OWN), readLaunches(panel, 'all'), out);
  const of = (curve: Float32Array): Float32Array => curve.subarray(OWN * HORIZON);
  return { mean: of(out.mean), p10: of(out.p10), p50: of(out.p50), p90: of(out.p90) };
}

/** Sold `units` a day since it came out. */
function selling(days: number, units: number): Panel {
  return storeWith(days, (day) => (day >= DAYS - days ? units : null));
}

describe('a new game', () => {
  it.each([1, 100_000])('goes by its own first days, of %s units each, more than by the store’s', (units) => {
    const off = [1, 3, 7, 13].map((days) => {
      const { p10, p50, p90 } = forecast(selling(days, units));
      if (days > 1) {
        expect(p10[0]).toBeLessThanOrEqual(units);
        expect(p90[0]).toBeGreaterThanOrEqual(units);
      }
      return Math.abs(Math.log(p50[0]! / units));
    });
    off.slice(1).forEach((distance, n) => expect(distance).toBeLessThan(off[n]!));
    expect(Math.exp(off[3]!)).toBeLessThan(2);
  });

  it('is the less in doubt the more days there are', () => {
    const widths = [1, 3, 7, 13].map((days) => {
      const { p10, p90 } = forecast(selling(days, 300));
      return p90[0]! / p10[0]!;
    });
    widths.slice(1).forEach((width, n) => expect(width).toBeLessThan(widths[n]!));
    expect(widths[3]).toBeGreaterThanOrEqual(4);
  });

  it('is forecast to sell although its first day went without a sale, but less than the store’s launches', () => {
    const { mean, p10, p50, p90 } = forecast(selling(1, 0));
    expect(p50[0]).toBeGreaterThan(0.5);
    expect(p50[0]).toBeLessThan(50);
    expect(p90[0]! / p10[0]!).toBeGreaterThan(10);
    expect(mean[0]).toBe(p50[0]);
  });

  it.each([
    ['of a busy store', 1],
    ['of a store that hardly sells', 1e-4],
  ])('%s is forecast the lower, the more days went without a sale', (_, scale) => {
    const scaled = (panel: Panel): Panel => {
      panel.units.forEach((units, at) => (panel.units[at] = units * scale));
      return panel;
    };
    const before = forecast(scaled(storeWith(-1, () => null))).p50[1]!;
    const after = [1, 2, 3, 7, 13].map((days) => forecast(scaled(selling(days, 0))).p50[0]!);
    after.forEach((p50, n) => expect(p50).toBeLessThan(n === 0 ? before : after[n - 1]!));
    expect(after.at(-1)).toBeGreaterThan(0);
  });

  it('is not thrown off by a first day on which launches hardly sell', () => {
    const panel = selling(1, 0);
    HEIGHTS.forEach((height, game) => (panel.units[game * DAYS + 60] = 1e-6 * height));
    const { p50 } = forecast(panel);
    expect(p50[0]).toBeGreaterThan(HEIGHTS[8]!);
    expect(p50[0]).toBeLessThan(HEIGHTS[11]!);
  });

  it('is forecast with as much doubt as its few days and earlier launches leave', () => {
    // Heights spread by e^1.9, days by a half: after one day and many units about a half is left, and days differ by two.
    const width = ({ p10, p90 }: ReturnType<typeof forecast>): number => Math.log(p90[0]! / p10[0]!) / 2;
    expect(width(forecast(selling(1, 1e4)))).toBeGreaterThan(0.85);
    expect(width(forecast(selling(1, 1e4)))).toBeLessThan(1);
    expect(width(forecast(selling(13, 1e4)))).toBeLessThan(0.75);
    const alike = storeWith(1, (day) => (day === DAYS - 1 ? 1e4 : null));
    HEIGHTS.forEach((_, game) => {
      for (let day = 60; day < DAYS; day++) alike.units[game * DAYS + day] = 1000;
    });
    // Launches that were all alike may still differ by a half.
    const { p50 } = forecast(alike);
    expect(p50[0]).toBeGreaterThan(2000);
    expect(p50[0]).toBeLessThan(5000);
  });

  it('goes by its days alone in a store that knows of no other', () => {
    const own = selling(5, 30);
    const alone = { ...own, observed: own.observed.slice(), units: own.units.slice() };
    alone.observed.fill(0, 0, OWN * DAYS);
    alone.units.fill(0, 0, OWN * DAYS);
    const { p10, p50, p90 } = forecast(alone);
    expect(p50[0]).toBeGreaterThan(25);
    expect(p50[0]).toBeLessThan(36);
    for (const curve of [p10, p90]) expect(curve.every(Number.isFinite)).toBe(true);
  });
});

describe('a new game whose first days tell nothing, since no launch has sold on such days', () => {
  const slow = (panel: Panel): Panel => {
    HEIGHTS.forEach((_, game) => panel.units.fill(0, game * DAYS + 60, game * DAYS + 62));
    return panel;
  };

  it('is forecast as launches go', () => {
    const { p50, p90 } = forecast(slow(selling(2, 0)));
    expect(p50[0]).toBeGreaterThan(HEIGHTS[8]!);
    expect(p50[0]).toBeLessThan(HEIGHTS[11]!);
    expect(p90.every(Number.isFinite)).toBe(true);
  });
});

describe('an unreleased game', () => {
  const middle = HEIGHTS[9]!;

  it('sells nothing before its release and then as launches do', () => {
    const { mean, p50, p90 } = forecast(storeWith(-10, () => null));
    expect([...p90.subarray(0, 10)]).toEqual(Array<number>(10).fill(0));
    expect(p50[10]).toBeGreaterThan(middle / 2);
    expect(p50[10]).toBeLessThan(2 * middle);
    expect(mean[10]).toBe(p50[10]);
  });

  it('is as uncertain as launches are high, and their days beside', () => {
    const { p10, p50, p90 } = forecast(storeWith(-10, () => null));
    expect(p90[10]! / p50[10]!).toBeGreaterThan(HEIGHTS[17]! / middle);
    expect(p50[10]! / p10[10]!).toBeGreaterThan(middle / HEIGHTS[1]!);
    expect(p90[10]!).toBeLessThan(4 * HEIGHTS[19]!);
  });

  it('keeps what its pre-orders let expect where that is more than a launch', () => {
    const ordered = storeWith(-10, (day) => (day >= DAYS - 40 ? 1e5 : null));
    const { p50 } = forecast(ordered, 1e5);
    expect(p50[0]).toBe(1e5);
    expect(p50[30]).toBe(1e5);
  });

  it('is left alone where it has sold for four months in early access', () => {
    const early = storeWith(-10, (day) => (day >= DAYS - 130 ? 5 : null));
    expect([...forecast(early, 5).p50]).toEqual(Array<number>(HORIZON).fill(5));
  });
});

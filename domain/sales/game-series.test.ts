import { describe, expect, it } from '@jest/globals';
import { dayOf, formatDay } from '../days.ts';
import { reviewLabel } from '../reviews/labels.ts';
import { buildSeries, type GameFacts, type SalesDay, type SeriesDay } from './game-series.ts';
import { writeSeriesFile } from './series-file.ts';

const asOf = dayOf('2026-02-01');
const label = (totals: { positive: number; count: number }): string =>
  reviewLabel(totals.positive, totals.count);

const nothing: GameFacts = {
  releaseDay: null,
  preOrder: false,
  sales: [],
  pricePoints: [],
  discounts: [],
  reviews: [],
};
const sale = (day: string, units: number, more: Partial<SalesDay> = {}): SalesDay => ({
  day: dayOf(day),
  units,
  refunded: 0,
  inHistory: false,
  pricedUnits: 0,
  revenueMinor: 0,
  listMinor: null,
  unitMinor: null,
  ...more,
});

function days(facts: Partial<GameFacts>): readonly SeriesDay[] {
  const series = buildSeries({ ...nothing, ...facts }, asOf, label);
  if (!series.ok) throw new Error(series.problem);
  return series.days;
}

function problem(facts: Partial<GameFacts>): string | undefined {
  const series = buildSeries({ ...nothing, ...facts }, asOf, label);
  return series.ok ? undefined : series.problem;
}

/** A stream of numbers in [0, 1) that is the same in every run of the test. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Sales of a game on some days of a year, never more refunded than sold so far. */
function randomSales(random: () => number): SalesDay[] {
  const sales: SalesDay[] = [];
  let owned = 0;
  for (let day = asOf - 1 - Math.floor(random() * 365); day < asOf; day++) {
    if (random() < 0.4) continue;
    const units = Math.floor(random() * 50);
    owned += units;
    const refunded = Math.floor(random() * Math.min(owned, 5));
    owned -= refunded;
    sales.push({ ...sale(formatDay(day), units), refunded, inHistory: random() < 0.5 });
  }
  return sales;
}

describe('buildSeries', () => {
  it('loses and invents no unit, leaves no gap and ends the day before, whatever the sales', () => {
    const random = randomFrom(7);
    for (let i = 0; i < 200; i++) {
      const sales = randomSales(random);
      const series = days({ sales });
      const sum = (of: readonly number[]): number => of.reduce((total, value) => total + value, 0);
      expect(sum(series.map((day) => day.quantity ?? 0))).toBe(sum(sales.map((day) => day.units)));
      expect(sum(series.map((day) => day.refunded ?? 0))).toBe(sum(sales.map((day) => day.refunded)));
      series.forEach((day, n) => expect(day.day).toBe(asOf - series.length + n));
      const file = writeSeriesFile(series, { title: 'Any', allGenres: [], ownGenres: [], currencyDigits: 2 });
      expect(file).toMatchObject({ rows: series.length, units: sum(sales.map((day) => day.units)) });
    }
  });

  it('starts with the first sale although the game could be bought only later', () => {
    const pricePoints = [{ validFrom: Date.parse('2026-01-20T00:00:00Z'), amountMinor: 500 }];
    const series = days({ sales: [sale('2026-01-10', 1)], pricePoints });
    expect(series.map((day) => day.observed).indexOf(true, 1)).toBe(10);
    expect(series.slice(0, 2).map((day) => day.quantity)).toEqual([1, null]);
  });

  it('does not observe a game between its price and its release, unless it takes pre-orders', () => {
    const pricePoints = [{ validFrom: Date.parse('2026-01-20T00:00:00Z'), amountMinor: 500 }];
    const releaseDay = dayOf('2026-01-25');
    expect(days({ pricePoints, releaseDay })[0]?.day).toBe(releaseDay);
    expect(days({ pricePoints, releaseDay, preOrder: true })[0]).toMatchObject({
      day: dayOf('2026-01-20'),
      observed: true,
      launchBoost: false,
      daysSinceRelease: -5,
    });
  });

  it('counts a refund on its day although the game is off sale, where what it would have sold is unknown', () => {
    const line = sale('2026-01-10', 2);
    const series = days({ sales: [line, sale('2026-01-20', 0, { refunded: 1 })] });
    const day = series.find(({ day }) => day === dayOf('2026-01-20'));
    expect(day).toMatchObject({ observed: false, quantity: null, refunded: 1 });
  });

  it('has no day at all for a game that never was on sale', () => {
    expect(days({ releaseDay: dayOf('2020-01-01') })).toEqual([]);
  });

  it('keeps the discount rate of a history below one', () => {
    const [given] = days({
      sales: [sale('2026-01-31', 1, { inHistory: true, listMinor: 1000, unitMinor: 0 })],
    });
    expect(given).toMatchObject({ discountRate: 0.99, listMinor: 1000, unitPriceMinor: 0 });
  });

  it('says what is wrong with sales that contradict themselves', () => {
    expect(
      problem({ sales: [sale('2026-01-31', 1, { inHistory: true, listMinor: 900, unitMinor: 1000 })] }),
    ).toBe('history of 2026-01-31: unit price 1000 lies above the list price 900 (minor units)');
    expect(problem({ sales: [sale('2026-01-30', 1, { refunded: 2 })] })).toBe(
      'until 2026-01-30: 2 units refunded, but only 1 sold',
    );
  });

  it('refuses a review label that nobody knows instead of taking it for the worst', () => {
    const series = buildSeries({ ...nothing, sales: [sale('2026-01-31', 1)] }, asOf, () => 'Quite Good');
    expect(series).toEqual({
      ok: false,
      problem: 'review label "Quite Good" on 2026-01-31 is none of the known ones',
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import { dayOf, formatDay } from '../days.ts';
import { firstPricedDay, pricesByDay, type Discount, type PricePoint } from './prices-by-day.ts';

const at = (text: string): number => Date.parse(text);
const point = (from: string, amountMinor: number | null): PricePoint => ({
  validFrom: at(from),
  amountMinor,
});
const off = (percent: number, from: string, to: string): Discount => ({
  percent,
  startsAt: at(from),
  endsAt: at(to),
});

function priced(
  points: readonly PricePoint[],
  discounts: readonly Discount[],
  first: string,
  end: string,
): string[] {
  const prices = pricesByDay(points, discounts, dayOf(first), dayOf(end));
  return [...prices]
    .sort(([a], [b]) => a - b)
    .map(([day, p]) => `${formatDay(day)} ${p.listMinor} ${p.percent}`);
}

describe('pricesByDay', () => {
  it('has no price before the first point and after one that takes the game off sale', () => {
    const points = [point('2026-01-02T00:00:00Z', 500), point('2026-01-04T00:00:00Z', null)];
    expect(priced(points, [], '2026-01-01', '2026-01-06')).toEqual(['2026-01-02 500 0', '2026-01-03 500 0']);
  });

  it('counts the hours of a day: a price of 13 hours beats one of 11', () => {
    const points = [point('2026-01-01T00:00:00Z', 500), point('2026-01-02T13:00:00Z', 900)];
    expect(priced(points, [], '2026-01-02', '2026-01-04')).toEqual(['2026-01-02 500 0', '2026-01-03 900 0']);
  });

  it('adds up a price that held twice on one day', () => {
    const points = [point('2026-01-01T00:00:00Z', 500)];
    const discounts = [off(20, '2026-01-01T09:00:00Z', '2026-01-01T19:00:00Z')];
    expect(priced(points, discounts, '2026-01-01', '2026-01-02')).toEqual(['2026-01-01 500 0']);
  });

  it('takes the later of two that held equally long', () => {
    const points = [point('2026-01-01T00:00:00Z', 500), point('2026-01-01T12:00:00Z', 700)];
    expect(priced(points, [], '2026-01-01', '2026-01-02')).toEqual(['2026-01-01 700 0']);
  });

  it('never discounts what is free', () => {
    const points = [point('2026-01-01T00:00:00Z', 0)];
    const discounts = [off(50, '2026-01-01T00:00:00Z', '2026-01-03T00:00:00Z')];
    expect(priced(points, discounts, '2026-01-01', '2026-01-02')).toEqual(['2026-01-01 0 0']);
  });

  it('joins a discount that ends where the next begins', () => {
    const points = [point('2025-01-01T00:00:00Z', 1000)];
    const discounts = [
      off(30, '2026-01-02T00:00:00Z', '2026-01-03T00:00:00Z'),
      off(60, '2026-01-03T00:00:00Z', '2026-01-04T00:00:00Z'),
    ];
    expect(priced(points, discounts, '2026-01-01', '2026-01-05')).toEqual([
      '2026-01-01 1000 0',
      '2026-01-02 1000 30',
      '2026-01-03 1000 60',
      '2026-01-04 1000 0',
    ]);
  });
});

describe('firstPricedDay', () => {
  it('is the day of the first price that is one, and none where that comes too late', () => {
    const points = [point('2026-01-01T00:00:00Z', null), point('2026-01-05T18:00:00Z', 0)];
    expect(firstPricedDay(points, dayOf('2026-01-10'))).toBe(dayOf('2026-01-05'));
    expect(firstPricedDay(points, dayOf('2026-01-05'))).toBeUndefined();
  });
});

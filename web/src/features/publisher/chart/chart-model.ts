import type { Forecast, WhatIf } from '../../../shared/api/contract.ts';
import { DAY_MS, formatDay } from '../../../shared/format/time.ts';

export type Range = 30 | 180 | 'all';

interface Spread {
  readonly mean: number;
  readonly p10: number;
  readonly p90: number;
}

/** One day of the chart. Units of a day; null = nothing is known of that kind for this day. */
export interface ChartDay {
  readonly date: string;
  readonly actual: number | null;
  readonly forecast: Spread | null;
  readonly without: number | null;
  /** What is expected with the other plan that the reader tries. */
  readonly changed: number | null;
  /** What the held-out fold had said for a day that has passed since. */
  readonly before: Spread | null;
  readonly discountPercent: number;
}

export interface Stripe {
  readonly from: number;
  readonly to: number;
  readonly percent: number;
}

export interface ChartModel {
  readonly days: readonly ChartDay[];
  readonly stripes: readonly Stripe[];
  /** The periods of the other plan that the reader tries. */
  readonly tried: readonly Stripe[];
  /** Index of the first forecast day; days before it have happened. */
  readonly today: number;
  /** What that day is called: a run of an older date knows nothing of what came since. */
  readonly todayName: string;
  /** Index of the last planned day; null = the plan reaches the end or there is none. */
  readonly planEnd: number | null;
  readonly highest: number;
}

/** Joins actuals, forecast and fold day by day, from `range` days before today to the forecast's end. */
export function chartModel(
  forecast: Forecast,
  range: Range,
  now: number,
  whatIf: WhatIf | null = null,
): ChartModel {
  const past = range === 'all' ? forecast.actuals : forecast.actuals.slice(-range);
  const fold = new Map((forecast.fold?.days ?? []).map((day) => [day.date, day]));
  const changed = changedDays(forecast, whatIf);
  const days: ChartDay[] = [
    ...past.map((day) => ({
      date: day.date,
      actual: day.units,
      forecast: null,
      without: null,
      changed: null,
      before: fold.get(day.date) ?? null,
      discountPercent: percentOf(forecast, day.date),
    })),
    ...forecast.forecast.map((day) => ({
      date: day.date,
      actual: null,
      forecast: day,
      without: day.meanWithoutDiscounts,
      changed: changed.get(day.date) ?? null,
      before: null,
      discountPercent: percentOf(forecast, day.date),
    })),
  ];
  const tried = (whatIf?.segments ?? []).map((one) => ({ ...one, percent: one.percent ?? 0 }));
  const today = past.length;
  const planEnd = forecast.planEnd === null ? -1 : days.findIndex((day) => day.date === forecast.planEnd);
  return {
    days,
    stripes: stripesOf(forecast.discounts, days),
    tried: stripesOf(tried, days),
    today,
    todayName: nameOf(forecast.asOf, now),
    planEnd: planEnd >= today && planEnd < days.length - 1 ? planEnd : null,
    highest: days.reduce((highest, day) => Math.max(highest, highestOf(day)), 1),
  };
}

/** The other plan's days that differ, and the day on either side of them, so that the line leaves and meets the other. */
function changedDays(forecast: Forecast, whatIf: WhatIf | null): ReadonlyMap<string, number> {
  const means = forecast.forecast.map((day) => day.mean);
  const other = whatIf?.days ?? [];
  const differs = other.map(({ mean }, at) => Math.abs(mean - (means[at] ?? mean)) > 1e-3 * (1 + mean));
  return new Map(
    other
      .filter((_, at) => [at - 1, at, at + 1].some((near) => differs[near] === true))
      .map((day) => [day.date, day.mean]),
  );
}

/** A nightly run's day is today's, or yesterday's until the next run. */
function nameOf(asOf: string | null, now: number): string {
  return asOf === null || now - Date.parse(asOf) < 2 * DAY_MS ? 'Today' : `As of ${formatDay(asOf)}`;
}

function highestOf(day: ChartDay): number {
  return Math.max(
    day.actual ?? 0,
    day.forecast?.p90 ?? 0,
    day.before?.p90 ?? 0,
    day.without ?? 0,
    day.changed ?? 0,
  );
}

function percentOf(forecast: Forecast, date: string): number {
  return forecast.discounts.find((one) => date >= one.startsOn && date <= one.endsOn)?.percent ?? 0;
}

function stripesOf(discounts: Forecast['discounts'], days: readonly ChartDay[]): Stripe[] {
  const first = days[0]?.date;
  const last = days.at(-1)?.date;
  if (first === undefined || last === undefined) return [];
  const indexOf = (date: string): number => Math.round((Date.parse(date) - Date.parse(first)) / DAY_MS);
  return discounts
    .filter((one) => one.endsOn >= first && one.startsOn <= last)
    .map((one) => ({
      from: Math.max(0, indexOf(one.startsOn)),
      to: Math.min(days.length - 1, indexOf(one.endsOn)),
      percent: one.percent,
    }));
}

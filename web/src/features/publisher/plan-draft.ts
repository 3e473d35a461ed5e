import type { Forecast, WhatIfRequest } from '../../shared/api/contract.ts';
import { formatMoney } from '../../shared/format/money.ts';
import { DAY_MS, formatDay } from '../../shared/format/time.ts';
import { decimalsOf, spanWords } from './what-if-words.ts';

/** The most segments and the highest price in minor units that the store takes. */
export const MOST_PERIODS = 20;
const DEAREST_MINOR = 1_000_000_000;
const USUAL_DAYS = 7;

/** One period as it was typed; text, since a field may be half full. */
export interface PeriodFields {
  readonly startsOn: string;
  readonly endsOn: string;
  readonly percent: string;
  readonly price: string;
}

export interface PeriodDraft extends PeriodFields {
  /** Stays with the period when others are removed. */
  readonly id: number;
}

export interface PlanDraft {
  readonly periods: readonly PeriodDraft[];
  /** Whether the discounts that are planned now stay on the days of no period. */
  readonly keepPlanned: boolean;
}

/** First and last day of the forecast, YYYY-MM-DD. */
export interface Horizon {
  readonly first: string;
  readonly last: string;
}

export type PeriodErrors = Partial<Record<keyof PeriodFields, string>>;

export interface PlanReading {
  /** What to ask; null while the plan says nothing or holds an error. */
  readonly request: WhatIfRequest | null;
  /** By period, in their order. */
  readonly errors: readonly PeriodErrors[];
  /** Places of the periods that the request holds: those with a discount or a price. */
  readonly asked: readonly number[];
}

export function horizonOf({ forecast }: Forecast): Horizon {
  return { first: forecast[0]?.date ?? '', last: forecast.at(-1)?.date ?? '' };
}

/** A week that begins in a week, with nothing off yet. */
export function emptyPlan(horizon: Horizon): PlanDraft {
  const days = nextDays([], horizon) ?? { startsOn: '', endsOn: '' };
  return planOf({ ...days, percent: '', price: '' });
}

/** The plan of one period beside what is planned now. */
export function planOf(fields: PeriodFields): PlanDraft {
  return { periods: [{ id: 1, ...fields }], keepPlanned: true };
}

/** The plan with one more period on days that are still free; null = it holds what it can. */
export function withNextPeriod({ periods, keepPlanned }: PlanDraft, horizon: Horizon): PlanDraft | null {
  const days = nextDays(periods, horizon);
  if (days === null || periods.length >= MOST_PERIODS) return null;
  const id = Math.max(0, ...periods.map((period) => period.id)) + 1;
  return { periods: [...periods, { id, ...days, percent: '', price: '' }], keepPlanned };
}

/** Whether a period says something; days alone change no price. */
export function isFilled({ percent, price }: PeriodFields): boolean {
  return percent !== '' || price !== '';
}

/** The plan as a request. What cannot be is told by period and field. */
export function readPlan(
  { periods, keepPlanned }: PlanDraft,
  horizon: Horizon,
  currency: string,
): PlanReading {
  const errors = periods.map((period) => errorsOf(period, horizon, currency));
  const wellDated = errors.map(({ startsOn, endsOn }) => startsOn === undefined && endsOn === undefined);
  periods.forEach((period, at) => {
    const other = periods.findIndex((one, n) => n < at && wellDated[n] === true && overlap(one, period));
    if (wellDated[at] !== true || other === -1) return;
    // The end is at fault where the period begins before the other one and runs into it.
    const field = period.startsOn < periods[other]!.startsOn ? 'endsOn' : 'startsOn';
    errors[at] = { ...errors[at], [field]: `Overlaps period ${other + 1}: ${spanWords(periods[other]!)}.` };
  });
  const asked = periods.flatMap((period, at) => (isFilled(period) ? [at] : []));
  const faulty = errors.some((one) => Object.keys(one).length > 0);
  if (faulty || (asked.length === 0 && keepPlanned)) return { request: null, errors, asked };
  const segments = asked.map((at) => {
    const { startsOn, endsOn, percent, price } = periods[at]!;
    const off = percent === '' ? null : Number(percent);
    return { startsOn, endsOn, percent: off, listPriceMinor: minorOf(price, currency) };
  });
  return { request: { segments, keepPlannedDiscounts: keepPlanned }, errors, asked };
}

/** What the store objected to, at the period and field it was about: its places count the periods that were asked. */
export function refusalsOf(
  fieldErrors: Readonly<Record<string, readonly string[]>>,
  { asked }: PlanReading,
  at: number,
): PeriodErrors {
  const names = { startsOn: 'startsOn', endsOn: 'endsOn', percent: 'percent', price: 'listPriceMinor' };
  const found = Object.entries(names).flatMap(([field, name]) => {
    const words = fieldErrors[`segments.${asked.indexOf(at)}.${name}`];
    return words === undefined ? [] : [[field, words.join(' ')] as const];
  });
  return Object.fromEntries(found);
}

/** Days of a period, both ends included; null while they are no stretch. */
export function daysOf({ startsOn, endsOn }: PeriodFields): number | null {
  const days = Math.round((Date.parse(endsOn) - Date.parse(startsOn)) / DAY_MS) + 1;
  return days >= 1 ? days : null;
}

function errorsOf(period: PeriodFields, horizon: Horizon, currency: string): PeriodErrors {
  const { startsOn, endsOn } = period;
  const errors: { -readonly [field in keyof PeriodErrors]: PeriodErrors[field] } = {};
  const within = (day: string): boolean => day >= horizon.first && day <= horizon.last;
  const forecastDay = `A day from ${formatDay(horizon.first)} to ${formatDay(horizon.last)}.`;
  if (!within(startsOn)) errors.startsOn = forecastDay;
  if (!within(endsOn)) errors.endsOn = forecastDay;
  else if (endsOn < startsOn) errors.endsOn = 'Not before the first day.';
  const percent = Number(period.percent);
  if (!Number.isInteger(percent) || percent < 0 || percent > 99) {
    errors.percent = 'A whole number from 0 to 99.';
  }
  const price = minorOf(period.price, currency);
  if (price !== null && !(price > 0)) errors.price = 'A price above 0, or nothing.';
  else if (price !== null && price > DEAREST_MINOR) {
    errors.price = `At most ${formatMoney({ amountMinor: DEAREST_MINOR, currency })}.`;
  }
  return errors;
}

function minorOf(price: string, currency: string): number | null {
  return price === '' ? null : Math.round(Number(price) * 10 ** decimalsOf(currency));
}

function overlap(one: PeriodFields, other: PeriodFields): boolean {
  return one.startsOn <= other.endsOn && one.endsOn >= other.startsOn;
}

/**
 * A free week, a week after the last period if the forecast reaches so far; else the longest stretch that is left, up to
 * a week; null = no day is free.
 */
function nextDays(
  periods: readonly PeriodFields[],
  { first, last }: Horizon,
): Pick<PeriodFields, 'startsOn' | 'endsOn'> | null {
  const dayAt = (at: number): string => new Date(Date.parse(first) + at * DAY_MS).toISOString().slice(0, 10);
  const horizonDays = Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS) + 1;
  const taken = Array.from({ length: horizonDays }, (_, at) =>
    periods.some(({ startsOn, endsOn }) => dayAt(at) >= startsOn && dayAt(at) <= endsOn),
  );
  const isFree = (from: number, length: number): boolean =>
    from + length <= horizonDays && !taken.slice(from, from + length).includes(true);
  const afterLast = taken.lastIndexOf(true) + 1 + USUAL_DAYS;
  for (let length = USUAL_DAYS; length > 0; length--) {
    const starts = [afterLast, ...taken.keys()];
    const from = starts.find((start) => isFree(start, length));
    if (from !== undefined) return { startsOn: dayAt(from), endsOn: dayAt(from + length - 1) };
  }
  return null;
}

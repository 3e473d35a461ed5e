import { formatDay, parseDay, type EpochDay } from '../../domain/days.ts';

/** A value, or why the text is none: ends a sentence that begins with the value. */
export type Parsed<T> = { readonly value: T } | { readonly reason: string };

const largestInteger = 2_147_483_647;

/** A real day of the calendar, YYYY-MM-DD, from 1970 on and not after `until`. */
export function parseDate(text: string, until?: EpochDay): Parsed<EpochDay> {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? parseDay(text) : null;
  if (day === null) return { reason: 'is not a day; expected YYYY-MM-DD' };
  if (day < 0) return { reason: 'lies before 1970-01-01' };
  if (until !== undefined && day > until) return { reason: `lies after ${formatDay(until)}` };
  return { value: day };
}

export function parseUnits(text: string): Parsed<number> {
  if (!/^\d+$/.test(text)) return { reason: 'is not a number of units; expected a whole number, 0 or more' };
  const value = Number(text);
  return value > largestInteger ? { reason: `is above ${largestInteger}` } : { value };
}

/**
 * A decimal as minor units, digit by digit, so that no binary fraction comes between; blank = null. Digits beyond the
 * currency's are rounded half up: files from spreadsheets write 79.99 as 79.98999999999999.
 */
export function parsePrice(text: string, decimals = 2): Parsed<number | null> {
  if (text === '') return { value: null };
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) return { reason: 'is not a price; expected a decimal such as 19.99, 0 or more' };
  const fraction = (match[2] ?? '').padEnd(decimals + 1, '0');
  const roundUp = fraction.charAt(decimals) >= '5' ? 1 : 0;
  const value = Number(`${match[1] ?? ''}${fraction.slice(0, decimals)}`) + roundUp;
  return value > largestInteger ? { reason: 'is too high for a price' } : { value };
}

export function parseText(text: string, longest: number): Parsed<string> {
  const trimmed = text.trim();
  if (trimmed === '') return { reason: 'is blank' };
  return trimmed.length > longest ? { reason: `is longer than ${longest} characters` } : { value: trimmed };
}

/** A list joined by `|`, trimmed, without blanks and repetitions. */
export function parseList(text: string): string[] {
  return [...new Set(text.split('|').map((part) => part.trim()))].filter((part) => part !== '');
}

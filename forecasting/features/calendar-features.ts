import { dayOf, formatDay, weekday } from '../../domain/days.ts';
import type { EpochDay } from '../../domain/days.ts';

/** 7 for the weekday, one-hot from Monday, and 4 for the yearly cycle: sine and cosine, once and twice a year. */
export const CALENDAR_FEATURES = 11;

/** The calendar's features of the days from `start` on, `[days, 11]`; without `yearly` the last four stay 0. */
export function calendarTable(start: EpochDay, days: number, yearly: boolean): Float32Array {
  const table = new Float32Array(days * CALENDAR_FEATURES);
  for (let n = 0; n < days; n++) {
    const at = n * CALENDAR_FEATURES;
    table[at + weekday(start + n)] = 1;
    if (!yearly) continue;
    const angle = yearAngle(start + n);
    table[at + 7] = Math.sin(angle);
    table[at + 8] = Math.cos(angle);
    table[at + 9] = Math.sin(2 * angle);
    table[at + 10] = Math.cos(2 * angle);
  }
  return table;
}

/** The place in the year as an angle in radians: one turn in 365.25 days, 1 January near 0. */
function yearAngle(day: EpochDay): number {
  const dayOfYear = day - dayOf(`${formatDay(day).slice(0, 4)}-01-01`) + 1;
  return (dayOfYear / 365.25) * 2 * Math.PI;
}

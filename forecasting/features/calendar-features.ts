import { weekday } from '../../domain/days.ts';
import type { EpochDay } from '../../domain/days.ts';

/** The weekday, one-hot from Monday. The place in the year is not told: over two years it would merely name the day. */
export const CALENDAR_FEATURES = 7;

/** The calendar's features of the days from `start` on, `[days, 7]`. */
export function calendarTable(start: EpochDay, days: number): Float32Array {
  const table = new Float32Array(days * CALENDAR_FEATURES);
  for (let n = 0; n < days; n++) table[n * CALENDAR_FEATURES + weekday(start + n)] = 1;
  return table;
}

const DAY_MS = 86_400_000;

/** A UTC day as the number of days since 1970-01-01. */
export type DayNumber = number;

/** `2020-06-14` as a day number; `undefined` unless it is a real date in exactly that form. */
export function parseDay(text: string): DayNumber | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const at = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(at)) return undefined;
  const day = at / DAY_MS;
  return formatDay(day) === text ? day : undefined;
}

/** As `parseDay`, for text that other code has already checked; throws on anything else. */
export function dayNumber(text: string): DayNumber {
  const day = parseDay(text);
  if (day === undefined) throw new RangeError(`expected a date such as 2020-06-14, was given "${text}"`);
  return day;
}

export function formatDay(day: DayNumber): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** 0 = Monday to 6 = Sunday. */
export function weekday(day: DayNumber): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** The place in the year as an angle in radians: one turn in 365.25 days, 1 January near 0. */
export function yearAngle(day: DayNumber): number {
  const year = new Date(day * DAY_MS).getUTCFullYear();
  const dayOfYear = day - Date.UTC(year, 0, 1) / DAY_MS + 1;
  return (dayOfYear / 365.25) * 2 * Math.PI;
}

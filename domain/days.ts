/** Calendar days as whole numbers: days since 1970-01-01 UTC. All of the store's days are UTC days. */
export type EpochDay = number;

const MS_PER_DAY = 86_400_000;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** `2020-02-30` and other dates that do not exist are null, as is every other form than YYYY-MM-DD. */
export function parseDay(text: string): EpochDay | null {
  if (!ISO_DATE.test(text)) return null;
  const time = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(time)) return null;
  const day = time / MS_PER_DAY;
  return formatDay(day) === text ? day : null;
}

/** Like {@link parseDay}, for text that is known to be a date. */
export function dayOf(text: string): EpochDay {
  const day = parseDay(text);
  if (day === null) throw new RangeError(`${JSON.stringify(text)} is not a date of the form YYYY-MM-DD`);
  return day;
}

export function formatDay(day: EpochDay): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
}

/** The UTC day that an instant lies in. */
export function dayOfInstant(instant: Date): EpochDay {
  return Math.floor(instant.getTime() / MS_PER_DAY);
}

/** 00:00 UTC of a day. */
export function startOfDay(day: EpochDay): Date {
  return new Date(day * MS_PER_DAY);
}

/** 0 = Monday … 6 = Sunday. 1970-01-01 was a Thursday. */
export function weekday(day: EpochDay): number {
  return (((day + 3) % 7) + 7) % 7;
}

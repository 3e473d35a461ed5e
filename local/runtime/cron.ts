/** Which minutes match, of each field of an expression; `null` = any. */
interface CronFields {
  readonly minutes: ReadonlySet<number> | null;
  readonly hours: ReadonlySet<number> | null;
  readonly daysOfMonth: ReadonlySet<number> | null;
  readonly months: ReadonlySet<number> | null;
  /** 1 = Sunday … 7 = Saturday, as EventBridge counts. */
  readonly daysOfWeek: ReadonlySet<number> | null;
  readonly years: ReadonlySet<number> | null;
}

const ranges = [
  ['minutes', 0, 59],
  ['hours', 0, 23],
  ['daysOfMonth', 1, 31],
  ['months', 1, 12],
  ['daysOfWeek', 1, 7],
  ['years', 1970, 2199],
] as const;

/**
 * Reads `cron(minutes hours day-of-month month day-of-week year)` as EventBridge Scheduler writes it, with `*`,
 * `?`, numbers, lists, ranges and steps. Names of months and days and the letters L, W and # are refused.
 *
 * @throws Error that names the field and what is wrong with it.
 */
export function parseCron(expression: string): CronFields {
  const inner = /^cron\((.*)\)$/.exec(expression)?.[1];
  const parts = inner?.trim().split(/\s+/) ?? [];
  if (parts.length !== ranges.length) {
    throw new Error(`schedule "${expression}": expected cron(…) with ${ranges.length} fields`);
  }
  const field = (index: number): ReadonlySet<number> | null => {
    const [name, low, high] = ranges[index]!;
    return parseField(parts[index]!, low, high, `schedule "${expression}", ${name}`);
  };
  return {
    minutes: field(0),
    hours: field(1),
    daysOfMonth: field(2),
    months: field(3),
    daysOfWeek: field(4),
    years: field(5),
  };
}

function parseField(text: string, low: number, high: number, where: string): Set<number> | null {
  if (text === '*' || text === '?') return null;
  const values = new Set<number>();
  for (const item of text.split(',')) {
    const match = /^(?:(\d+)(?:-(\d+))?|\*)(?:\/(\d+))?$/.exec(item);
    if (!match) throw new Error(`${where}: "${item}" is not supported`);
    const [, from, to, step] = match;
    const first = from === undefined ? low : Number(from);
    const last = to !== undefined ? Number(to) : step !== undefined || from === undefined ? high : first;
    if (first < low || last > high || first > last || step === '0') {
      throw new Error(`${where}: "${item}" is outside ${low} to ${high}`);
    }
    for (let value = first; value <= last; value += Number(step ?? 1)) values.add(value);
  }
  return values;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** The first matching minute after an instant, in UTC; undefined when none comes within four years. */
export function nextOccurrence(fields: CronFields, after: Date): Date | undefined {
  let time = Math.floor(after.getTime() / minuteMs) * minuteMs + minuteMs;
  const end = time + 4 * 366 * dayMs;
  while (time < end) {
    const date = new Date(time);
    if (!matchesDay(fields, date)) time = Math.floor(time / dayMs) * dayMs + dayMs;
    else if (!contains(fields.hours, date.getUTCHours())) time += (60 - date.getUTCMinutes()) * minuteMs;
    else if (!contains(fields.minutes, date.getUTCMinutes())) time += minuteMs;
    else return date;
  }
  return undefined;
}

function matchesDay(fields: CronFields, date: Date): boolean {
  return (
    contains(fields.years, date.getUTCFullYear()) &&
    contains(fields.months, date.getUTCMonth() + 1) &&
    contains(fields.daysOfMonth, date.getUTCDate()) &&
    contains(fields.daysOfWeek, date.getUTCDay() + 1)
  );
}

function contains(values: ReadonlySet<number> | null, value: number): boolean {
  return values === null || values.has(value);
}

const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const dayMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const weekday = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const instant = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});
const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZone: 'UTC',
});

export const DAY_MS = 86_400_000;

/** `4 Mar 2026`, from a date (YYYY-MM-DD) or an instant; days are UTC days as everywhere in the store. */
export function formatDay(value: string): string {
  return day.format(new Date(value));
}

export function formatDayMonth(value: string): string {
  return dayMonth.format(new Date(value));
}

export function formatWeekday(value: string): string {
  return weekday.format(new Date(value));
}

export function formatInstant(value: string): string {
  return `${instant.format(new Date(value))} UTC`;
}

export function formatClock(value: string): string {
  return clock.format(new Date(value));
}

/** `Ends in 5 hours`, `Ends in 3 days`, `Ends 14 Dec`: near ends by what is left, far ones by their day. */
export function formatEnd(endsAt: string, now: number): string {
  const left = Date.parse(endsAt) - now;
  if (left <= 0) return 'Ending now';
  const hours = Math.floor(left / 3_600_000);
  if (hours < 1) return `Ends in ${count(Math.max(1, Math.floor(left / 60_000)), 'minute')}`;
  if (hours < 48) return `Ends in ${count(hours, 'hour')}`;
  const days = Math.floor(hours / 24);
  return days <= 10 ? `Ends in ${days} days` : `Ends ${formatDayMonth(endsAt)}`;
}

/** `850 ms`, `12.4 s`, `3 min 05 s`, `2 h 07 min`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`;
  return `${formatNumber(Math.floor(minutes / 60))} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** `1 day`, `3 days`. */
export function count(amount: number, word: string): string {
  return `${formatNumber(amount)} ${word}${amount === 1 ? '' : 's'}`;
}

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

/** `1,234`; small amounts keep one decimal, since 0.4 units a day is not 0. */
export function formatNumber(value: number): string {
  return Math.abs(value) < 10 && !Number.isInteger(value) ? tenth.format(value) : whole.format(value);
}

import { median } from '../features/series.ts';
import { recentMean } from './series.ts';
import type { Series } from './series.ts';

/** A forecast of the days from some end on that looks at the days before it alone; both `[horizon]`, units. */
export interface PointForecast {
  /** What the errors of single days are measured against. */
  readonly middle: Float64Array;
  /** What totals are made of. */
  readonly mean: Float64Array;
}

/** The latest observed day again and again. */
export function naive(series: Series, end: number, horizon: number): PointForecast {
  const middle = new Float64Array(horizon).fill(recentMean(series, end, 1));
  return { middle, mean: middle };
}

/** The latest week again and again; a weekday that was not observed takes the latest week's mean. */
export function seasonalNaive(series: Series, end: number, horizon: number): PointForecast {
  const week = byWeekday(series, end, 1).map((days) => days[0] ?? recentMean(series, end, 7));
  const middle = Float64Array.from({ length: horizon }, (_, h) => week[h % 7]!);
  return { middle, mean: middle };
}

/** The median of the last four same weekdays, with their mean for totals. */
export function weekdayMedian(series: Series, end: number, horizon: number): PointForecast {
  const weekdays = byWeekday(series, end, 4);
  const fallback = recentMean(series, end, 28);
  const means = weekdays.map((days) =>
    days.length > 0 ? days.reduce((sum, value) => sum + value, 0) / days.length : fallback,
  );
  const medians = weekdays.map((days) => (days.length > 0 ? median(days) : fallback));
  return {
    middle: Float64Array.from({ length: horizon }, (_, h) => medians[h % 7]!),
    mean: Float64Array.from({ length: horizon }, (_, h) => means[h % 7]!),
  };
}

/** The observed units of the last `weeks` weeks, latest first, by day of the horizon modulo 7. */
function byWeekday(series: Series, end: number, weeks: number): number[][] {
  return Array.from({ length: 7 }, (_, slot) => {
    const found: number[] = [];
    for (let week = 1; week <= weeks; week++) {
      const day = end - 7 * week + slot;
      if (day >= 0 && series.observed[day] === 1) found.push(series.units[day]!);
    }
    return found;
  });
}

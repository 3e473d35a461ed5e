import { formatNumber, formatWeekday } from '../../../shared/format/time.ts';
import type { ChartDay } from './chart-model.ts';

/** A day in words, for those who hear the chart. */
export function spoken(day: ChartDay | undefined, measure: string): string {
  if (day === undefined) return '';
  const parts = [formatWeekday(day.date)];
  if (day.actual !== null) parts.push(`${formatNumber(day.actual)} ${measure}`);
  if (day.forecast !== null) {
    const { mean, p10, p90 } = day.forecast;
    parts.push(
      `expected ${formatNumber(mean)} ${measure}, between ${formatNumber(p10)} and ${formatNumber(p90)}`,
    );
  }
  if (day.changed !== null) parts.push(`with your plan ${formatNumber(day.changed)}`);
  if (day.without !== null) parts.push(`${formatNumber(day.without)} without planned discounts`);
  if (day.before !== null) parts.push(`had been expected: ${formatNumber(day.before.mean)}`);
  if (day.discountPercent > 0) parts.push(`discount of ${day.discountPercent} percent`);
  return parts.join('; ');
}

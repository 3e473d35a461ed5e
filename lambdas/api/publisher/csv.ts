import { csvRecord } from '../../../domain/sales/csv.ts';
import type { Forecast } from './series.ts';

const columns = [
  'date',
  'actual_units',
  'mean',
  'p10',
  'p50',
  'p90',
  'mean_without_discounts',
  'held_out_mean',
  'held_out_p10',
  'held_out_p50',
  'held_out_p90',
  'discount_rate',
] as const;

/** What the chart shows as a table: one row a day, an empty field where nothing is known. */
export function forecastCsv({ actuals, forecast, fold }: Forecast): string {
  const rows = new Map<string, Partial<Record<(typeof columns)[number], number | null>>>();
  const row = (date: string) => {
    const known = rows.get(date) ?? {};
    rows.set(date, known);
    return known;
  };
  for (const day of actuals) {
    Object.assign(row(day.date), { actual_units: day.units, discount_rate: day.discountRate });
  }
  for (const day of fold?.days ?? []) {
    Object.assign(row(day.date), {
      held_out_mean: day.mean,
      held_out_p10: day.p10,
      held_out_p50: day.p50,
      held_out_p90: day.p90,
    });
  }
  for (const { date, mean, p10, p50, p90, meanWithoutDiscounts, discountRate } of forecast) {
    Object.assign(row(date), {
      ...{ mean, p10, p50, p90 },
      mean_without_discounts: meanWithoutDiscounts,
      discount_rate: discountRate,
    });
  }
  const lines = [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([date, values]) =>
      csvRecord(columns.map((name) => cell(name === 'date' ? date : (values[name] ?? null)))),
    );
  return csvRecord(columns) + lines.join('');
}

/** A text that a spreadsheet would take for a formula gets a quote in front; a number never does. */
function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(Math.round(value * 1000) / 1000);
  return /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
}

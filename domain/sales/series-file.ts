import { formatDay } from '../days.ts';
import { columnsFor } from './columns.ts';
import { csvField, csvRecord } from './csv.ts';
import type { SeriesDay } from './game-series.ts';

export interface SeriesFileOptions {
  readonly title: string;
  /** Slugs of the store's genres, in the order of the columns. */
  readonly allGenres: readonly string[];
  readonly ownGenres: readonly string[];
  /** Digits after the point in the base currency: 2 for USD, 0 for JPY. */
  readonly currencyDigits: number;
}

export interface SeriesFile {
  readonly text: string;
  readonly rows: number;
  /** Units of the whole file. */
  readonly units: number;
  readonly refunded: number;
}

/** A game's series as its CSV file: a header and one line a day. An empty field means unknown. */
export function writeSeriesFile(days: readonly SeriesDay[], options: SeriesFileOptions): SeriesFile {
  const title = csvField(options.title);
  const genres = options.allGenres.map((slug) => (options.ownGenres.includes(slug) ? ',1' : ',0')).join('');
  const lines = [csvRecord(columnsFor(options.allGenres))];
  let units = 0;
  let refunded = 0;
  for (const day of days) {
    units += day.quantity ?? 0;
    refunded += day.refunded ?? 0;
    lines.push(`${formatDay(day.day)},${title},${fieldsOf(day, options.currencyDigits)}${genres}\n`);
  }
  return { text: lines.join(''), rows: days.length, units, refunded };
}

/** The fields after date and title up to `observed`: numbers only, so that none needs a quote. */
function fieldsOf(day: SeriesDay, digits: number): string {
  const net = day.quantity === null || day.refunded === null ? null : day.quantity - day.refunded;
  return [
    day.quantity ?? '',
    day.rating,
    money(day.unitPriceMinor, digits),
    day.discountRate === null ? '' : roundRate(day.discountRate),
    day.reviewEncoded,
    flag(day.launchBoost),
    day.daysSinceRelease ?? '',
    day.refunded ?? '',
    net ?? '',
    money(day.listMinor, digits),
    flag(day.discountRate === null ? null : roundRate(day.discountRate) > 0),
    flag(day.observed),
  ].join(',');
}

function money(minor: number | null, digits: number): string {
  return minor === null ? '' : (Math.round(minor) / 10 ** digits).toFixed(digits);
}

/** Four decimals: the rate that a history gives as two prices has no end of its own. */
function roundRate(rate: number): number {
  return Math.round(rate * 10_000) / 10_000;
}

function flag(value: boolean | null): string {
  return value === null ? '' : value ? '1' : '0';
}

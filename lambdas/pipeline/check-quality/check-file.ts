import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { formatDay, parseDay, type EpochDay } from '../../../domain/days.ts';
import { seriesColumns } from '../../../domain/sales/columns.ts';

/** What the status row and the staging table say about a file. */
export interface ExpectedFile {
  readonly columns: readonly string[];
  readonly asOf: EpochDay;
  readonly rows: number;
  readonly units: number;
  readonly refunded: number;
  readonly sha256: string;
}

/**
 * Reads a written file as a consumer would and compares it with what was extracted.
 * @returns undefined = sound; else the first thing that is wrong with it.
 */
export function findFault(text: string, expected: ExpectedFile): string | undefined {
  if (createHash('sha256').update(text).digest('hex') !== expected.sha256)
    return 'the file is not the one that was written';
  const [header = [], ...records] = readRecords(text);
  if (header.join() !== expected.columns.join()) return `the header is not ${expected.columns.join()}`;
  if (records.length !== expected.rows) return `${records.length} rows where ${expected.rows} were written`;
  const at = new Map(header.map((name, i) => [name, i]));
  const number = (record: readonly string[], name: string): number => Number(record[at.get(name) ?? -1]);

  let units = 0;
  let refunded = 0;
  for (const [i, record] of records.entries()) {
    const due = formatDay(expected.asOf - records.length + i);
    if (parseDay(record[0] ?? '') === null || record[0] !== due)
      return `row ${i + 2} is ${record[0]} where ${due} was due`;
    units += number(record, 'quantity');
    refunded += number(record, 'refunded_quantity');
    for (const price of ['unit_price', 'list_price']) {
      if (!(number(record, price) >= 0)) return `${price} on ${due} is ${record[at.get(price) ?? -1]}`;
    }
    const rate = number(record, 'discount_rate');
    if (!(rate >= 0 && rate <= 0.99)) return `discount_rate on ${due} is ${rate}, expected 0 to 0.99`;
  }
  if (units !== expected.units) return `${units} units in the file, ${expected.units} extracted`;
  if (refunded !== expected.refunded)
    return `${refunded} refunded units in the file, ${expected.refunded} extracted`;
  return undefined;
}

/** Only titles can need quotes; without any the fields that are looked at are had by dividing the lines. */
function readRecords(text: string): string[][] {
  if (text.includes('"')) return parse(text, { columns: false });
  const [header = '', ...lines] = text.trimEnd().split('\n');
  return [header.split(','), ...lines.map((line) => line.split(',', seriesColumns.length))];
}

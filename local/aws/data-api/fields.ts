import { unsupportedResult } from './errors.ts';

/** A value of a response. */
export type Field =
  | { isNull: true }
  | { booleanValue: boolean }
  | { longValue: number }
  | { doubleValue: number | string }
  | { stringValue: string }
  | { blobValue: string }
  | { arrayValue: Record<string, (string | number | boolean)[]> };

export interface ResultOptions {
  longReturnType: 'LONG' | 'STRING';
  decimalReturnType: 'STRING' | 'DOUBLE_OR_LONG';
}

/** Types by PostgreSQL's object id (pg_type.dat). */
const TYPE_NAMES: Record<number, string> = {
  16: 'bool',
  17: 'bytea',
  19: 'name',
  20: 'int8',
  21: 'int2',
  23: 'int4',
  25: 'text',
  26: 'oid',
  114: 'json',
  700: 'float4',
  701: 'float8',
  1042: 'bpchar',
  1043: 'varchar',
  1082: 'date',
  1083: 'time',
  1114: 'timestamp',
  1184: 'timestamptz',
  1186: 'interval',
  1700: 'numeric',
  2950: 'uuid',
  3802: 'jsonb',
};

/** Array types and those of their elements. */
const ELEMENT_OF: Record<number, number> = {
  1000: 16,
  1005: 21,
  1007: 23,
  1016: 20,
  1021: 700,
  1022: 701,
  1009: 25,
  1014: 1042,
  1015: 1043,
  1115: 1114,
  1182: 1082,
  1183: 1083,
  1185: 1184,
  1231: 1700,
  2951: 2950,
};

const LONGS = new Set([20, 21, 23, 26]);
const DOUBLES = new Set([700, 701]);
const NUMERIC = 1700;
const BYTEA = 17;
const TIMESTAMPTZ = 1184;

export function typeName(oid: number): string {
  const element = ELEMENT_OF[oid];
  return element === undefined ? (TYPE_NAMES[oid] ?? 'text') : `_${TYPE_NAMES[element]}`;
}

const asDouble = (text: string) => (Number.isFinite(Number(text)) ? Number(text) : text);

/** A column's text, as PostgreSQL writes it in time zone UTC, as the API gives it. */
export function toField(oid: number, text: string | null, options: ResultOptions): Field {
  if (text === null) return { isNull: true };
  const element = ELEMENT_OF[oid];
  if (element !== undefined) return arrayField(element, parseArray(text));
  if (oid === 16) return { booleanValue: text === 't' };
  if (LONGS.has(oid))
    return options.longReturnType === 'LONG' ? { longValue: toLong(text) } : { stringValue: text };
  if (DOUBLES.has(oid)) return { doubleValue: asDouble(text) };
  if (oid === BYTEA) return { blobValue: Buffer.from(text.slice(2), 'hex').toString('base64') };
  if (oid === TIMESTAMPTZ) return { stringValue: text.replace(/\+00$/, '') };
  if (oid === NUMERIC && options.decimalReturnType === 'DOUBLE_OR_LONG') {
    return text.includes('.') ? { doubleValue: Number(text) } : { longValue: toLong(text) };
  }
  return { stringValue: text };
}

function toLong(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw unsupportedResult(
    `The number ${text} does not fit a JavaScript client: use longReturnType STRING or a cast`,
  );
}

function arrayField(element: number, items: string[]): Field {
  if (element === 16) return { arrayValue: { booleanValues: items.map((item) => item === 't') } };
  if (LONGS.has(element)) return { arrayValue: { longValues: items.map(toLong) } };
  if (DOUBLES.has(element)) return { arrayValue: { doubleValues: items.map(Number) } };
  return { arrayValue: { stringValues: items } };
}

/** Reads PostgreSQL's text form of a one-dimensional array without nulls. */
function parseArray(text: string): string[] {
  if (text.startsWith('{{') || text.startsWith('[')) {
    throw unsupportedResult('Arrays of more than one dimension are not supported.');
  }
  const items: string[] = [];
  for (const [item, quoted] of text.slice(1, -1).matchAll(/"((?:\\.|[^"\\])*)"|[^,]+/g)) {
    if (item === 'NULL') throw unsupportedResult('Arrays with nulls are not supported.');
    items.push(quoted === undefined ? item : quoted.replace(/\\(.)/g, '$1'));
  }
  return items;
}

/** The value in `formattedRecords`. */
export function plain(field: Field): unknown {
  if ('isNull' in field) return null;
  const [value] = Object.values(field) as unknown[];
  return 'arrayValue' in field ? Object.values(field.arrayValue)[0] : value;
}

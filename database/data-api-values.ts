import type { ColumnMetadata, Field, SqlParameter, TypeHint } from '@aws-sdk/client-rds-data';

/** A parameter whose type the value alone does not tell; made by `json`, `uuid`, `date` and the others below. */
export class TypedValue {
  constructor(
    readonly field: Field,
    readonly typeHint?: TypeHint,
  ) {}
}

/** string → text, integer → int8, other number → float8, Date → timestamp (UTC), null → NULL of any type. */
export type SqlValue = string | number | boolean | null | Date | TypedValue;

export const json = (value: unknown): TypedValue => jsonText(JSON.stringify(value));
/** JSON that is text already, e.g. a chunk of `jsonChunks`. */
export const jsonText = (text: string): TypedValue => new TypedValue({ stringValue: text }, 'JSON');
export const uuid = (text: string): TypedValue => new TypedValue({ stringValue: text }, 'UUID');
/** YYYY-MM-DD */
export const date = (day: string): TypedValue => new TypedValue({ stringValue: day }, 'DATE');
export const decimal = (text: string): TypedValue => new TypedValue({ stringValue: text }, 'DECIMAL');
export const float = (value: number): TypedValue => new TypedValue({ doubleValue: value });

export function toParameter(name: string, value: SqlValue): SqlParameter {
  if (value instanceof TypedValue) {
    return { name, value: value.field, ...(value.typeHint ? { typeHint: value.typeHint } : {}) };
  }
  if (value === null) return { name, value: { isNull: true } };
  if (value instanceof Date) {
    const text = value.toISOString().replace('T', ' ').replace('Z', '');
    return { name, value: { stringValue: text }, typeHint: 'TIMESTAMP' };
  }
  if (typeof value === 'string') return { name, value: { stringValue: value } };
  if (typeof value === 'boolean') return { name, value: { booleanValue: value } };
  if (!Number.isFinite(value))
    throw new TypeError(`parameter :${name} is ${value}; expected a finite number`);
  return { name, value: Number.isSafeInteger(value) ? { longValue: value } : { doubleValue: value } };
}

/** One record as an object by column label: json parsed, timestamps as ISO 8601 in UTC, numeric as text. */
export function toRow(columns: readonly ColumnMetadata[], record: readonly Field[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  columns.forEach((column, i) => {
    const field = record[i];
    row[column.label ?? column.name ?? String(i)] = field ? fromField(field, column.typeName ?? '') : null;
  });
  return row;
}

function fromField(field: Field, typeName: string): unknown {
  if (field.isNull === true) return null;
  if (field.stringValue !== undefined) return fromText(field.stringValue, typeName);
  if (field.longValue !== undefined) return field.longValue;
  if (field.doubleValue !== undefined) return field.doubleValue;
  if (field.booleanValue !== undefined) return field.booleanValue;
  if (field.blobValue !== undefined) return field.blobValue;
  if (field.arrayValue !== undefined) {
    const { stringValues, longValues, doubleValues, booleanValues } = field.arrayValue;
    return stringValues ?? longValues ?? doubleValues ?? booleanValues ?? [];
  }
  return null;
}

function fromText(text: string, typeName: string): unknown {
  if (typeName === 'json' || typeName === 'jsonb') return JSON.parse(text);
  if (typeName === 'timestamp' || typeName === 'timestamptz') {
    return new Date(`${text.replace(' ', 'T')}Z`).toISOString();
  }
  return text;
}

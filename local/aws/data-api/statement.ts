import type { PoolClient, QueryArrayResult } from 'pg';
import { badRequest, notImplemented, unsupportedResult } from './errors.ts';
import { plain, toField, typeName, type ResultOptions } from './fields.ts';
import type { DataApiLimits } from './limits.ts';
import { bind, type SqlParameter } from './parameters.ts';

type Row = (string | null)[];
type Result = QueryArrayResult<Row>;

const TRANSACTION_CONTROL =
  /^\s*(begin|start\s+transaction|commit|end|rollback|abort|savepoint|release|prepare\s+transaction|set\s+transaction)\b/i;
const COPY = /^\s*copy\b/i;
const AS_TEXT = { getTypeParser: () => (text: string) => text };

/** Runs one statement with every column as PostgreSQL's own text. */
export async function execute(client: PoolClient, sql: string, parameters: SqlParameter[]): Promise<Result> {
  if (TRANSACTION_CONTROL.test(sql)) {
    throw badRequest(
      'Transaction control in a statement is not supported: use BeginTransaction and its siblings.',
    );
  }
  if (COPY.test(sql)) throw notImplemented('COPY');
  const bound = bind(sql, parameters);
  return client.query<Row>({ ...bound, rowMode: 'array', types: AS_TEXT } as {
    text: string;
    rowMode: 'array';
  });
}

export interface ResponseOptions extends ResultOptions {
  formatRecordsAs: 'NONE' | 'JSON';
  includeResultMetadata: boolean;
}

/** Shapes a result, within the limits of a response and of each row. */
export function toResponse(result: Result, options: ResponseOptions, limits: DataApiLimits): object {
  const changes = /^(INSERT|UPDATE|DELETE|MERGE)$/.test(result.command);
  const response = { numberOfRecordsUpdated: changes ? (result.rowCount ?? 0) : 0, generatedFields: [] };
  if (result.fields.length === 0) return response;
  checkRows(result.rows, limits.row);
  const records = result.rows.map((row) =>
    row.map((text, column) => toField(result.fields[column]?.dataTypeID ?? 0, text, options)),
  );
  const metadata = options.includeResultMetadata ? { columnMetadata: columnMetadata(result) } : {};
  if (options.formatRecordsAs === 'NONE')
    return checkSize({ ...response, records, ...metadata }, limits.response);
  const names = result.fields.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw unsupportedResult(`Two columns are called ${twice}: give each its own name.`);
  const objects = records.map((record) =>
    Object.fromEntries(record.map((field, column) => [names[column] ?? '', plain(field)])),
  );
  return checkSize({ ...response, formattedRecords: JSON.stringify(objects) }, limits.response);
}

function checkRows(rows: Row[], limit: number): void {
  for (const row of rows) {
    const size = row.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0);
    if (size > limit)
      throw badRequest(`Database row exceeded the size limit of ${limit} bytes: it has ${size}.`);
  }
}

function checkSize(response: object, limit: number): object {
  const size = Buffer.byteLength(JSON.stringify(response));
  if (size <= limit) return response;
  throw badRequest(
    `Database returned more than the allowed response size limit of ${limit} bytes: ${size}. Read in pages.`,
  );
}

function columnMetadata({ fields }: Result): object[] {
  return fields.map(({ name, dataTypeID }) => ({
    name,
    label: name,
    type: dataTypeID,
    typeName: typeName(dataTypeID),
    nullable: 2,
    arrayBaseColumnType: 0,
    isAutoIncrement: false,
    isCaseSensitive: true,
    isCurrency: false,
    isSigned: true,
    precision: 0,
    scale: 0,
    schemaName: '',
    tableName: '',
  }));
}

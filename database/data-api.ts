import {
  BeginTransactionCommand,
  CommitTransactionCommand,
  ExecuteStatementCommand,
  RDSDataClient,
  RollbackTransactionCommand,
} from '@aws-sdk/client-rds-data';
import { toParameter, toRow, type SqlValue } from './data-api-values.ts';

export interface DataApiOptions {
  readonly client: RDSDataClient;
  readonly clusterArn: string;
  /** Names the role that signs in. */
  readonly secretArn: string;
  readonly database: string;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

export interface StatementOptions {
  /** The service cuts a statement after 45 s; with this it runs on, for DDL that others then wait for. */
  readonly continueAfterTimeout?: boolean;
}

export interface DataApi {
  /**
   * One statement with named parameters (`:name`). Rows come as objects by column label (see `toRow`); `Row` states
   * what the statement selects and is not checked. Answers stay under 1 MiB: page with `keysetPages`.
   */
  sql<Row extends object = Record<string, never>>(
    statement: string,
    parameters?: Readonly<Record<string, SqlValue>>,
    options?: StatementOptions,
  ): Promise<Row[]>;
  /** Runs the work in one transaction; rolls back when it throws. */
  transaction<T>(work: (transaction: Pick<DataApi, 'sql'>) => Promise<T>): Promise<T>;
}

/** A client that outwaits the service's own 45 s, and never sends a statement a second time by itself. */
export function createDataApiClient(): RDSDataClient {
  return new RDSDataClient({
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 65_000 },
  });
}

/** Waits, in milliseconds, before a statement is sent again to a database that resumes: 40 s in all. */
const resumeWaits = [500, 1_000, 2_000, 4_000, 8_000, 12_000, 12_500] as const;

export function createDataApi(options: DataApiOptions): DataApi {
  const { client, clusterArn, secretArn, database, sleep } = options;
  const target = { resourceArn: clusterArn, secretArn };

  // Safe to repeat: these answers mean that the statement did not begin.
  async function whenAwake<T>(send: () => Promise<T>): Promise<T> {
    for (const wait of resumeWaits) {
      try {
        return await send();
      } catch (error) {
        if (!isNotBegun(error)) throw error;
        await sleep(wait);
      }
    }
    return send();
  }

  const execute =
    (transactionId?: string): DataApi['sql'] =>
    async <Row extends object>(
      statement: string,
      parameters: Readonly<Record<string, SqlValue>> = {},
      { continueAfterTimeout = false }: StatementOptions = {},
    ) => {
      const answer = await whenAwake(() =>
        client.send(
          new ExecuteStatementCommand({
            ...target,
            database,
            sql: statement,
            parameters: Object.entries(parameters).map(([name, value]) => toParameter(name, value)),
            includeResultMetadata: true,
            continueAfterTimeout,
            transactionId,
          }),
        ),
      );
      const columns = answer.columnMetadata ?? [];
      return (answer.records ?? []).map((record) => toRow(columns, record) as Row);
    };

  return {
    sql: execute(),
    async transaction(work) {
      const begun = await whenAwake(() => client.send(new BeginTransactionCommand({ ...target, database })));
      const { transactionId } = begun;
      if (transactionId === undefined) throw new Error('the Data API began a transaction without an id');
      try {
        const result = await work({ sql: execute(transactionId) });
        await client.send(new CommitTransactionCommand({ ...target, transactionId }));
        return result;
      } catch (error) {
        // The first error tells what happened; a transaction that is already gone needs no roll-back.
        await client
          .send(new RollbackTransactionCommand({ ...target, transactionId }))
          .catch(() => undefined);
        throw error;
      }
    },
  };
}

function isNotBegun(error: unknown): boolean {
  return (
    error instanceof Error &&
    ['DatabaseResumingException', 'ThrottlingException', 'TooManyRequestsException'].includes(error.name)
  );
}

/** A request holds 4 MiB; the rest is for the statement and the envelope. */
const chunkBytes = 3.5 * 1024 * 1024;

/**
 * JSON arrays of rows for `jsonb_to_recordset(:rows)`, each small enough for one request: as the JSON travels as a
 * string within JSON, its quotes are escaped, and the escaped length is what counts.
 */
export function* jsonChunks(rows: Iterable<unknown>, maxBytes = chunkBytes): Generator<string> {
  let parts: string[] = [];
  let bytes = 4;
  for (const row of rows) {
    const part = JSON.stringify(row);
    const size = Buffer.byteLength(JSON.stringify(part));
    if (size + 4 > maxBytes)
      throw new RangeError(`a row of ${size} bytes does not fit a request of ${maxBytes}`);
    if (bytes + size > maxBytes) {
      yield `[${parts.join(',')}]`;
      parts = [];
      bytes = 4;
    }
    parts.push(part);
    bytes += size;
  }
  if (parts.length > 0) yield `[${parts.join(',')}]`;
}

export interface KeysetOptions<Row, Key> {
  /** Reads at most `limit` rows that come after the key, in the key's order; undefined = from the start. */
  readonly page: (after: Key | undefined, limit: number) => Promise<Row[]>;
  readonly keyOf: (row: Row) => Key;
  /** Rows a page. A page that would pass the 1 MiB of an answer is asked for again in halves. */
  readonly limit: number;
}

/** All rows, page by page; ends with the first page that is not full. */
export async function* keysetPages<Row, Key>(options: KeysetOptions<Row, Key>): AsyncGenerator<Row[]> {
  let after: Key | undefined;
  let limit = options.limit;
  for (;;) {
    let rows: Row[];
    try {
      rows = await options.page(after, limit);
    } catch (error) {
      if (!isTooLarge(error) || limit === 1) throw error;
      limit = Math.ceil(limit / 2);
      continue;
    }
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < limit) return;
    after = options.keyOf(last);
  }
}

function isTooLarge(error: unknown): boolean {
  return (
    error instanceof Error && /response size limit|more than the allowed response size/i.test(error.message)
  );
}

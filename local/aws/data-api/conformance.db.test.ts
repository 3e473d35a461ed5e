import { randomUUID } from 'node:crypto';
import {
  BatchExecuteStatementCommand,
  BeginTransactionCommand,
  CommitTransactionCommand,
  ExecuteStatementCommand,
  RDSDataClient,
  RollbackTransactionCommand,
  type ExecuteStatementCommandInput,
  type SqlParameter,
} from '@aws-sdk/client-rds-data';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEmptyDatabase } from '../../../testing/database.ts';
import type { LoopbackServer } from '../loopback.ts';
import { startDataApiServer } from './server.ts';

/**
 * What the pipeline relies on of the Data API. Runs against the stand-in, or against the cluster of a real account
 * when KRATOS_CONFORMANCE_CLUSTER_ARN, …_SECRET_ARN and …_DATABASE are set (in a schema of its own, dropped after).
 */
const {
  KRATOS_CONFORMANCE_CLUSTER_ARN: realCluster,
  KRATOS_CONFORMANCE_SECRET_ARN: realSecret = '',
  KRATOS_CONFORMANCE_DATABASE: realDatabase = '',
} = process.env;
const schema = `conformance_${randomUUID().replaceAll('-', '')}`;
let server: LoopbackServer | undefined;
let database: Awaited<ReturnType<typeof createEmptyDatabase>> | undefined;
let client: RDSDataClient;
let base = {
  resourceArn: realCluster ?? 'cluster',
  secretArn: realSecret || 'secret',
  database: realDatabase,
};

const run = (
  sql: string,
  parameters: SqlParameter[] = [],
  more: Partial<ExecuteStatementCommandInput> = {},
) => client.send(new ExecuteStatementCommand({ ...base, sql, parameters, ...more }));
const rows = async (sql: string, parameters: SqlParameter[] = []) => (await run(sql, parameters)).records;
const countOf = async (where: string) =>
  (await rows(`select count(*) from ${schema}.g where ${where}`))?.[0]?.[0];

beforeAll(async () => {
  if (realCluster === undefined) {
    database = await createEmptyDatabase();
    const credentials = { accessKeyId: 'LOCALKEY', secretAccessKey: 'secret' };
    const connectionString = database.url();
    base = { ...base, database: database.name };
    server = await startDataApiServer({ credentials, resolveConnection: () => ({ connectionString }) });
    client = new RDSDataClient({ endpoint: server.url, region: 'us-east-1', credentials, maxAttempts: 1 });
  } else {
    client = new RDSDataClient({ maxAttempts: 3 });
  }
  await run(`create schema ${schema}`);
  await run(`create table ${schema}.g (id bigint primary key, name text, score numeric(10,2), ratio float8,
    ok boolean, payload jsonb, at timestamptz, d date, u uuid, b bytea, tags text[], n int)`);
});

afterAll(async () => {
  await run(`drop schema if exists ${schema} cascade`);
  client.destroy();
  await server?.close();
  await database?.close();
});

describe('parameters and results', () => {
  it('carry every type there and back', async () => {
    const inserted = await run(
      `insert into ${schema}.g (id,name,score,ratio,ok,payload,at,d,u,b,n)
       values (:id,:name,:score,:ratio,:ok,:payload,:at,:d,:u,:b,:n)`,
      [
        { name: 'id', value: { longValue: 1 } },
        { name: 'name', value: { stringValue: "O'Brien" } },
        { name: 'score', value: { stringValue: '12.50' }, typeHint: 'DECIMAL' },
        { name: 'ratio', value: { doubleValue: 0.5 } },
        { name: 'ok', value: { booleanValue: true } },
        { name: 'payload', value: { stringValue: '{"a":1}' }, typeHint: 'JSON' },
        { name: 'at', value: { stringValue: '2024-01-02 03:04:05.678' }, typeHint: 'TIMESTAMP' },
        { name: 'd', value: { stringValue: '2024-01-02' }, typeHint: 'DATE' },
        { name: 'u', value: { stringValue: '6f2c1f9e-0000-4000-8000-000000000001' }, typeHint: 'UUID' },
        { name: 'b', value: { blobValue: new Uint8Array([1, 2, 3]) } },
        { name: 'n', value: { isNull: true } },
      ],
    );
    expect(inserted.numberOfRecordsUpdated).toBe(1);
    expect(
      await rows(`select id,name,score,ratio,ok,payload,at,d,u,b,n from ${schema}.g where id = 1`),
    ).toEqual([
      [
        { longValue: 1 },
        { stringValue: "O'Brien" },
        { stringValue: '12.50' },
        { doubleValue: 0.5 },
        { booleanValue: true },
        { stringValue: '{"a": 1}' },
        { stringValue: '2024-01-02 03:04:05.678' },
        { stringValue: '2024-01-02' },
        { stringValue: '6f2c1f9e-0000-4000-8000-000000000001' },
        { blobValue: new Uint8Array([1, 2, 3]) },
        { isNull: true },
      ],
    ]);
  });

  it('bind a text as text, so that a forgotten hint is an error', async () => {
    const forgotten = run(`insert into ${schema}.g (id, payload) values (2, :p)`, [
      { name: 'p', value: { stringValue: '{}' } },
    ]);
    await expect(forgotten).rejects.toThrow(/column "payload" is of type jsonb but expression is of type/);
  });

  it('give a null its hinted type', async () => {
    const [row] =
      (await rows('select pg_typeof(:u)::text', [
        { name: 'u', value: { isNull: true }, typeHint: 'UUID' },
      ])) ?? [];
    expect(row).toEqual([{ stringValue: 'uuid' }]);
  });

  it('leave texts, comments, identifiers and casts alone', async () => {
    expect(
      await rows(
        `select :x::int + 1 as y, '{"k":"a:b"}'::jsonb as j, ':notparam' as s, $$ :nor_this $$ as d, e'it\\'s :x' as e -- :comment
         /* :comment */ , 1 as ":quoted"`,
        [{ name: 'x', value: { longValue: 41 } }],
      ),
    ).toEqual([
      [
        { longValue: 42 },
        { stringValue: '{"k": "a:b"}' },
        { stringValue: ':notparam' },
        { stringValue: ' :nor_this ' },
        { stringValue: "it's :x" },
        { longValue: 1 },
      ],
    ]);
  });

  it('may use a parameter twice', async () => {
    const [row] = (await rows('select :a as a, :a as b', [{ name: 'a', value: { stringValue: 'q' } }])) ?? [];
    expect(row).toEqual([{ stringValue: 'q' }, { stringValue: 'q' }]);
  });

  it('read arrays', async () => {
    const [row] = (await rows(`select array['a','b "c", d']::text[], array[1,2]::int[], '{}'::text[]`)) ?? [];
    expect(row).toEqual([
      { arrayValue: { stringValues: ['a', 'b "c", d'] } },
      { arrayValue: { longValues: [1, 2] } },
      { arrayValue: { stringValues: [] } },
    ]);
  });

  it('come as JSON on demand', async () => {
    const { formattedRecords } = await run(
      'select 1 as id, null as nothing, 1.50::numeric as price, true as ok',
      [],
      {
        formatRecordsAs: 'JSON',
      },
    );
    expect(JSON.parse(formattedRecords ?? '')).toEqual([{ id: 1, nothing: null, price: '1.50', ok: true }]);
  });

  it('name and type their columns on demand', async () => {
    const { columnMetadata } = await run('select 1::int8 as id, now() as at', [], {
      includeResultMetadata: true,
    });
    expect(columnMetadata?.map(({ name, typeName }) => [name, typeName])).toEqual([
      ['id', 'int8'],
      ['at', 'timestamptz'],
    ]);
  });

  it('take a batch of rows as one JSON parameter', async () => {
    const items = Array.from({ length: 2000 }, (_, index) => ({ id: 10_000 + index, name: `n${index}` }));
    await run(
      `insert into ${schema}.g (id, name) select id, name from jsonb_to_recordset(:rows) as r(id bigint, name text)`,
      [{ name: 'rows', value: { stringValue: JSON.stringify(items) }, typeHint: 'JSON' }],
    );
    expect(await countOf('id >= 10000 and id < 12000')).toEqual({ longValue: 2000 });
  });
});

describe('errors', () => {
  it.each([
    ['select * from absent_table', [], 'DatabaseErrorException'],
    ['select :a::int', [], 'BadRequestException'],
    ['select 1; select 2', [], 'ValidationException|BadRequestException'],
    ["select repeat('x', 1000) from generate_series(1, 2000)", [], 'BadRequestException'],
    ["select repeat('x', 70000)", [], 'BadRequestException'],
  ])('%s is refused', async (sql, parameters, name) => {
    const refused = await run(sql, parameters).catch((error: unknown) => error as Error);
    expect((refused as Error).name).toMatch(new RegExp(`^(${name})$`));
  });

  it('tell the state of SQL', async () => {
    await expect(run('select 1 / 0')).rejects.toThrow(/division by zero.*22012/s);
  });

  it('in a transaction that is not known are refused', async () => {
    const refused = await run('select 1', [], { transactionId: 'nope' }).catch(
      (error: unknown) => error as Error,
    );
    expect((refused as Error).name).toMatch(/^(TransactionNotFoundException|BadRequestException)$/);
  });
});

describe('transactions', () => {
  const begin = async () => (await client.send(new BeginTransactionCommand(base))).transactionId ?? '';

  it('show others nothing until they commit', async () => {
    const transactionId = await begin();
    await run(`insert into ${schema}.g (id, name) values (5000, 'tx')`, [], { transactionId });
    expect(await countOf('id = 5000')).toEqual({ longValue: 0 });
    const { transactionStatus } = await client.send(new CommitTransactionCommand({ ...base, transactionId }));
    expect(transactionStatus).toBe('Transaction Committed');
    expect(await countOf('id = 5000')).toEqual({ longValue: 1 });
  });

  it('leave nothing when they are rolled back', async () => {
    const transactionId = await begin();
    await run(`insert into ${schema}.g (id, name) values (6000, 'tx')`, [], { transactionId });
    const { transactionStatus } = await client.send(
      new RollbackTransactionCommand({ ...base, transactionId }),
    );
    expect(transactionStatus).toBe('Rollback Complete');
    expect(await countOf('id = 6000')).toEqual({ longValue: 0 });
    await expect(run('select 1', [], { transactionId })).rejects.toThrow();
  });
});

describe('batches', () => {
  const insert = (sql: string, ids: number[]) =>
    client.send(
      new BatchExecuteStatementCommand({
        ...base,
        sql,
        parameterSets: ids.map((id) => [{ name: 'id', value: { longValue: id } }]),
      }),
    );

  it('write every set', async () => {
    const ids = Array.from({ length: 100 }, (_, index) => 1000 + index);
    const { updateResults } = await insert(`insert into ${schema}.g (id) values (:id)`, ids);
    expect(updateResults).toHaveLength(100);
    expect(await countOf('id between 1000 and 1099')).toEqual({ longValue: 100 });
  });

  it('write nothing if one set fails', async () => {
    await expect(insert(`insert into ${schema}.g (id) values (:id)`, [2000, 2001, 2000])).rejects.toThrow(
      /duplicate/,
    );
    expect(await countOf('id in (2000, 2001)')).toEqual({ longValue: 0 });
  });
});

it('twenty statements run at once', async () => {
  const begun = Date.now();
  await Promise.all(Array.from({ length: 20 }, () => run('select 1 from pg_sleep(0.3)')));
  expect(Date.now() - begun).toBeLessThan(20 * 300);
});

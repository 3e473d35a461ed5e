import { setTimeout as sleep } from 'node:timers/promises';
import { BeginTransactionCommand, ExecuteStatementCommand, RDSDataClient } from '@aws-sdk/client-rds-data';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEmptyDatabase } from '../../../testing/database.ts';
import type { LoopbackServer } from '../loopback.ts';
import { startDataApiServer } from './server.ts';

/** The limits whose real lengths no test can wait for, made short; only of the stand-in. */
const credentials = { accessKeyId: 'LOCALKEY', secretAccessKey: 'secret' };
const base = { resourceArn: 'cluster', secretArn: 'secret' };
let database: Awaited<ReturnType<typeof createEmptyDatabase>>;
let server: LoopbackServer;
let client: RDSDataClient;

beforeAll(async () => {
  database = await createEmptyDatabase();
  const connectionString = database.url();
  server = await startDataApiServer({
    credentials,
    resolveConnection: ({ secretArn }) => (secretArn === 'secret' ? { connectionString } : undefined),
    limits: { statementMs: 300, idleTransactionMs: 200 },
  });
  client = new RDSDataClient({ endpoint: server.url, region: 'us-east-1', credentials, maxAttempts: 1 });
});

afterAll(async () => {
  client.destroy();
  await server.close();
  await database.close();
});

const run = (sql: string, more: object = {}) =>
  client.send(new ExecuteStatementCommand({ ...base, sql, ...more }));

describe('a statement that takes too long', () => {
  it('is cancelled, and the server goes on', async () => {
    await expect(run('select 1 from pg_sleep(2)')).rejects.toMatchObject({
      name: 'StatementTimeoutException',
    });
    expect((await run('select 1')).records).toEqual([[{ longValue: 1 }]]);
  });

  it('goes on in the background if the caller asked for that', async () => {
    const created = run('create table made_late as select 1 as x from pg_sleep(0.6)', {
      continueAfterTimeout: true,
    });
    await expect(created).rejects.toMatchObject({ name: 'StatementTimeoutException' });
    await expect(run('select x from made_late')).rejects.toMatchObject({ name: 'DatabaseErrorException' });
    await sleep(600);
    expect((await run('select x from made_late')).records).toEqual([[{ longValue: 1 }]]);
  });

  it('still fails by its own error if that comes first', async () => {
    await expect(run('select 1 / 0', { continueAfterTimeout: true })).rejects.toThrow(/division by zero/);
  });
});

describe('a transaction that idles', () => {
  it('is rolled back and unknown', async () => {
    await run('create table if not exists idle (x int)');
    const { transactionId } = await client.send(new BeginTransactionCommand(base));
    await run('insert into idle values (1)', { transactionId });
    await sleep(400);
    await expect(run('select 1', { transactionId })).rejects.toMatchObject({
      name: 'TransactionNotFoundException',
    });
    expect((await run('select count(*) from idle')).records).toEqual([[{ longValue: 0 }]]);
  });

  it('lives as long as it is used', async () => {
    const { transactionId } = await client.send(new BeginTransactionCommand(base));
    for (let call = 0; call < 4; call++) {
      await sleep(120);
      await run('select 1', { transactionId });
    }
    expect((await run('select 1', { transactionId })).records).toEqual([[{ longValue: 1 }]]);
  });
});

describe('the server', () => {
  it('refuses a request of more than 4 MiB', async () => {
    const parameters = [{ name: 'x', value: { stringValue: 'x'.repeat(5 * 2 ** 20) } }];
    await expect(run('select length(:x)', { parameters })).rejects.toThrow(
      /exceeded the limit of 4194304 bytes/,
    );
  });

  it('refuses a secret that it does not know', async () => {
    await expect(run('select 1', { secretArn: 'other' })).rejects.toThrow(
      /There is no database for.*secret other/,
    );
  });

  it('refuses a signature of another secret key', async () => {
    const stranger = new RDSDataClient({
      endpoint: server.url,
      region: 'us-east-1',
      credentials: { ...credentials, secretAccessKey: 'wrong' },
      maxAttempts: 1,
    });
    const sent = stranger.send(new ExecuteStatementCommand({ ...base, sql: 'select 1' }));
    await expect(sent).rejects.toMatchObject({ name: 'InvalidSignatureException' });
    stranger.destroy();
  });

  it.each(['begin', 'COMMIT', 'rollback', 'savepoint a', 'copy x from stdin'])(
    'refuses %s by name',
    async (sql) => {
      await expect(run(sql)).rejects.toMatchObject({ name: 'BadRequestException' });
    },
  );

  it('refuses what it does not implement by name', async () => {
    await expect(run('select 1', { schema: 'public' })).rejects.toThrow(/does not implement schema/);
    await expect(run("select '{{1,2},{3,4}}'::int[]")).rejects.toMatchObject({
      name: 'UnsupportedResultException',
    });
    const list = [{ name: 'a', value: { arrayValue: { stringValues: ['x'] } } }];
    await expect(run('select :a', { parameters: list })).rejects.toThrow(/array parameters \(a\)/);
  });

  it('does not carry a setting over to the next caller', async () => {
    await run("set work_mem = '7MB'");
    const answers = await Promise.all(Array.from({ length: 5 }, () => run('show work_mem')));
    for (const { records } of answers) expect(records).not.toEqual([[{ stringValue: '7MB' }]]);
  });

  it('fails a number beyond what a client can hold instead of rounding it', async () => {
    await expect(run('select 9007199254740993')).rejects.toMatchObject({
      name: 'UnsupportedResultException',
    });
    const exact = await run('select 9007199254740993', { resultSetOptions: { longReturnType: 'STRING' } });
    expect(exact.records).toEqual([[{ stringValue: '9007199254740993' }]]);
  });
});

import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { DatabaseRole } from '../lambdas/functions.ts';
import { rolePassword, serverVariable, templateDatabase, type TestServer } from './test-server.ts';

export interface TestDatabase {
  readonly name: string;
  readonly host: '127.0.0.1';
  readonly port: number;
  /** Connection URL; without a role: the owner of every table, whom no rule holds back. */
  url(role?: DatabaseRole): string;
  /** One pool a role, kept until `close`. */
  pool(role?: DatabaseRole): pg.Pool;
  close(): Promise<void>;
}

/** A fresh, migrated and empty database for one test file; `close` it in `afterAll`. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = testServer();
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asAdmin(server, `CREATE DATABASE ${name} TEMPLATE ${templateDatabase}`);
  const pools = new Map<DatabaseRole | undefined, pg.Pool>();
  const url = (role?: DatabaseRole): string => urlOf(server, name, role);
  return {
    name,
    host: '127.0.0.1',
    port: server.port,
    url,
    pool: (role) => {
      const known = pools.get(role);
      if (known) return known;
      const pool = new pg.Pool({ connectionString: url(role), max: 4 });
      // A connection that ends while idle (a database that is dropped) is no failure of a test.
      pool.on('error', () => undefined);
      pools.set(role, pool);
      return pool;
    },
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.end()));
      await asAdmin(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

/** An empty database without the schema, for tests of the migrations themselves. */
export async function createEmptyDatabase(): Promise<
  Pick<TestDatabase, 'name' | 'close'> & { url(): string }
> {
  const server = testServer();
  const name = `empty_${randomBytes(8).toString('hex')}`;
  await asAdmin(server, `CREATE DATABASE ${name}`);
  return {
    name,
    url: () => urlOf(server, name),
    close: () => asAdmin(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

function testServer(): TestServer {
  const shared = process.env[serverVariable];
  if (shared === undefined) {
    throw new Error('no test database: only *.db.test.ts files, run through Jest, can ask for one');
  }
  return JSON.parse(shared) as TestServer;
}

function urlOf(server: TestServer, database: string, role?: DatabaseRole): string {
  const user = role ?? server.superuser;
  const password = role ? rolePassword(role) : server.superuserPassword;
  return `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${server.port}/${database}`;
}

async function asAdmin(server: TestServer, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(server, 'postgres') });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

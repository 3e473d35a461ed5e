import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { surviveLostConnections } from './lost-connections.ts';

describe('a connection that the server ends', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.close());

  const end = (pid: number): Promise<unknown> =>
    database.pool().query('SELECT pg_terminate_backend($1, 5000)', [pid]);

  it('fails the next statement and not the process, also in the middle of a transaction', async () => {
    const pool = surviveLostConnections(new pg.Pool({ connectionString: database.url(), max: 1 }));
    const client = await pool.connect();
    await client.query('BEGIN');
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await end(rows[0]!.pid);
    await expect(client.query('SELECT 1')).rejects.toThrow();
    client.release(true);
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await pool.end();
  });

  it('does the same for a client that belongs to no pool', async () => {
    const client = surviveLostConnections(new pg.Client({ connectionString: database.url() }));
    await client.connect();
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await end(rows[0]!.pid);
    await expect(client.query('SELECT 1')).rejects.toThrow();
    await client.end();
  });
});

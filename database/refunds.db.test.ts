import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { SalesSeeds } from '../testing/sales-seeds.ts';

const paidAt = '2026-01-05T12:00:00Z';
const insert = `INSERT INTO refunds (order_item_id, quantity, amount_minor) VALUES ($1, $2, $3)`;

let database: TestDatabase;
let seeds: SalesSeeds;
let game: number;

beforeAll(async () => {
  database = await createTestDatabase();
  seeds = new SalesSeeds(database.pool());
  game = await seeds.game({ title: 'Given back' });
});
afterAll(() => database.close());

/** Waits until a connection stands still because of another's lock. */
async function untilWaiting(pid: number): Promise<void> {
  const asked = `SELECT wait_event_type = 'Lock' AS waits FROM pg_stat_activity WHERE pid = $1`;
  for (;;) {
    const { rows } = await database.pool().query<{ waits: boolean | null }>(asked, [pid]);
    if (rows[0]?.waits === true) return;
  }
}

async function inTwoConnections<T>(work: (one: pg.PoolClient, other: pg.PoolClient) => Promise<T>) {
  const one = await database.pool().connect();
  const other = await database.pool().connect();
  try {
    return await work(one, other);
  } finally {
    for (const client of [one, other]) {
      await client.query('ROLLBACK');
      client.release();
    }
  }
}

async function refunded(line: number): Promise<number> {
  const { rows } = await database.pool().query<{
    n: number;
  }>('SELECT coalesce(sum(quantity), 0)::integer AS n FROM refunds WHERE order_item_id = $1', [line]);
  return rows[0]?.n ?? 0;
}

describe('refunds', () => {
  it('of the last unit in two transactions at once: the second waits for the first and is refused', async () => {
    const line = await seeds.sale(game, paidAt, { quantity: 2 });
    await seeds.refund(line, paidAt);
    await inTwoConnections(async (one, other) => {
      const { rows } = await other.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await one.query('BEGIN');
      await other.query('BEGIN');
      await one.query(insert, [line, 1, 1000]);
      const second = other.query(insert, [line, 1, 1000]).then(
        () => 'taken',
        (error: unknown) => error,
      );
      await Promise.race([untilWaiting(rows[0]?.pid ?? 0), second]);
      await one.query('COMMIT');
      expect(await second).toMatchObject({ code: '23514', constraint: 'refunds_within_purchase' });
    });
    expect(await refunded(line)).toBe(2);
  });

  it('of different units in two transactions at once are both taken', async () => {
    const line = await seeds.sale(game, paidAt, { quantity: 2 });
    await inTwoConnections(async (one, other) => {
      const { rows } = await other.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await one.query('BEGIN');
      await other.query('BEGIN');
      await one.query(insert, [line, 1, 1000]);
      const second = other.query(insert, [line, 1, 1000]);
      await Promise.race([untilWaiting(rows[0]?.pid ?? 0), second]);
      await one.query('COMMIT');
      await second;
      await other.query('COMMIT');
    });
    expect(await refunded(line)).toBe(2);
  });

  it('give back no more money than was paid, in one part or in several', async () => {
    const line = await seeds.sale(game, paidAt, { quantity: 2, unit: 700 });
    await expect(database.pool().query(insert, [line, 1, 1401])).rejects.toMatchObject({
      constraint: 'refunds_within_purchase',
    });
    await database.pool().query(insert, [line, 1, 1000]);
    await expect(database.pool().query(insert, [line, 1, 401])).rejects.toMatchObject({
      constraint: 'refunds_within_purchase',
    });
    await database.pool().query(insert, [line, 1, 400]);
    expect(await refunded(line)).toBe(2);
  });

  it('of an order that is not paid are refused', async () => {
    const line = await seeds.sale(game, null, { status: 'pending' });
    await expect(database.pool().query(insert, [line, 1, 0])).rejects.toMatchObject({
      constraint: 'refunds_within_purchase',
    });
  });
});

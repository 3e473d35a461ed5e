import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dayOf, formatDay, startOfDay } from '../../domain/days.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { continueDemo, DEMO_PUBLISHER, seedDemo } from './index.ts';

const anchor = dayOf('2026-03-02');

describe('the demo store', () => {
  let database: TestDatabase;
  const covers = new Map<string, string>();
  let summary: Awaited<ReturnType<typeof seedDemo>>;

  async function rows<T>(sql: string, values: unknown[] = []): Promise<T[]> {
    return (await database.pool().query(sql, values)).rows as T[];
  }
  async function count(sql: string, values: unknown[] = []): Promise<number> {
    return (await rows<{ n: number }>(`SELECT count(*)::integer AS n FROM ${sql}`, values))[0]!.n;
  }

  beforeAll(async () => {
    database = await createTestDatabase();
    const putCover = (key: string, svg: string): Promise<void> => {
      covers.set(key, svg);
      return Promise.resolve();
    };
    summary = await seedDemo({ pool: database.pool(), anchor, putCover });
  });
  afterAll(() => database.close());

  it('has 96 games by 12 publishers, each with its cover', async () => {
    expect(summary.games).toBe(96);
    expect(await count('publishers')).toBe(12);
    const keys = (await rows<{ cover_key: string }>('SELECT cover_key FROM games')).map(
      (row) => row.cover_key,
    );
    expect(keys.filter((key) => covers.get(key)?.startsWith('<svg'))).toHaveLength(96);
  });

  it('sold about 150,000 order lines in the 90 days before the anchor, every day some', async () => {
    expect(summary.orderLines).toBeGreaterThan(140_000);
    expect(summary.orderLines).toBeLessThan(160_000);
    const days = await count(
      `(SELECT DISTINCT (paid_at AT TIME ZONE 'UTC')::date FROM orders WHERE paid_at < $1) d`,
      [startOfDay(anchor)],
    );
    expect(days).toBe(90);
    expect(await count('orders WHERE paid_at >= $1', [startOfDay(anchor)])).toBe(0);
  });

  it('holds two and a quarter years of history before that, none of it in the days of its own orders', async () => {
    const [span] = await rows<{ first: string; last: string }>(
      'SELECT min(date)::text AS first, max(date)::text AS last FROM sales_history',
    );
    expect(span).toEqual({ first: formatDay(anchor - 90 - 821), last: formatDay(anchor - 91) });
  });

  it('breaks no rule that the load left unchecked', async () => {
    const orphans = [
      'orders o LEFT JOIN users u ON u.id = o.user_id WHERE u.id IS NULL',
      'order_items i LEFT JOIN orders o ON o.id = i.order_id WHERE o.id IS NULL',
      'order_items i LEFT JOIN games g ON g.id = i.game_id WHERE g.id IS NULL',
      'payments p LEFT JOIN orders o ON o.id = p.order_id WHERE o.id IS NULL OR p.amount_minor <> o.total_minor',
      'user_games e LEFT JOIN order_items i ON i.id = e.order_item_id WHERE i.id IS NULL OR i.game_id <> e.game_id',
      'sales_history h LEFT JOIN games g ON g.id = h.game_id WHERE g.id IS NULL',
      'refunds r JOIN order_items i ON i.id = r.order_item_id JOIN orders o ON o.id = i.order_id WHERE r.refunded_at < o.paid_at',
      '(SELECT order_item_id FROM refunds GROUP BY 1 HAVING sum(quantity) > 1) twice',
      '(SELECT i.order_id FROM order_items i JOIN orders o ON o.id = i.order_id GROUP BY 1, o.total_minor HAVING sum(i.unit_price_minor) <> o.total_minor) wrong',
    ];
    for (const sql of orphans) expect([sql, await count(sql)]).toEqual([sql, 0]);
    expect(await count(`user_games WHERE revoked_at IS NOT NULL`)).toBe(await count('refunds'));
  });

  it('charges what a buyer would have seen at that moment', async () => {
    const wrong = await count(
      `order_items i JOIN orders o ON o.id = i.order_id
         LEFT JOIN LATERAL game_price(i.game_id, 'USD', o.paid_at) p ON true
        WHERE i.id % 50 = 0 AND (p.price_minor IS DISTINCT FROM i.unit_price_minor OR p.list_minor IS DISTINCT FROM i.list_price_minor)`,
    );
    expect(wrong).toBe(0);
  });

  it('takes back a few of a hundred lines', async () => {
    const share = (await count('refunds')) / summary.orderLines;
    expect(share).toBeGreaterThan(0.015);
    expect(share).toBeLessThan(0.04);
  });

  it('gives the demo publisher a flagship, a launch, a slow seller, an unreleased game and a planned discount', async () => {
    const own = await rows<{ title: string; units: number; release: number; planned: boolean }>(
      `SELECT g.title, s.units_30_days AS units, g.release_date - $2::date AS release,
              EXISTS (SELECT 1 FROM discounts d WHERE d.game_id = g.id
                         AND d.starts_at BETWEEN $3 AND $4) AS planned
         FROM games g JOIN publishers p ON p.id = g.publisher_id JOIN game_stats s ON s.game_id = g.id
        WHERE p.name = $1`,
      [DEMO_PUBLISHER, formatDay(anchor), startOfDay(anchor + 10), startOfDay(anchor + 25)],
    );
    expect(own.length).toBeGreaterThanOrEqual(6);
    expect(own.some((game) => game.units > 30 * 100)).toBe(true);
    expect(own.some((game) => game.release < 0 && game.release > -30)).toBe(true);
    expect(own.some((game) => game.release < -365 && game.units > 0 && game.units < 90)).toBe(true);
    expect(own.some((game) => game.release > 0)).toBe(true);
    expect(own.some((game) => game.planned)).toBe(true);
  });

  it('has games without sales, category or release date, and one on pre-order', async () => {
    expect(
      await count(
        'games g WHERE NOT EXISTS (SELECT 1 FROM order_items i WHERE i.game_id = g.id) AND NOT EXISTS (SELECT 1 FROM sales_history h WHERE h.game_id = g.id AND h.units > 0)',
      ),
    ).toBeGreaterThan(0);
    expect(
      await count('games g WHERE NOT EXISTS (SELECT 1 FROM game_categories c WHERE c.game_id = g.id)'),
    ).toBeGreaterThan(0);
    expect(await count('games WHERE release_date IS NULL')).toBeGreaterThan(0);
    expect(await count('games WHERE pre_order AND release_date > $1', [formatDay(anchor)])).toBe(1);
  });
});

describe('a later start of the demo store', () => {
  // The same store with fewer sales: what is tested does not hang on their number.
  const scale = 0.03;
  const instant = (day: number): Date => new Date(startOfDay(anchor + day).getTime() + 9 * 3_600_000);

  async function store(days: readonly number[]): Promise<TestDatabase> {
    const database = await createTestDatabase();
    await seedDemo({ pool: database.pool(), anchor, scale, putCover: () => Promise.resolve() });
    for (const day of days) await continueDemo({ pool: database.pool(), anchor, scale, now: instant(day) });
    return database;
  }

  it('adds the days since the last one, as if the store had been open all the time', async () => {
    const units = `SELECT game_id, (o.paid_at AT TIME ZONE 'UTC')::date::text AS day, count(*)::integer AS units
      FROM order_items i JOIN orders o ON o.id = i.order_id GROUP BY 1, 2 ORDER BY 2, 1`;
    const [daily, late] = await Promise.all([store([1, 2, 3]), store([3])]);
    try {
      const rows = (await late.pool().query<{ day: string }>(units)).rows;
      expect(rows).toEqual((await daily.pool().query(units)).rows);
      const added = new Set(rows.map((row) => row.day).filter((day) => day >= formatDay(anchor)));
      expect([...added]).toEqual([0, 1, 2].map((n) => formatDay(anchor + n)));
      expect(await continueDemo({ pool: late.pool(), anchor, scale, now: instant(3) })).toBe(0);
    } finally {
      await Promise.all([daily.close(), late.close()]);
    }
  });

  it('finds eight discounts running and twelve planned, however late it comes', async () => {
    const database = await store([]);
    try {
      for (const later of [3, 17, 45, 80]) {
        const now = instant(later);
        await continueDemo({ pool: database.pool(), anchor, scale, now });
        const { rows } = await database.pool().query<{ running: number; planned: number }>(
          `SELECT count(*) FILTER (WHERE starts_at <= $1 AND ends_at > $1)::integer AS running,
                  count(*) FILTER (WHERE starts_at > $1 AND starts_at <= $2)::integer AS planned
             FROM discounts WHERE withdrawn_at IS NULL`,
          [now, startOfDay(anchor + later + 60)],
        );
        expect(rows[0]!.running).toBeGreaterThanOrEqual(8);
        expect(rows[0]!.planned).toBeGreaterThanOrEqual(12);
      }
    } finally {
      await database.close();
    }
  });
});

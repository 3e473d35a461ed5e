import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.pool().query("INSERT INTO publishers (name, slug) VALUES ('North', 'north')");
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool().query(`
    DELETE FROM games;
    INSERT INTO games (publisher_id, slug, title) SELECT 1, 'game-' || n, 'Game' FROM generate_series(1, 12) n`);
});

/** A rule in small numbers, so that instants fall together: 12 games, 2 currencies, 30 instants. */
const fill = `
  INSERT INTO price_points (game_id, currency, amount_minor, valid_from, recorded_at)
  SELECT id, c, nullif((hashint4(id * 7 + k) & 1023) % 9, 8) * 250, '2026-01-01'::date + (hashint4(id * 3 + k) & 255) % 30,
         '2026-01-01'::timestamptz + k * interval '1 hour'
    FROM games, unnest(ARRAY['USD', 'EUR']) c, generate_series(0, (hashint4(id) & 15) % 6) k
  ON CONFLICT DO NOTHING;
  INSERT INTO discounts (game_id, percent, starts_at, ends_at, withdrawn_at)
  SELECT id, 5 + k * 10, '2026-01-01'::date + d, '2026-01-01'::date + d + 1 + k, CASE WHEN k = 3 THEN now() END
    FROM games, generate_series(0, 4) k, LATERAL (SELECT (hashint4(id * 11 + k) & 255) % 30) x (d)
  ON CONFLICT DO NOTHING`;

/** Every game, currency and half day around the rows at which list, price or percent differ from the rule. */
async function differences(): Promise<unknown[]> {
  const { rows } = await database.pool().query<Record<string, unknown>>(`
    SELECT g.id, cur, at, c.list_minor, c.price_minor, s.price_minor AS span_minor
      FROM games g, unnest(ARRAY['USD', 'EUR']) cur,
           generate_series('2025-12-30'::timestamptz, '2026-03-01', interval '12 hours') at
      LEFT JOIN LATERAL game_price(g.id, cur, at) c ON true
      LEFT JOIN LATERAL (SELECT * FROM price_spans p WHERE p.game_id = g.id AND p.currency = cur
                            AND p.starts_at <= at AND p.ends_at > at) s ON true
     WHERE (c.list_minor, c.price_minor, c.percent) IS DISTINCT FROM (s.list_minor, s.price_minor, s.percent)`);
  return rows;
}

async function spanCount(): Promise<number> {
  const { rows } = await database
    .pool()
    .query<{ n: number }>('SELECT count(*)::integer AS n FROM price_spans');
  return rows[0]?.n ?? 0;
}

describe('the spans of prices', () => {
  it('say at every moment what the rule says, past and to come', async () => {
    await database.pool().query(fill);
    expect(await spanCount()).toBeGreaterThan(50);
    expect(await differences()).toEqual([]);
  });

  it('never overlap: at no moment has a game two prices', async () => {
    await database.pool().query(fill);
    const { rows } = await database.pool().query(`
      SELECT 1 FROM price_spans a JOIN price_spans b USING (game_id, currency)
       WHERE a.starts_at < b.starts_at AND a.ends_at > b.starts_at`);
    expect(rows).toEqual([]);
  });

  it.each([
    ['a price is corrected', "UPDATE price_points SET amount_minor = 777 WHERE currency = 'USD'"],
    [
      'a price moves to another game',
      "UPDATE price_points SET game_id = (SELECT max(id) FROM games), recorded_at = now() + id * interval '1 second'",
    ],
    ['prices go', 'DELETE FROM price_points WHERE id % 2 = 0'],
    ['a discount is withdrawn', 'UPDATE discounts SET withdrawn_at = now() WHERE withdrawn_at IS NULL'],
    [
      'a discount is longer',
      "UPDATE discounts SET ends_at = ends_at + interval '3 hours' WHERE withdrawn_at IS NULL AND id % 5 = 0 AND NOT EXISTS (SELECT 1 FROM discounts o WHERE o.game_id = discounts.game_id AND o.id <> discounts.id AND o.withdrawn_at IS NULL)",
    ],
    ['a game goes', 'DELETE FROM games WHERE id % 3 = 0'],
    ['all discounts are emptied', 'TRUNCATE discounts CASCADE'],
    [
      'a bulk load leaves the checks out',
      'SET session_replication_role = replica; DELETE FROM discounts; SET session_replication_role = origin',
    ],
  ])('follow when %s', async (_what, statement) => {
    await database.pool().query(fill);
    const before = await spanCount();
    await database.pool().query(statement);
    expect(await differences()).toEqual([]);
    expect(before).toBeGreaterThan(0);
  });

  it('hold both rows when two write prices of a game at once', async () => {
    const [one, two] = [await database.pool().connect(), await database.pool().connect()];
    try {
      const { rows } = await one.query<{ id: number }>('SELECT min(id) AS id FROM games');
      const game = rows[0]?.id;
      await one.query('BEGIN');
      await one.query(
        "INSERT INTO price_points (game_id, currency, amount_minor, valid_from) VALUES ($1, 'USD', 1000, '2026-01-02')",
        [game],
      );
      const second = two.query(
        "INSERT INTO discounts (game_id, percent, starts_at, ends_at) VALUES ($1, 30, '2026-01-03', '2026-01-09')",
        [game],
      );
      await one.query('SELECT pg_sleep(0.2)');
      await one.query('COMMIT');
      await second;
    } finally {
      one.release();
      two.release();
    }
    expect(await differences()).toEqual([]);
    const { rows } = await database
      .pool()
      .query("SELECT price_minor, ends_at = 'infinity' AS open FROM price_spans ORDER BY starts_at");
    expect(rows).toEqual([
      { price_minor: 1000, open: false },
      { price_minor: 700, open: false },
      { price_minor: 1000, open: true },
    ]);
  });

  it('can be read by the catalogue and written by none of the functions', async () => {
    const catalogue = database.pool('kratos_catalogue');
    await catalogue.query('SELECT count(*) FROM price_spans');
    await expect(catalogue.query('DELETE FROM price_spans')).rejects.toThrow('permission denied');
    await expect(catalogue.query("SELECT refresh_price_spans('{1}')")).rejects.toThrow('permission denied');
  });
});

import { createHash, randomBytes } from 'node:crypto';
import type pg from 'pg';

/** Rows of sales for tests of what is computed from them; every helper takes the instant that it is about. */
export class SalesSeeds {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  async game(options: {
    title: string;
    releaseDate?: string | null;
    preOrder?: boolean;
    genres?: readonly string[];
    categories?: readonly string[];
    /** From when on, and for how many minor units. */
    price?: { from: string; amount: number | null };
  }): Promise<number> {
    const slug = randomBytes(8).toString('hex');
    const publisher = await this.#one(
      `INSERT INTO publishers (name, slug) VALUES ('House', 'house') ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id`,
    );
    const game = await this.#one(
      `INSERT INTO games (publisher_id, slug, title, release_date, pre_order) VALUES ($1, $2, $3, $4, $5) RETURNING id`,
      [publisher, slug, options.title, options.releaseDate ?? null, options.preOrder ?? false],
    );
    for (const genre of options.genres ?? []) {
      await this.#query(
        `WITH g AS (INSERT INTO genres (name, slug) VALUES ($2::text, $2::text) ON CONFLICT (slug) DO UPDATE SET name = excluded.name RETURNING id)
         INSERT INTO game_genres SELECT $1, id FROM g`,
        [game, genre],
      );
    }
    for (const category of options.categories ?? []) {
      await this.#query(
        `WITH c AS (INSERT INTO categories (name, slug) VALUES ($2::text, $2::text) ON CONFLICT (slug) DO UPDATE SET name = excluded.name RETURNING id)
         INSERT INTO game_categories SELECT $1, id FROM c`,
        [game, category],
      );
    }
    if (options.price) await this.price(game, options.price.from, options.price.amount);
    return game;
  }

  async price(game: number, from: string, amount: number | null): Promise<void> {
    await this.#query(
      `INSERT INTO price_points (game_id, currency, amount_minor, valid_from) VALUES ($1, 'USD', $2, $3)`,
      [game, amount, from],
    );
  }

  async discount(game: number, percent: number, from: string, to: string): Promise<number> {
    return this.#one(
      'INSERT INTO discounts (game_id, percent, starts_at, ends_at) VALUES ($1, $2, $3, $4) RETURNING id',
      [game, percent, from, to],
    );
  }

  async user(): Promise<string> {
    const id = randomBytes(8).toString('hex');
    await this.#query('INSERT INTO users (id, name, email) VALUES ($1, $1, $2)', [id, `${id}@example.com`]);
    return id;
  }

  /** One order of its own; answers the id of its line. */
  async sale(
    game: number,
    paidAt: string | null,
    options: { quantity?: number; unit?: number; list?: number; status?: string; currency?: string } = {},
  ): Promise<number> {
    const { quantity = 1, unit = 1000, list = Math.max(unit, 1000), currency = 'USD' } = options;
    const user = await this.user();
    return this.#one(
      `WITH o AS (INSERT INTO orders (user_id, status, currency, total_minor, paid_at) VALUES ($1, $2, $3, $4, $5) RETURNING id)
       INSERT INTO order_items (order_id, game_id, quantity, list_price_minor, unit_price_minor)
       SELECT id, $6, $7, $8, $9 FROM o RETURNING id`,
      [user, options.status ?? 'paid', currency, quantity * unit, paidAt, game, quantity, list, unit],
    );
  }

  async refund(line: number, at: string, quantity = 1): Promise<void> {
    await this.#query(
      'INSERT INTO refunds (order_item_id, quantity, amount_minor, refunded_at) VALUES ($1, $2, 0, $3)',
      [line, quantity, at],
    );
  }

  async review(game: number, at: string, positive: boolean): Promise<void> {
    await this.#query(
      'INSERT INTO reviews (game_id, user_id, positive, created_at) VALUES ($1, $2, $3, $4)',
      [game, await this.user(), positive, at],
    );
  }

  /** One import with its rows `[game, date, units, list?, unit?]`; answers its id. */
  async history(
    rows: readonly (readonly [number, string, number, (number | null)?, (number | null)?])[],
    options: { source?: string; measure?: 'units' | 'players' } = {},
  ): Promise<number> {
    const sha = createHash('sha256').update(randomBytes(16)).digest('hex');
    const id = await this.#one(
      `INSERT INTO imports (kind, source, measure, file_name, sha256, row_count)
       VALUES ('sales-history', $1, $2, 'test.csv', $3, $4) RETURNING id`,
      [options.source ?? 'history', options.measure ?? 'units', sha, rows.length],
    );
    for (const [game, date, units, list, unit] of rows) {
      await this.#query('INSERT INTO sales_history VALUES ($1, $2, $3, $4, $5, $6)', [
        id,
        game,
        date,
        units,
        list ?? null,
        unit ?? null,
      ]);
    }
    return id;
  }

  async #query(sql: string, values: readonly unknown[] = []): Promise<pg.QueryResult<{ id: number }>> {
    return this.#pool.query<{ id: number }>(sql, [...values]);
  }

  async #one(sql: string, values: readonly unknown[] = []): Promise<number> {
    const { rows } = await this.#query(sql, values);
    return Number(rows[0]?.id);
  }
}

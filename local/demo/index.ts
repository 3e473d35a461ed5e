import type pg from 'pg';
import { dayOfInstant, formatDay, type EpochDay } from '../../domain/days.ts';
import { coverArt } from '../../domain/cover-art.ts';
import { discountSchedule } from './discount-schedule.ts';
import { coverKey, findGameIds, loadCatalogue, openingDay } from './load/catalogue.ts';
import { loadDiscounts, readDiscounts } from './load/discounts.ts';
import { loadHistory } from './load/history.ts';
import { loadOrders } from './load/orders.ts';
import { firstReviewDay, loadReviews } from './load/reviews.ts';
import { loadShoppers } from './load/shoppers.ts';
import { demoStore } from './store.ts';

export { DEMO_PUBLISHER } from './games.ts';

export interface DemoOptions {
  /** As the database's superuser: the bulk load switches the row triggers off. */
  readonly pool: pg.Pool;
  /** The day of the first start; the store's sales end the day before. */
  readonly anchor: EpochDay;
  readonly seed?: number;
  /** Share of the usual sales, for a store that is set up faster; 1 = all. */
  readonly scale?: number;
}

export interface DemoSummary {
  readonly games: number;
  readonly historyRows: number;
  readonly orderLines: number;
}

const DEFAULT_SEED = 1;

/** Fills an empty store. All in one transaction: a start that was cut off leaves nothing behind. */
export async function seedDemo(
  options: DemoOptions & { readonly putCover: (key: string, svg: string) => Promise<void> },
): Promise<DemoSummary> {
  const { pool, anchor, seed = DEFAULT_SEED, scale = 1 } = options;
  const games = demoStore(seed, anchor, scale);
  const covers = games.map((game) => {
    const svg = coverArt({ title: game.title, genres: game.genres, seed: game.index + 1 });
    return options.putCover(coverKey(game), svg);
  });
  const summary = await inTransaction(pool, async (db) => {
    const ids = await loadCatalogue(db, games, anchor);
    await loadShoppers(db);
    await loadReviews(db, games, ids, seed, firstReviewDay(anchor), anchor);
    await loadDiscounts(db, games, ids, seed, anchor, anchor);
    const discounts = games.map((game) => discountSchedule(game, seed, anchor, anchor + 1));
    await withoutTriggers(db);
    const historyRows = await loadHistory(db, games, ids, seed, anchor);
    const source = { games, ids, seed, discounts };
    const orderLines = await loadOrders(db, source, openingDay(anchor), anchor);
    await db.query('SELECT refresh_sales_stats($1)', [formatDay(anchor)]);
    // Before the commit: a store that was killed after it is not filled again.
    await Promise.all(covers);
    return { games: games.length, historyRows, orderLines };
  });
  await pool.query('ANALYZE');
  return summary;
}

/**
 * Sells the whole days that passed since the last start, under the discounts as they now stand in the database, and
 * plans the next ones. Returns the number of order lines added.
 */
export async function continueDemo(options: DemoOptions & { readonly now: Date }): Promise<number> {
  const { pool, anchor, seed = DEFAULT_SEED, scale = 1 } = options;
  const today = dayOfInstant(options.now);
  const games = demoStore(seed, anchor, scale);
  return inTransaction(pool, async (db) => {
    const ids = await findGameIds(db, games);
    await loadDiscounts(db, games, ids, seed, anchor, today);
    const from = await nextDay(db);
    if (from >= today) return 0;
    await loadReviews(db, games, ids, seed, from, today);
    const discounts = await readDiscounts(db, ids);
    await withoutTriggers(db);
    const lines = await loadOrders(db, { games, ids, seed, discounts }, from, today);
    await db.query('SELECT refresh_sales_stats($1)', [formatDay(today)]);
    return lines;
  });
}

/** The first day without demo orders. */
async function nextDay(db: pg.ClientBase): Promise<EpochDay> {
  const { rows } = await db.query<{ last: Date | null }>(
    `SELECT max(paid_at) AS last FROM orders WHERE user_id LIKE 'demo-shopper-%'`,
  );
  const last = rows[0]?.last;
  if (!last) throw new Error('this store holds no demo orders to continue from');
  return dayOfInstant(last) + 1;
}

/**
 * What the generator writes satisfies every constraint by construction (a test counts orphans), so the row-by-row
 * checks of half a million references are left out for the rest of the transaction.
 */
async function withoutTriggers(db: pg.ClientBase): Promise<void> {
  await db.query('SET LOCAL session_replication_role = replica');
}

async function inTransaction<T>(pool: pg.Pool, work: (db: pg.ClientBase) => Promise<T>): Promise<T> {
  const db = await pool.connect();
  try {
    await db.query('BEGIN');
    await db.query('SET LOCAL synchronous_commit = off');
    const result = await work(db);
    await db.query('COMMIT');
    return result;
  } catch (error) {
    await db.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    db.release();
  }
}

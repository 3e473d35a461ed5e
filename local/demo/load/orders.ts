import type pg from 'pg';
import { startOfDay, type EpochDay } from '../../../domain/days.ts';
import { drawUnits, listPriceOn, type DemoDiscount } from '../demand.ts';
import type { DemoGame } from '../games.ts';
import { Random } from '../random.ts';
import type { GameIds } from './catalogue.ts';
import { SHOPPERS, shopperId } from './shoppers.ts';

const CHUNK_DAYS = 5;

/** Order lines by column, as they go to the database in one statement. */
interface Batch {
  orderId: string[];
  userId: string[];
  at: string[];
  total: number[];
  itemOrder: string[];
  itemGame: number[];
  itemList: number[];
  itemPrice: number[];
}

export interface OrderSource {
  readonly games: readonly DemoGame[];
  readonly ids: GameIds;
  readonly seed: number;
  /** By the game's position. */
  readonly discounts: readonly (readonly DemoDiscount[])[];
}

/** Sells the days from `from` up to, and without, `to`. Returns the number of order lines. */
export async function loadOrders(
  db: pg.ClientBase,
  source: OrderSource,
  from: EpochDay,
  to: EpochDay,
): Promise<number> {
  const owned = await readOwned(db, source.ids);
  let lines = 0;
  for (let start = from; start < to; start += CHUNK_DAYS) {
    const end = Math.min(to, start + CHUNK_DAYS);
    const batch: Batch = {
      orderId: [],
      userId: [],
      at: [],
      total: [],
      itemOrder: [],
      itemGame: [],
      itemList: [],
      itemPrice: [],
    };
    for (let day = start; day < end; day++) sellDay(batch, source, day, owned);
    await insertBatch(db, batch);
    lines += batch.itemOrder.length;
  }
  await insertEntitlements(db, from, to);
  await insertRefunds(db, from, to);
  return lines;
}

function sellDay(batch: Batch, source: OrderSource, day: EpochDay, owned: readonly Uint8Array[]): void {
  const lines: number[] = [];
  source.games.forEach((game, position) => {
    const units = drawUnits(game, day, source.discounts[position] ?? [], source.seed);
    for (let n = 0; n < units; n++) lines.push(position);
  });
  const random = new Random(source.seed, 'orders', day);
  shuffle(lines, random);
  for (let i = 0; i < lines.length;) {
    const wanted = random.chance(0.74) ? 1 : random.chance(0.75) ? 2 : 3;
    const basket = [...new Set(lines.slice(i, i + wanted))];
    // A title drawn twice in a row ends the basket, so that every unit is sold once.
    const size = basket.length < Math.min(wanted, lines.length - i) ? 1 : basket.length;
    addOrder(batch, source, day, basket.slice(0, size), owned, random);
    i += size;
  }
}

function addOrder(
  batch: Batch,
  source: OrderSource,
  day: EpochDay,
  basket: readonly number[],
  owned: readonly Uint8Array[],
  random: Random,
): void {
  const shopper = findShopper(basket, owned, random);
  const orderId = uuid(random);
  let total = 0;
  for (const position of basket) {
    owned[position]![shopper] = 1;
    const game = source.games[position]!;
    const list = listPriceOn(game, day);
    const percent = source.discounts[position]?.find((d) => d.start <= day && d.end > day)?.percent ?? 0;
    const price = Math.round((list * (100 - percent)) / 100);
    total += price;
    batch.itemOrder.push(orderId);
    batch.itemGame.push(source.ids[position]!);
    batch.itemList.push(list);
    batch.itemPrice.push(price);
  }
  batch.orderId.push(orderId);
  batch.userId.push(shopperId(shopper));
  batch.at.push(new Date(startOfDay(day).getTime() + secondOfDay(random) * 1000).toISOString());
  batch.total.push(total);
}

/** Somebody who owns none of the basket's games. */
function findShopper(basket: readonly number[], owned: readonly Uint8Array[], random: Random): number {
  const first = Math.floor(random.next() * SHOPPERS);
  for (let step = 0; step < SHOPPERS; step++) {
    const shopper = (first + step * 7919) % SHOPPERS;
    if (basket.every((position) => owned[position]?.[shopper] === 0)) return shopper;
  }
  throw new Error(`every one of the ${SHOPPERS} demo shoppers owns a game that is to be sold`);
}

/** More in the evening (UTC), least at night. */
function secondOfDay(random: Random): number {
  const evening = 18.5 + 3 * random.normal();
  const hour = random.chance(0.6) && evening >= 0 && evening < 24 ? evening : random.between(0, 24);
  return Math.min(86_399, Math.floor(hour * 3600));
}

function shuffle(items: number[], random: Random): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random.next() * (i + 1));
    [items[i], items[j]] = [items[j]!, items[i]!];
  }
}

function uuid(random: Random): string {
  const hex = Array.from({ length: 4 }, () =>
    Math.floor(random.next() * 2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  ).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

async function readOwned(db: pg.ClientBase, ids: GameIds): Promise<Uint8Array[]> {
  const position = new Map(ids.map((id, i) => [id, i]));
  const owned = ids.map(() => new Uint8Array(SHOPPERS));
  const { rows } = await db.query<{ shopper: number; game_id: number }>(
    `SELECT substr(user_id, 14)::integer AS shopper, game_id FROM user_games WHERE user_id LIKE 'demo-shopper-%'`,
  );
  for (const row of rows) {
    const at = position.get(row.game_id);
    if (at !== undefined) owned[at]![row.shopper] = 1;
  }
  return owned;
}

async function insertBatch(db: pg.ClientBase, batch: Batch): Promise<void> {
  await db.query(
    `WITH placed AS (
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::bigint[]) AS o(id, user_id, at, total)),
     orders_in AS (
       INSERT INTO orders (id, user_id, status, currency, total_minor, created_at, paid_at, recorded_at)
       SELECT id, user_id, 'paid', 'USD', total, at - interval '40 seconds', at, at FROM placed)
     INSERT INTO payments (order_id, provider, provider_reference, status, amount_minor, currency, created_at, captured_at)
     SELECT id, CASE WHEN total = 0 THEN 'free' ELSE 'sandbox' END, 'demo-' || id, 'captured', total, 'USD',
            at - interval '20 seconds', at FROM placed`,
    [batch.orderId, batch.userId, batch.at, batch.total],
  );
  await db.query(
    `INSERT INTO order_items (order_id, game_id, quantity, list_price_minor, unit_price_minor)
     SELECT order_id, game_id, 1, list, price
       FROM unnest($1::uuid[], $2::integer[], $3::integer[], $4::integer[]) AS i(order_id, game_id, list, price)`,
    [batch.itemOrder, batch.itemGame, batch.itemList, batch.itemPrice],
  );
}

async function insertEntitlements(db: pg.ClientBase, from: EpochDay, to: EpochDay): Promise<void> {
  // Freshly loaded tables have no statistics yet, and the join would be planned for a handful of rows.
  await db.query('ANALYZE orders, order_items');
  await db.query(
    `INSERT INTO user_games (user_id, game_id, order_item_id, granted_at)
     SELECT o.user_id, i.game_id, i.id, o.paid_at FROM orders o JOIN order_items i ON i.order_id = o.id
      WHERE o.paid_at >= $1 AND o.paid_at < $2 AND o.user_id LIKE 'demo-shopper-%'`,
    [startOfDay(from), startOfDay(to)],
  );
}

/** Three lines of a hundred come back within two weeks; which ones is told by the line's number. */
async function insertRefunds(db: pg.ClientBase, from: EpochDay, to: EpochDay): Promise<void> {
  await db.query(
    `WITH due AS (
       SELECT i.id, i.order_id, i.unit_price_minor, r.refunded_at
         FROM orders o JOIN order_items i ON i.order_id = o.id
         CROSS JOIN LATERAL (SELECT o.paid_at + make_interval(days => abs(hashint8(i.id)) % 13, hours => 5) AS refunded_at) r
        WHERE o.paid_at >= $1::timestamptz - interval '14 days' AND o.paid_at < $2
          AND o.user_id LIKE 'demo-shopper-%' AND i.unit_price_minor > 0
          AND abs(hashint8extended(i.id, 977) % 1000) < 30
          AND r.refunded_at >= $1 AND r.refunded_at < $2),
     refunded AS (
       INSERT INTO refunds (order_item_id, quantity, amount_minor, reason, refunded_at, recorded_at)
       SELECT id, 1, unit_price_minor, 'asked for by the shopper', refunded_at, refunded_at FROM due),
     revoked AS (
       UPDATE user_games u SET revoked_at = due.refunded_at FROM due WHERE u.order_item_id = due.id)
     UPDATE orders o SET status = CASE WHEN n.back = n.lines THEN 'refunded' ELSE 'partially_refunded' END
       FROM (SELECT i.order_id, count(*) AS lines,
                    count(*) FILTER (WHERE due.id IS NOT NULL OR EXISTS (SELECT 1 FROM refunds f WHERE f.order_item_id = i.id)) AS back
               FROM order_items i LEFT JOIN due ON due.id = i.id
              WHERE i.order_id IN (SELECT order_id FROM due) GROUP BY 1) n
      WHERE o.id = n.order_id`,
    [startOfDay(from), startOfDay(to)],
  );
}

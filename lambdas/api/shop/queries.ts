import { coverUrl } from '../shared/covers.ts';
import { type Cursor, encodeCursor } from '../shared/cursor.ts';
import type { Database } from '../shared/database.ts';
import type { OrderStatus } from '../../../domain/orders/states.ts';
import type { z } from '@hono/zod-openapi';
import type { orderSchema } from './schemas.ts';

export type OrderAnswer = z.infer<typeof orderSchema>;

interface LibraryRow {
  id: number;
  granted_at: Date;
  micros: number;
  game_id: number;
  slug: string;
  title: string;
  cover_key: string | null;
  publisher: string;
  order_id: string | null;
  unit_price_minor: number | null;
  currency: string | null;
}

/** One page, newest first. The place between two rows is the instant in microseconds and the row's id. */
const librarySql = `
SELECT u.id, u.granted_at, (extract(epoch FROM u.granted_at) * 1000000)::bigint AS micros,
       g.id AS game_id, g.slug, g.title, g.cover_key, p.name AS publisher, o.id AS order_id, i.unit_price_minor, o.currency
  FROM user_games u JOIN games g ON g.id = u.game_id JOIN publishers p ON p.id = g.publisher_id
  LEFT JOIN order_items i ON i.id = u.order_item_id LEFT JOIN orders o ON o.id = i.order_id
 WHERE u.user_id = $1 AND u.revoked_at IS NULL
   AND ($2::bigint IS NULL
        OR (u.granted_at, u.id) < (timestamptz 'epoch' + $2::bigint * interval '1 microsecond', $3::bigint))
 ORDER BY u.granted_at DESC, u.id DESC LIMIT $4`;

export async function listLibrary(
  database: Database,
  userId: string,
  page: { limit: number; after: Cursor | undefined; at: Date; list: readonly unknown[] },
) {
  const { limit, after, at, list } = page;
  const [{ rows }, counted] = await Promise.all([
    database.query<LibraryRow>(librarySql, [userId, after?.key ?? null, after?.id ?? null, limit + 1]),
    database.query<{ total: number }>(
      'SELECT count(*) AS total FROM user_games WHERE user_id = $1 AND revoked_at IS NULL',
      [userId],
    ),
  ]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => ({
      game: {
        id: row.game_id,
        slug: row.slug,
        title: row.title,
        coverUrl: coverUrl(row.cover_key),
        publisher: row.publisher,
      },
      grantedAt: row.granted_at.toISOString(),
      orderId: row.order_id,
      pricePaid:
        row.unit_price_minor === null || row.currency === null
          ? null
          : { amountMinor: row.unit_price_minor, currency: row.currency },
    })),
    nextCursor:
      last && rows.length > limit ? encodeCursor(list, { at, key: last.micros, id: last.id }) : null,
    total: counted.rows[0]?.total ?? 0,
  };
}

export async function ownedGameIds(database: Database, userId: string): Promise<number[]> {
  const { rows } = await database.query<{ id: number }>(
    'SELECT game_id AS id FROM user_games WHERE user_id = $1 AND revoked_at IS NULL ORDER BY 1',
    [userId],
  );
  return rows.map((row) => row.id);
}

interface OrderRow {
  id: string;
  status: OrderStatus;
  currency: string;
  total_minor: number;
  created_at: Date;
  paid_at: Date | null;
  game_id: number;
  slug: string;
  title: string;
  list_price_minor: number;
  unit_price_minor: number;
  payment_id: string | null;
  payment_started: Date | null;
  provider_reference: string | null;
}

/** What waits for its provider; absent once the payment has an end. */
export interface PendingPayment {
  readonly id: string;
  readonly reference: string;
  readonly startedAt: Date;
}

const orderSql = `
SELECT o.id, o.status, o.currency, o.total_minor, o.created_at, o.paid_at, g.id AS game_id, g.slug, g.title,
       i.list_price_minor, i.unit_price_minor,
       y.id AS payment_id, y.created_at AS payment_started, y.provider_reference
  FROM orders o JOIN order_items i ON i.order_id = o.id JOIN games g ON g.id = i.game_id
  LEFT JOIN payments y ON y.order_id = o.id AND y.status = 'pending'
 WHERE o.id = $1 AND o.user_id = $2 ORDER BY i.id`;

/** An order of this account; another account's order does not exist for it. */
export async function findOrder(
  database: Database,
  orderId: string,
  userId: string,
): Promise<{ order: OrderAnswer; pending: PendingPayment | undefined } | undefined> {
  const { rows } = await database.query<OrderRow>(orderSql, [orderId, userId]);
  const [first] = rows;
  if (!first) return undefined;
  const money = (amountMinor: number) => ({ amountMinor, currency: first.currency });
  return {
    order: {
      id: first.id,
      status: first.status,
      total: money(first.total_minor),
      placedAt: first.created_at.toISOString(),
      paidAt: first.paid_at?.toISOString() ?? null,
      items: rows.map((row) => ({
        gameId: row.game_id,
        slug: row.slug,
        title: row.title,
        listPrice: money(row.list_price_minor),
        unitPrice: money(row.unit_price_minor),
      })),
    },
    pending:
      first.payment_id !== null && first.provider_reference !== null && first.payment_started !== null
        ? { id: first.payment_id, reference: first.provider_reference, startedAt: first.payment_started }
        : undefined,
  };
}

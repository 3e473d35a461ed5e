import type { Transaction } from 'sequelize';
import { coverUrl } from '../shared/covers.ts';
import { type Cursor, encodeCursor } from '../shared/cursor.ts';
import type { Database } from '../shared/database.ts';
import type { ShopModels } from '../../../database/models/index.ts';
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

/** How many games there are, and the orders whose payment may have come since anyone asked. */
const librarySizeSql = `
SELECT count(*) AS total,
       ARRAY(SELECT id::text FROM orders WHERE user_id = $1 AND status = 'pending' ORDER BY created_at) AS pending
  FROM user_games WHERE user_id = $1 AND revoked_at IS NULL`;

export async function listLibrary(
  database: Database,
  userId: string,
  page: { limit: number; after: Cursor | undefined; at: Date; list: readonly unknown[] },
) {
  const { limit, after, at, list } = page;
  const [{ rows }, counted] = await Promise.all([
    database.query<LibraryRow>(librarySql, [userId, after?.key ?? null, after?.id ?? null, limit + 1]),
    database.query<{ total: number; pending: string[] }>(librarySizeSql, [userId]),
  ]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const library = {
    items: shown.map((row) => ({
      game: {
        id: row.game_id,
        slug: row.slug,
        title: row.title,
        coverUrl: coverUrl(row.cover_key, row.slug),
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
  return { library, pendingOrders: counted.rows[0]?.pending ?? [] };
}

export async function ownedGameIds({ UserGame }: ShopModels, userId: string): Promise<number[]> {
  const owned = await UserGame.findAll({
    attributes: ['gameId'],
    where: { userId, revokedAt: null },
    order: ['gameId'],
    raw: true,
  });
  return owned.map(({ gameId }) => gameId);
}

/** What waits for its provider; absent once the payment has an end. */
export interface PendingPayment {
  readonly id: string;
  readonly reference: string;
  readonly startedAt: Date;
}

/** An order of this account; another account's order does not exist for it. */
export async function findOrder(
  { Order, OrderItem, Game, Payment }: ShopModels,
  orderId: string,
  userId: string,
  transaction: Transaction | null = null,
): Promise<{ order: OrderAnswer; pending: PendingPayment | undefined } | undefined> {
  const order = await Order.findOne({
    where: { id: orderId, userId },
    include: [
      {
        model: OrderItem,
        as: 'items',
        include: [{ model: Game, as: 'game', attributes: ['slug', 'title'], required: true }],
      },
      { model: Payment, as: 'payments', where: { status: 'pending' }, required: false },
    ],
    order: [['items', 'id', 'ASC']],
    transaction,
  });
  if (!order) return undefined;
  const money = (amountMinor: number) => ({ amountMinor, currency: order.currency });
  const [pending] = order.payments ?? [];
  return {
    order: {
      id: order.id,
      status: order.status,
      total: money(order.totalMinor),
      placedAt: order.createdAt.toISOString(),
      paidAt: order.paidAt?.toISOString() ?? null,
      items: (order.items ?? []).map(({ gameId, game, listPriceMinor, unitPriceMinor }) => ({
        gameId,
        slug: game?.slug ?? '',
        title: game?.title ?? '',
        listPrice: money(listPriceMinor),
        unitPrice: money(unitPriceMinor),
      })),
    },
    pending: pending && {
      id: pending.id,
      reference: pending.providerReference,
      startedAt: pending.createdAt,
    },
  };
}

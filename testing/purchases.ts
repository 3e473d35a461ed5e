import { randomUUID } from 'node:crypto';
import { librarySchema } from '../lambdas/api/shop/schemas.ts';
import { callApi } from './api.ts';
import type { TestShop } from './shop.ts';

/** The sandbox's cards by their fate. */
export const cards = {
  good: '4242424242424242',
  declined: '4000000000000002',
  poor: '4000000000009995',
  late: '4000000000000259',
  never: '4000000000000341',
};

/** The body of an order of one game. */
export function wish(gameId: number, card = cards.good, more: object = {}) {
  return { items: [{ gameId }], payment: { method: 'sandbox', card }, ...more };
}

/** What a buyer does in a shop, and what that leaves behind. */
export function purchasesIn(shop: TestShop) {
  const { app } = shop;
  return {
    newBuyer: () => shop.newBuyer(),

    order: (cookie: string, body: unknown, key: string = randomUUID()) =>
      callApi(app, '/api/orders', { method: 'POST', cookie, body, headers: { 'idempotency-key': key } }),

    async library(cookie: string): Promise<number[]> {
      const answer = await callApi(app, '/api/me/library', { cookie });
      return librarySchema.parse(answer.json()).items.map((entry) => entry.game.id);
    },

    async counts(id: string) {
      const { rows } = await shop.database.pool().query<Record<string, number>>(
        `SELECT (SELECT count(*)::int FROM orders WHERE user_id = $1) AS orders,
                (SELECT count(*)::int FROM orders WHERE user_id = $1 AND status = 'paid') AS paid,
                (SELECT count(*)::int FROM payments p JOIN orders o ON o.id = p.order_id
                  WHERE o.user_id = $1 AND p.status = 'captured') AS captured,
                (SELECT count(*)::int FROM user_games WHERE user_id = $1) AS owned,
                (SELECT count(*)::int FROM mail_outbox WHERE recipient = $1 || '@example.com') AS mails`,
        [id],
      );
      return rows[0];
    },
  };
}

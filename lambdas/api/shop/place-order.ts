import { createHash } from 'node:crypto';
import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import type { ShopModels } from '../../../database/models/index.ts';
import { decideOrder, type OrderOffer } from '../../../domain/orders/decide-order.ts';
import type { PaymentOutcome, PaymentProvider } from '../../../domain/orders/payment.ts';
import type { z } from '@hono/zod-openapi';
import type { SignedIn } from '../shared/session.ts';
import { findAnswer, keepAnswer } from './idempotency.ts';
import { grantGame, lockAccount } from './records.ts';
import type { OrderAnswer } from './queries.ts';
import type { placeOrderBody } from './schemas.ts';
import { settleLocked } from './settle-order.ts';

export interface OrderTools {
  readonly sequelize: Sequelize;
  readonly models: ShopModels;
  readonly payments: PaymentProvider;
  readonly currency: string;
  readonly now: () => Date;
  /** A new UUID. */
  readonly newId: () => string;
}

export interface OrderRequest {
  readonly buyer: SignedIn;
  readonly idempotencyKey: string;
  readonly body: z.infer<typeof placeOrderBody>;
  readonly requestId: string;
}

export type OrderRefusalCode =
  | 'game_not_found'
  | 'already_owned'
  | 'not_for_sale'
  | 'payment_required'
  | 'price_changed'
  | 'payment_declined'
  | 'idempotency_mismatch';

export type OrderResult =
  | { readonly kind: 'order'; readonly order: OrderAnswer }
  | {
      readonly kind: 'refused';
      readonly code: OrderRefusalCode;
      readonly detail: string;
      readonly total?: { amountMinor: number; currency: string };
    };

interface OfferRow extends OrderOffer {
  readonly slug: string;
  readonly discountId: number | null;
  readonly pendingOrderId: string | null;
}

const route = 'POST /api/orders';

/**
 * Buys one game: everything that the purchase leaves behind, the entitlement, the mail and the answer kept under the
 * Idempotency-Key, commits together or not at all. One account's purchases follow one another, so that of many alike
 * the first one buys and the others get its answer.
 */
export function placeOrder(tools: OrderTools, request: OrderRequest): Promise<OrderResult> {
  const requestHash = createHash('sha256').update(JSON.stringify(request.body)).digest('hex');
  const key = { userId: request.buyer.userId, route, key: request.idempotencyKey };
  return tools.sequelize.transaction(async (transaction) => {
    await lockAccount(tools.sequelize, request.buyer.userId, transaction);
    const known = await findAnswer<OrderResult>(tools, key, requestHash, transaction);
    if (known === 'mismatch') {
      const detail = 'This Idempotency-Key was used for another request; take a new one.';
      return { kind: 'refused', code: 'idempotency_mismatch', detail };
    }
    if (known) return known.answer;
    const result = await buy(tools, request, transaction);
    await keepAnswer(tools, key, requestHash, result, transaction);
    return result;
  });
}

async function buy(tools: OrderTools, request: OrderRequest, transaction: Transaction): Promise<OrderResult> {
  const { body, buyer } = request;
  const at = tools.now();
  const gameId = body.items[0]?.gameId ?? 0;
  const offer = await readOffer(tools, gameId, buyer.userId, at, transaction);
  if (offer && offer.pendingOrderId !== null) {
    // The money of an attempt before may have come meanwhile: then that one is the purchase, and nothing more is paid.
    const earlier = await settleLocked(tools, offer.pendingOrderId, request, transaction);
    if (earlier?.status === 'paid') return { kind: 'order', order: earlier };
  }
  const wish = { expectedTotalMinor: body.expectedTotalMinor, paymentMethod: body.payment.method };
  const decision = decideOrder(offer, wish, at.toISOString().slice(0, 10));
  if (decision.kind === 'refused' || !offer) {
    if (decision.kind === 'accepted') throw new Error('a game that does not exist was accepted');
    const { code, detail } = decision;
    return code === 'price_changed'
      ? {
          kind: 'refused',
          code,
          detail,
          total: { amountMinor: decision.priceMinor, currency: tools.currency },
        }
      : { kind: 'refused', code, detail };
  }
  if (offer.pendingOrderId !== null) await giveUp(tools, offer.pendingOrderId, transaction);

  const paymentId = tools.newId();
  const outcome = charge(tools, body, paymentId, decision.priceMinor);
  const captured = outcome.status === 'captured';
  const order = await tools.models.Order.create(
    {
      id: tools.newId(),
      userId: buyer.userId,
      status: captured ? 'paid' : outcome.status === 'pending' ? 'pending' : 'voided',
      currency: tools.currency,
      totalMinor: decision.priceMinor,
      createdAt: at,
      paidAt: captured ? at : null,
    },
    { transaction },
  );
  const item = await tools.models.OrderItem.create(
    {
      orderId: order.id,
      gameId,
      listPriceMinor: decision.listMinor,
      unitPriceMinor: decision.priceMinor,
      discountId: offer.discountId,
    },
    { transaction },
  );
  await tools.models.Payment.create(
    {
      id: paymentId,
      orderId: order.id,
      provider: decision.priceMinor === 0 ? 'free' : tools.payments.name,
      providerReference: outcome.reference,
      status: outcome.status,
      amountMinor: decision.priceMinor,
      currency: tools.currency,
      declineReason: outcome.status === 'declined' ? outcome.reason : null,
      createdAt: at,
      capturedAt: captured ? at : null,
    },
    { transaction },
  );
  if (outcome.status === 'declined') {
    return { kind: 'refused', code: 'payment_declined', detail: `${outcome.reason} Nothing was charged.` };
  }
  const money = (amountMinor: number) => ({ amountMinor, currency: tools.currency });
  const answer: OrderAnswer = {
    id: order.id,
    status: order.status,
    total: money(decision.priceMinor),
    placedAt: at.toISOString(),
    paidAt: captured ? at.toISOString() : null,
    items: [
      {
        gameId,
        slug: offer.slug,
        title: offer.title,
        listPrice: money(decision.listMinor),
        unitPrice: money(decision.priceMinor),
      },
    ],
  };
  if (captured) {
    await grantGame(
      tools.models,
      { buyer, order: answer, itemId: item.id, at, requestId: request.requestId },
      transaction,
    );
  }
  return { kind: 'order', order: answer };
}

const offerSql = `
SELECT g.slug, g.title, g.release_date AS "releaseDate", g.pre_order AS "preOrder",
       c.list_minor AS "listMinor", c.price_minor AS "priceMinor", c.discount_id AS "discountId",
       EXISTS (SELECT 1 FROM user_games u
                WHERE u.user_id = $2 AND u.game_id = g.id AND u.revoked_at IS NULL) AS owned,
       (SELECT o.id FROM orders o JOIN order_items i ON i.order_id = o.id
         WHERE o.user_id = $2 AND o.status = 'pending' AND i.game_id = g.id LIMIT 1) AS "pendingOrderId"
  FROM games g LEFT JOIN LATERAL game_price(g.id, $3, $4::timestamptz) c ON true
 WHERE g.id = $1 AND g.listed`;

async function readOffer(
  { sequelize, currency }: OrderTools,
  gameId: number,
  userId: string,
  at: Date,
  transaction: Transaction,
): Promise<OfferRow | undefined> {
  const rows = await sequelize.query<OfferRow>(offerSql, {
    bind: [gameId, userId, currency, at.toISOString()],
    type: QueryTypes.SELECT,
    transaction,
  });
  return rows[0];
}

function charge(
  { payments, currency }: OrderTools,
  { payment }: OrderRequest['body'],
  paymentId: string,
  amountMinor: number,
): PaymentOutcome {
  if (amountMinor === 0 || payment.method === 'free') {
    return { status: 'captured', reference: `free_${paymentId}` };
  }
  return payments.charge({ paymentId, card: payment.card, amountMinor, currency });
}

/** A buyer who tries again has given up the attempt before: its money must not come any more. */
async function giveUp({ models }: OrderTools, orderId: string, transaction: Transaction): Promise<void> {
  await models.Payment.update(
    { status: 'cancelled' },
    { where: { orderId, status: 'pending' }, transaction },
  );
  await models.Order.update(
    { status: 'cancelled' },
    { where: { id: orderId, status: 'pending' }, transaction },
  );
}

import type { Transaction } from 'sequelize';
import { nextOrderStatus } from '../../../domain/orders/states.ts';
import type { SignedIn } from '../shared/session.ts';
import type { OrderTools } from './place-order.ts';
import { findOrder, type OrderAnswer, type PendingPayment } from './queries.ts';
import { grantGame, lockAccount } from './records.ts';

/** Whose order it is, and the request that asks. */
export interface Asker {
  readonly buyer: SignedIn;
  readonly requestId: string;
}

/**
 * Asks the provider what became of a pending payment and, when the money has come, does what a paid order brings.
 * However often and however parallel it is called, it happens once: the payment's row changes from pending once.
 *
 * @returns the order as it stands afterwards; undefined when this account has none of this id.
 */
export async function settleOrder(
  tools: OrderTools,
  orderId: string,
  asker: Asker,
): Promise<OrderAnswer | undefined> {
  const { models, sequelize, now } = tools;
  const { userId } = asker.buyer;
  const found = await findOrder(models, orderId, userId);
  if (!found?.pending || look(tools, found.pending, now()).status === 'pending') return found?.order;
  return sequelize.transaction(async (transaction) => {
    await lockAccount(sequelize, userId, transaction);
    return settleLocked(tools, orderId, asker, transaction);
  });
}

/** `settleOrder` for a caller that holds the account's lock and a transaction. */
export async function settleLocked(
  tools: OrderTools,
  orderId: string,
  { buyer, requestId }: Asker,
  transaction: Transaction,
): Promise<OrderAnswer | undefined> {
  const { models } = tools;
  const found = await findOrder(models, orderId, buyer.userId, transaction);
  if (!found?.pending) return found?.order;
  const { order, pending } = found;
  const at = tools.now();
  const outcome = look(tools, pending, at);
  if (outcome.status === 'pending') return order;
  const captured = outcome.status === 'captured';
  const status = nextOrderStatus(order.status, captured ? 'capture' : 'decline');
  if (!status) return order;
  const paidAt = captured ? at : null;
  await models.Payment.update(
    { status: outcome.status, capturedAt: paidAt },
    { where: { id: pending.id }, transaction },
  );
  await models.Order.update({ status, paidAt, recordedAt: at }, { where: { id: orderId }, transaction });
  const settled = { ...order, status, paidAt: paidAt?.toISOString() ?? null };
  if (captured) {
    const item = await models.OrderItem.findOne({ where: { orderId }, rejectOnEmpty: true, transaction });
    await grantGame(models, { buyer, order: settled, itemId: item.id, at, requestId }, transaction);
  }
  return settled;
}

function look({ payments }: OrderTools, pending: PendingPayment, at: Date) {
  return payments.look(pending.reference, pending.startedAt, at);
}

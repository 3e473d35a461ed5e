import { nextOrderStatus } from '../../../domain/orders/states.ts';
import type { SignedIn } from '../shared/session.ts';
import type { OrderTools } from './place-order.ts';
import type { OrderAnswer, PendingPayment } from './queries.ts';
import { grantGame, lockAccount } from './records.ts';

/**
 * Asks the provider what became of a pending payment and, when the money has come, does what a paid order brings.
 * However often and however parallel it is called, it happens once: the payment's row changes from pending once.
 *
 * @returns true when the order changed or was changed by another call meanwhile.
 */
export async function settleOrder(
  tools: OrderTools,
  buyer: SignedIn,
  order: OrderAnswer,
  pending: PendingPayment,
  requestId: string,
): Promise<boolean> {
  const at = tools.now();
  const outcome = tools.payments.look(pending.reference, pending.startedAt, at);
  if (outcome.status === 'pending') return false;
  const event = outcome.status === 'captured' ? 'capture' : 'decline';
  const status = nextOrderStatus(order.status, event);
  if (!status) return false;
  const { models, sequelize } = tools;
  await sequelize.transaction(async (transaction) => {
    await lockAccount(sequelize, buyer.userId, transaction);
    const captured = event === 'capture';
    const [changed] = await models.Payment.update(
      { status: outcome.status, capturedAt: captured ? at : null },
      { where: { id: pending.id, status: 'pending' }, transaction },
    );
    if (changed === 0) return;
    await models.Order.update(
      { status, paidAt: captured ? at : null, recordedAt: at },
      { where: { id: order.id }, transaction },
    );
    if (!captured) return;
    const item = await models.OrderItem.findOne({
      where: { orderId: order.id },
      rejectOnEmpty: true,
      transaction,
    });
    await grantGame(models, { buyer, order, itemId: item.id, at, requestId }, transaction);
  });
  return true;
}

import type { Sequelize, Transaction } from 'sequelize';
import type { ShopModels } from '../../../database/models/index.ts';
import type { SignedIn } from '../shared/session.ts';
import type { OrderAnswer } from './queries.ts';

/** Lets one account's purchases follow one another until the transaction ends. */
export async function lockAccount(
  sequelize: Sequelize,
  userId: string,
  transaction: Transaction,
): Promise<void> {
  await sequelize.query("SELECT pg_advisory_xact_lock(hashtextextended('account:' || $1, 0))", {
    bind: [userId],
    transaction,
  });
}

export interface Grant {
  readonly buyer: SignedIn;
  readonly order: OrderAnswer;
  readonly itemId: number;
  readonly at: Date;
  readonly requestId: string;
}

/** What a paid order brings: the game in the library, the receipt and the audit row. */
export async function grantGame(models: ShopModels, grant: Grant, transaction: Transaction): Promise<void> {
  const { buyer, order, itemId, at, requestId } = grant;
  const [item] = order.items;
  if (!item) throw new Error(`order ${order.id} holds no game`);
  await models.UserGame.create(
    { userId: buyer.userId, gameId: item.gameId, orderItemId: itemId, grantedAt: at },
    { transaction },
  );
  await models.Mail.create({ recipient: buyer.email, ...receipt(order, at), createdAt: at }, { transaction });
  await models.Audit.create(
    { at, actorId: buyer.userId, action: 'order.pay', subject: `order:${order.id}`, requestId },
    { transaction },
  );
}

function receipt(order: OrderAnswer, at: Date): { subject: string; bodyText: string } {
  const titles = order.items.map((item) => item.title).join(', ');
  const { amountMinor, currency } = order.total;
  const total = new Intl.NumberFormat('en-US', { style: 'currency', currency }).format(amountMinor / 100);
  return {
    subject: `Your receipt for ${titles}`,
    bodyText: `Thank you for your purchase at the Kratos Digital Store.

${titles}: ${amountMinor === 0 ? 'free' : total}
Order ${order.id}, paid on ${at.toISOString().slice(0, 10)}

It stands in your library now.`,
  };
}

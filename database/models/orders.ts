import type { CreationOptional, ModelStatic, NonAttribute, Sequelize } from 'sequelize';
import type { OrderStatus } from '../../domain/orders/states.ts';
import {
  bigSerial,
  bigint,
  currency,
  instant,
  integer,
  now,
  optional,
  text,
  uuid,
  uuidKey,
  type Row,
} from './columns.ts';
import type { GameRow } from './games.ts';

export interface OrderRow extends Row<OrderRow> {
  id: CreationOptional<string>;
  userId: string;
  status: OrderStatus;
  currency: string;
  /** Minor units. */
  totalMinor: number;
  createdAt: CreationOptional<Date>;
  /** The instant of payment: the day a unit counts on. */
  paidAt: CreationOptional<Date | null>;
  recordedAt: CreationOptional<Date>;
  items?: NonAttribute<OrderItemRow[]>;
  payments?: NonAttribute<PaymentRow[]>;
}

export interface OrderItemRow extends Row<OrderItemRow> {
  id: CreationOptional<number>;
  orderId: string;
  gameId: number;
  quantity: CreationOptional<number>;
  listPriceMinor: number;
  unitPriceMinor: number;
  discountId: CreationOptional<number | null>;
  game?: NonAttribute<GameRow>;
}

export interface PaymentRow extends Row<PaymentRow> {
  id: CreationOptional<string>;
  orderId: string;
  provider: 'sandbox' | 'stripe' | 'free';
  providerReference: string;
  status: 'pending' | 'captured' | 'declined' | 'cancelled';
  amountMinor: number;
  currency: string;
  declineReason: CreationOptional<string | null>;
  createdAt: CreationOptional<Date>;
  capturedAt: CreationOptional<Date | null>;
}

export interface RefundRow extends Row<RefundRow> {
  id: CreationOptional<string>;
  orderItemId: number;
  quantity: number;
  amountMinor: number;
  reason: CreationOptional<string>;
  refundedAt: CreationOptional<Date>;
  recordedAt: CreationOptional<Date>;
}

/** An entitlement: the game stands in the user's library until it is revoked. */
export interface UserGameRow extends Row<UserGameRow> {
  id: CreationOptional<number>;
  userId: string;
  gameId: number;
  orderItemId: CreationOptional<number | null>;
  grantedAt: CreationOptional<Date>;
  revokedAt: CreationOptional<Date | null>;
}

export interface OrderModels {
  readonly Order: ModelStatic<OrderRow>;
  readonly OrderItem: ModelStatic<OrderItemRow>;
  readonly Payment: ModelStatic<PaymentRow>;
  readonly Refund: ModelStatic<RefundRow>;
  readonly UserGame: ModelStatic<UserGameRow>;
}

export function defineOrderModels(sequelize: Sequelize): OrderModels {
  const Order = sequelize.define<OrderRow>(
    'Order',
    {
      id: uuidKey(),
      userId: text(),
      status: text(),
      currency: currency(),
      totalMinor: bigint(),
      createdAt: now(),
      paidAt: optional(instant()),
      recordedAt: now(),
    },
    { tableName: 'orders' },
  );
  const OrderItem = sequelize.define<OrderItemRow>(
    'OrderItem',
    {
      id: bigSerial(),
      orderId: uuid(),
      gameId: integer(),
      quantity: { ...integer(), defaultValue: 1 },
      listPriceMinor: integer(),
      unitPriceMinor: integer(),
      discountId: optional(bigint()),
    },
    { tableName: 'order_items' },
  );
  const Payment = sequelize.define<PaymentRow>(
    'Payment',
    {
      id: uuidKey(),
      orderId: uuid(),
      provider: text(),
      providerReference: text(),
      status: text(),
      amountMinor: bigint(),
      currency: currency(),
      declineReason: optional(text()),
      createdAt: now(),
      capturedAt: optional(instant()),
    },
    { tableName: 'payments' },
  );
  const Refund = sequelize.define<RefundRow>(
    'Refund',
    {
      id: uuidKey(),
      orderItemId: bigint(),
      quantity: integer(),
      amountMinor: bigint(),
      reason: { ...text(), defaultValue: '' },
      refundedAt: now(),
      recordedAt: now(),
    },
    { tableName: 'refunds' },
  );
  const UserGame = sequelize.define<UserGameRow>(
    'UserGame',
    {
      id: bigSerial(),
      userId: text(),
      gameId: integer(),
      orderItemId: optional(bigint()),
      grantedAt: now(),
      revokedAt: optional(instant()),
    },
    { tableName: 'user_games' },
  );
  return { Order, OrderItem, Payment, Refund, UserGame };
}

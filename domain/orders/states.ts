/** What an order can be, and what can happen to it. */
export const orderStatuses = [
  'pending',
  'paid',
  'cancelled',
  'voided',
  'partially_refunded',
  'refunded',
] as const;
export type OrderStatus = (typeof orderStatuses)[number];

/** `capture`: the money came. `decline`: it will not. `cancel`: given up before payment. */
export type OrderEvent = 'capture' | 'decline' | 'cancel' | 'refund-part' | 'refund-all';

const transitions: Readonly<Record<OrderStatus, Partial<Readonly<Record<OrderEvent, OrderStatus>>>>> = {
  pending: { capture: 'paid', decline: 'voided', cancel: 'cancelled' },
  paid: { 'refund-part': 'partially_refunded', 'refund-all': 'refunded' },
  partially_refunded: { 'refund-part': 'partially_refunded', 'refund-all': 'refunded' },
  cancelled: {},
  voided: {},
  refunded: {},
};

/** The status after an event; undefined when the event cannot happen then. */
export function nextOrderStatus(status: OrderStatus, event: OrderEvent): OrderStatus | undefined {
  return transitions[status][event];
}

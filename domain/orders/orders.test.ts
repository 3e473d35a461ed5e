import { describe, expect, it } from '@jest/globals';
import { availabilityOf } from '../catalogue/availability.ts';
import { decideOrder, type OrderOffer } from './decide-order.ts';
import { sandboxPayments } from './payment.ts';
import { nextOrderStatus, type OrderEvent, orderStatuses } from './states.ts';

const today = '2026-03-10';
const offer: OrderOffer = {
  title: 'Tide',
  releaseDate: '2026-01-01',
  preOrder: false,
  listMinor: 2000,
  priceMinor: 1500,
  owned: false,
};
const pay = { paymentMethod: 'sandbox' } as const;

describe('deciding an order', () => {
  it('accepts a released game at the price of the moment', () => {
    expect(decideOrder(offer, pay, today)).toEqual({ kind: 'accepted', listMinor: 2000, priceMinor: 1500 });
  });
  it('gives a free game away, also to a buyer who came with a card', () => {
    const free = { ...offer, listMinor: 0, priceMinor: 0 };
    expect(decideOrder(free, { paymentMethod: 'free' }, today)).toMatchObject({
      kind: 'accepted',
      priceMinor: 0,
    });
    expect(decideOrder(free, pay, today)).toMatchObject({ kind: 'accepted' });
  });
  it('sells a coming game only where it may be ordered ahead', () => {
    const coming = { ...offer, releaseDate: '2026-04-01' };
    expect(decideOrder(coming, pay, today)).toMatchObject({ code: 'not_for_sale' });
    expect(decideOrder({ ...coming, preOrder: true }, pay, today)).toMatchObject({ kind: 'accepted' });
  });
  it.each([
    ['game_not_found', undefined, pay],
    ['already_owned', { ...offer, owned: true }, pay],
    ['not_for_sale', { ...offer, listMinor: null, priceMinor: null }, pay],
    ['price_changed', offer, { ...pay, expectedTotalMinor: 1499 }],
    ['payment_required', offer, { paymentMethod: 'free' }],
  ] as const)('refuses with %s', (code, given, wish) => {
    expect(decideOrder(given, wish, today)).toMatchObject({ kind: 'refused', code });
  });
});

describe('the states of an order', () => {
  it('let money come only to a pending order', () => {
    for (const status of orderStatuses) {
      expect(nextOrderStatus(status, 'capture')).toBe(status === 'pending' ? 'paid' : undefined);
    }
  });
  it('let nothing happen to an order that was given up, declined or refunded', () => {
    const events: OrderEvent[] = ['capture', 'decline', 'cancel', 'refund-part', 'refund-all'];
    for (const status of ['cancelled', 'voided', 'refunded'] as const) {
      for (const event of events) expect(nextOrderStatus(status, event)).toBeUndefined();
    }
  });
});

describe('the sandbox', () => {
  const charge = (card: string) =>
    sandboxPayments.charge({ paymentId: 'p1', card, amountMinor: 100, currency: 'USD' });
  const start = new Date('2026-03-10T00:00:00Z');
  const later = (seconds: number) => new Date(start.getTime() + seconds * 1000);

  it.each([
    ['4242424242424242', 'captured'],
    ['4000000000000002', 'declined'],
    ['4000000000009995', 'declined'],
    ['4000000000000259', 'pending'],
    ['4000000000000341', 'pending'],
    ['5555555555554444', 'declined'],
    ['constructor00000', 'declined'],
  ])('answers card %s with %s', (card, status) => {
    expect(charge(card).status).toBe(status);
  });
  it('lets the late card arrive after five seconds and the other one never', () => {
    const late = charge('4000000000000259').reference;
    expect(sandboxPayments.look(late, start, later(4.9)).status).toBe('pending');
    expect(sandboxPayments.look(late, start, later(5)).status).toBe('captured');
    expect(sandboxPayments.look(charge('4000000000000341').reference, start, later(9e6)).status).toBe(
      'pending',
    );
  });
});

describe('availability', () => {
  it.each([
    ['buyable', '2026-03-10', false, 100],
    ['buyable', null, false, 100],
    ['free', '2020-01-01', false, 0],
    ['pre-order', '2026-03-11', true, 100],
    ['coming-soon', '2026-03-11', false, 100],
    ['coming-soon', '2026-03-11', true, null],
    ['not-for-sale', '2020-01-01', false, null],
    ['not-for-sale', null, false, null],
  ] as const)(
    'is %s for a release on %s, pre-order %s, at %s',
    (expected, releaseDate, preOrder, priceMinor) => {
      expect(availabilityOf({ releaseDate, preOrder, priceMinor }, today)).toBe(expected);
    },
  );
});

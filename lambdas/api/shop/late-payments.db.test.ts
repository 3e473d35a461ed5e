import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { callApi, type TestedApp } from '../../../testing/api.ts';
import { cards, purchasesIn, wish } from '../../../testing/purchases.ts';
import { openTestShop, shopGames as games, type TestShop } from '../../../testing/shop.ts';
import { orderSchema } from './schemas.ts';

let shop: TestShop;
let app: TestedApp;
let { newBuyer, order, library, counts } = {} as ReturnType<typeof purchasesIn>;

beforeAll(async () => {
  shop = await openTestShop();
  ({ app } = shop);
  ({ newBuyer, order, library, counts } = purchasesIn(shop));
});
afterAll(() => shop.close());
beforeEach(() => shop.setNow('2026-03-10T12:00:00.000Z'));

describe('a payment that comes late', () => {
  it('leaves the order pending until it arrives, and then settles it once however many ask', async () => {
    const cookie = await newBuyer();
    const placed = await order(cookie, wish(games.tide, cards.late));
    expect(placed.status).toBe(202);
    const { id } = orderSchema.parse(placed.json());
    expect((await callApi(app, `/api/orders/${id}`, { cookie })).json()).toMatchObject({ status: 'pending' });
    expect(await library(cookie)).toEqual([]);
    shop.setNow('2026-03-10T12:00:05.000Z');
    const looks = await Promise.all(
      Array.from({ length: 10 }, () => callApi(app, `/api/orders/${id}`, { cookie })),
    );
    for (const look of looks) {
      expect(look.json()).toMatchObject({ status: 'paid', paidAt: '2026-03-10T12:00:05.000Z' });
    }
    expect(await counts(shop.lastBuyer())).toEqual({ orders: 1, paid: 1, captured: 1, owned: 1, mails: 1 });
  });

  it('never comes for the card that never settles', async () => {
    const cookie = await newBuyer();
    const { id } = orderSchema.parse((await order(cookie, wish(games.tide, cards.never))).json());
    shop.setNow('2026-04-10T12:00:00.000Z');
    expect((await callApi(app, `/api/orders/${id}`, { cookie })).json()).toMatchObject({ status: 'pending' });
  });

  it('is found by the library, also when nobody asked for the order', async () => {
    const cookie = await newBuyer();
    await order(cookie, wish(games.tide, cards.late));
    shop.setNow('2026-03-10T12:00:05.000Z');
    expect(await library(cookie)).toEqual([games.tide]);
    expect(await counts(shop.lastBuyer())).toEqual({ orders: 1, paid: 1, captured: 1, owned: 1, mails: 1 });
  });

  it('that has come is the purchase when the buyer tries again: nothing is charged twice', async () => {
    const cookie = await newBuyer();
    const { id } = orderSchema.parse((await order(cookie, wish(games.tide, cards.late))).json());
    shop.setNow('2026-03-10T12:01:00.000Z');
    const again = await order(cookie, wish(games.tide));
    expect(again.status).toBe(201);
    expect(again.json()).toMatchObject({ id, status: 'paid' });
    expect(await counts(shop.lastBuyer())).toEqual({ orders: 1, paid: 1, captured: 1, owned: 1, mails: 1 });
  });

  it('cannot pay an order that its buyer gave up by trying again', async () => {
    const cookie = await newBuyer();
    const { id } = orderSchema.parse((await order(cookie, wish(games.tide, cards.late))).json());
    expect((await order(cookie, wish(games.tide))).status).toBe(201);
    shop.setNow('2026-03-10T12:01:00.000Z');
    expect((await callApi(app, `/api/orders/${id}`, { cookie })).json()).toMatchObject({
      status: 'cancelled',
    });
    expect(await counts(shop.lastBuyer())).toEqual({ orders: 2, paid: 1, captured: 1, owned: 1, mails: 1 });
  });
});

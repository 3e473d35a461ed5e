import { randomUUID } from 'node:crypto';
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
beforeEach(() => {
  shop.setNow('2026-03-10T12:00:00.000Z');
  shop.sql.length = 0;
});

describe('buying a game', () => {
  it('answers the paid order, puts the game into the library and sends the receipt', async () => {
    const cookie = await newBuyer();
    const answer = await order(cookie, wish(games.tide));
    expect(answer.status).toBe(201);
    expect(orderSchema.parse(answer.json())).toMatchObject({
      status: 'paid',
      total: { amountMinor: 2000, currency: 'USD' },
      paidAt: '2026-03-10T12:00:00.000Z',
      items: [{ gameId: 1, slug: 'tide', title: 'Tide' }],
    });
    expect(await library(cookie)).toEqual([games.tide]);
    expect((await callApi(app, '/api/me/owned', { cookie })).json()).toEqual({ gameIds: [games.tide] });
    expect(await counts(shop.lastBuyer())).toEqual({ orders: 1, paid: 1, captured: 1, owned: 1, mails: 1 });
  });

  it('takes at most 12 statements in one transaction', async () => {
    await order(await newBuyer(), wish(games.tide));
    expect(shop.sql.filter((text) => text.includes('START TRANSACTION'))).toHaveLength(1);
    expect(
      shop.sql.filter((text) => !/START TRANSACTION|COMMIT|SET |SHOW /.test(text)).length,
    ).toBeLessThanOrEqual(12);
  });

  it('computes the price of the moment in the database: a discount ends by itself', async () => {
    expect((await order(await newBuyer(), wish(games.cheap))).json()).toMatchObject({
      total: { amountMinor: 283 },
    });
    shop.setNow('2026-03-11T00:00:00.000Z');
    expect((await order(await newBuyer(), wish(games.cheap))).json()).toMatchObject({
      total: { amountMinor: 333 },
    });
  });

  it('gives a free game without a card', async () => {
    const cookie = await newBuyer();
    const answer = await order(cookie, { items: [{ gameId: games.free }], payment: { method: 'free' } });
    expect(answer.status).toBe(201);
    expect(await library(cookie)).toEqual([games.free]);
  });

  it('sells a coming game ahead where its publisher allows it', async () => {
    expect((await order(await newBuyer(), wish(games.ahead))).status).toBe(201);
  });

  it.each([
    ['game_not_found', 404, wish(9999)],
    ['game_not_found', 404, wish(games.hidden)],
    ['not_for_sale', 409, wish(games.coming)],
    ['not_for_sale', 409, wish(games.unpriced)],
    ['payment_required', 409, { items: [{ gameId: games.tide }], payment: { method: 'free' } }],
    ['payment_declined', 402, wish(games.tide, cards.declined)],
    ['payment_declined', 402, wish(games.tide, cards.poor)],
    ['payment_declined', 402, wish(games.tide, '1234123412341234')],
  ])('is refused with %s and leaves nothing in the library', async (code, status, body) => {
    const cookie = await newBuyer();
    const answer = await order(cookie, body);
    expect(answer.status).toBe(status);
    expect(answer.json()).toMatchObject({ code, status });
    expect(await counts(shop.lastBuyer())).toMatchObject({ paid: 0, captured: 0, owned: 0, mails: 0 });
  });

  it('is refused with the new price when the buyer saw another one', async () => {
    const answer = await order(await newBuyer(), wish(games.cheap, cards.good, { expectedTotalMinor: 333 }));
    expect(answer.status).toBe(409);
    expect(answer.json()).toMatchObject({
      code: 'price_changed',
      total: { amountMinor: 283, currency: 'USD' },
    });
  });

  it('is refused when the game is owned already', async () => {
    const cookie = await newBuyer();
    await order(cookie, wish(games.tide));
    expect((await order(cookie, wish(games.tide))).json()).toMatchObject({
      code: 'already_owned',
      status: 409,
    });
    expect(await counts(shop.lastBuyer())).toMatchObject({ orders: 1, mails: 1 });
  });

  it.each([
    ['items', { items: [], payment: { method: 'free' } }],
    ['items', { items: [{ gameId: 1 }, { gameId: 2 }], payment: { method: 'free' } }],
    ['items.0.gameId', { items: [{ gameId: '1' }], payment: { method: 'free' } }],
    ['items.0.price', { items: [{ gameId: 1, price: 1 }], payment: { method: 'free' } }],
    ['payment.card', { items: [{ gameId: 1 }], payment: { method: 'sandbox', card: '42' } }],
    ['total', { items: [{ gameId: 1 }], payment: { method: 'free' }, total: 1 }],
    ['currency', { items: [{ gameId: 1 }], payment: { method: 'free' }, currency: 'EUR' }],
  ])('needs a valid body and names the field %s', async (field, body) => {
    const answer = await order(await newBuyer(), body);
    expect(answer.status).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'invalid_request' });
    expect(Object.keys((answer.json() as { fieldErrors: object }).fieldErrors)).toContain(field);
  });

  it('needs an Idempotency-Key, JSON of at most 1 MiB and the origin of the store', async () => {
    const cookie = await newBuyer();
    const send = (headers: Record<string, string>, body: unknown = wish(1)) =>
      callApi(app, '/api/orders', { method: 'POST', cookie, body, headers });
    expect((await send({})).json()).toMatchObject({
      fieldErrors: { 'idempotency-key': [expect.any(String)] },
    });
    const key = { 'idempotency-key': randomUUID() };
    expect((await send(key, '{"items":')).json()).toMatchObject({ code: 'invalid_request' });
    expect((await send({ ...key, 'content-type': 'text/plain' })).json()).toMatchObject({ code: 'not_json' });
    expect((await send({ ...key, origin: 'http://evil.example' })).json()).toMatchObject({
      code: 'origin_not_trusted',
    });
    expect((await send(key, JSON.stringify('x'.repeat(1024 * 1024)))).json()).toMatchObject({
      code: 'body_too_large',
    });
    expect(await counts(shop.lastBuyer())).toMatchObject({ orders: 0 });
  });
});

describe('the Idempotency-Key', () => {
  it('gives the same answer to the same request, and buys once', async () => {
    const [cookie, key] = [await newBuyer(), randomUUID()];
    const first = await order(cookie, wish(games.tide), key);
    shop.setNow('2026-03-12T00:00:00.000Z');
    const second = await order(cookie, wish(games.tide), key);
    expect([second.status, second.text]).toEqual([first.status, first.text]);
    expect(await counts(shop.lastBuyer())).toMatchObject({ orders: 1, mails: 1 });
  });

  it('gives the same refusal to the same declined request', async () => {
    const [cookie, key] = [await newBuyer(), randomUUID()];
    expect((await order(cookie, wish(games.tide, cards.declined), key)).status).toBe(402);
    expect((await order(cookie, wish(games.tide, cards.declined), key)).status).toBe(402);
    expect(await counts(shop.lastBuyer())).toMatchObject({ orders: 1 });
  });

  it('refuses another request under the same key', async () => {
    const [cookie, key] = [await newBuyer(), randomUUID()];
    await order(cookie, wish(games.tide), key);
    const answer = await order(cookie, wish(games.cheap), key);
    expect(answer.json()).toMatchObject({ code: 'idempotency_mismatch', status: 422 });
  });

  it('belongs to its account alone', async () => {
    const key = randomUUID();
    const one = await order(await newBuyer(), wish(games.tide), key);
    const two = await order(await newBuyer(), wish(games.cheap), key);
    expect([one.status, two.status]).toEqual([201, 201]);
  });

  it('is forgotten after two days, so that the same key is then like a new one', async () => {
    const [cookie, key] = [await newBuyer(), randomUUID()];
    await order(cookie, wish(games.tide), key);
    shop.setNow('2026-03-12T12:00:00.000Z');
    expect((await order(cookie, wish(games.tide), key)).status).toBe(201);
    shop.setNow('2026-03-12T12:00:00.001Z');
    expect((await order(cookie, wish(games.tide), key)).json()).toMatchObject({ code: 'already_owned' });
    expect((await order(cookie, wish(games.tide), key)).json()).toMatchObject({ code: 'already_owned' });
  });

  it('leaves no pile: each order clears twenty of the answers that have expired, and none of the others', async () => {
    const owner = shop.database.pool();
    const cookie = await newBuyer();
    await owner.query(
      `INSERT INTO idempotency_keys (user_id, route, key, request_hash, created_at)
       SELECT $1, 'POST /api/orders', 'long-ago-' || n, 'h', timestamptz '2026-01-01' + n * interval '1 hour'
         FROM generate_series(1, 30) n`,
      [shop.lastBuyer()],
    );
    const left = async () => {
      const { rows } = await owner.query<{ n: number }>(
        'SELECT count(*)::integer AS n FROM idempotency_keys WHERE user_id = $1',
        [shop.lastBuyer()],
      );
      return rows[0]?.n;
    };
    await order(cookie, wish(games.tide));
    expect(await left()).toBe(30 - 20 + 1);
    await order(cookie, wish(games.cheap));
    expect(await left()).toBe(2);
  });

  it('lets fifty parallel requests make one order, whose answer all of them get', async () => {
    const [cookie, key] = [await newBuyer(), randomUUID()];
    const answers = await Promise.all(Array.from({ length: 50 }, () => order(cookie, wish(games.tide), key)));
    expect(new Set(answers.map((answer) => `${answer.status} ${answer.text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(201);
    expect(await counts(shop.lastBuyer())).toEqual({ orders: 1, paid: 1, captured: 1, owned: 1, mails: 1 });
  });

  it('with a new key each, fifty parallel requests still buy once', async () => {
    const cookie = await newBuyer();
    const answers = await Promise.all(Array.from({ length: 50 }, () => order(cookie, wish(games.tide))));
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
    expect(answers.filter((answer) => answer.status === 409)).toHaveLength(49);
    expect(await counts(shop.lastBuyer())).toEqual({ orders: 1, paid: 1, captured: 1, owned: 1, mails: 1 });
  });
});

it('charges nobody in another currency than the one that was shown', async () => {
  const cookie = await newBuyer();
  const refused = await order(cookie, wish(games.tide, cards.good, { currency: 'EUR' }));
  expect(refused.status).toBe(400);
  expect(refused.json()).toMatchObject({
    code: 'invalid_request',
    fieldErrors: { currency: ['expected USD'] },
  });
  expect(await library(cookie)).toEqual([]);
  expect((await order(cookie, wish(games.tide, cards.good, { currency: 'USD' }))).status).toBe(201);
});

it('keeps names and addresses out of the log', () => {
  expect(shop.context.logged.length).toBeGreaterThan(50);
  expect(shop.context.logged.join('\n')).not.toMatch(/example\.com|4242424242424242/);
});

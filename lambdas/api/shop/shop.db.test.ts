import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Sequelize } from 'sequelize';
import { connectionSettings, createSequelize } from '../../../database/connection.ts';
import { defineModels } from '../../../database/models/index.ts';
import { sandboxPayments } from '../../../domain/orders/payment.ts';
import {
  callApi,
  signInAs,
  testApiContext,
  testDatabaseEnvironment,
  type TestApiContext,
  type TestedApp,
} from '../../../testing/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/database.ts';
import { createShopApp } from './app.ts';
import { librarySchema, meSchema, orderSchema } from './schemas.ts';

let database: TestDatabase;
let context: TestApiContext;
let sequelize: Sequelize;
let app: TestedApp;
let now: Date;
let buyers = 0;
const sql: string[] = [];
const cards = {
  good: '4242424242424242',
  declined: '4000000000000002',
  poor: '4000000000009995',
  late: '4000000000000259',
  never: '4000000000000341',
};
const games = { tide: 1, free: 2, ahead: 3, coming: 4, unpriced: 5, hidden: 6, cheap: 7 };

beforeAll(async () => {
  database = await createTestDatabase();
  await database.pool().query(`
    INSERT INTO publishers (name, slug) VALUES ('North', 'north');
    INSERT INTO games (publisher_id, slug, title, release_date, pre_order, listed) VALUES
      (1, 'tide', 'Tide', '2025-01-01', false, true), (1, 'gift', 'Gift', '2025-01-01', false, true),
      (1, 'ahead', 'Ahead', '2026-09-01', true, true), (1, 'coming', 'Coming', '2026-09-01', false, true),
      (1, 'unpriced', 'Unpriced', '2025-01-01', false, true), (1, 'hidden', 'Hidden', '2025-01-01', false, false);
    INSERT INTO games (publisher_id, slug, title, release_date)
      SELECT 1, 'game-' || n, 'Game ' || n, '2025-01-01' FROM generate_series(7, 60) n;
    INSERT INTO price_points (game_id, currency, amount_minor, valid_from)
      SELECT id, 'USD', CASE id WHEN 2 THEN 0 WHEN 7 THEN 333 ELSE 2000 END, '2025-01-01' FROM games WHERE id <> 5;
    INSERT INTO discounts (game_id, percent, starts_at, ends_at) VALUES (7, 15, '2026-03-01', '2026-03-11')`);
  context = testApiContext(database, 'kratos_shop', () => now);
  sequelize = createSequelize(connectionSettings(testDatabaseEnvironment(database, 'kratos_shop')));
  const { options } = sequelize as unknown as { options: { logging: (text: string) => void } };
  options.logging = (text) => void sql.push(text);
  app = createShopApp({
    ...context.api,
    sequelize,
    models: defineModels(sequelize),
    payments: sandboxPayments,
    currency: 'USD',
    newId: randomUUID,
  });
});
afterAll(async () => {
  await sequelize.close();
  await context.close();
  await database.close();
});
beforeEach(() => {
  now = new Date('2026-03-10T12:00:00.000Z');
  sql.length = 0;
});

const newBuyer = () => signInAs(database.pool(), { id: `buyer${++buyers}` });

function order(cookie: string, body: unknown, key: string = randomUUID()) {
  return callApi(app, '/api/orders', { method: 'POST', cookie, body, headers: { 'idempotency-key': key } });
}
function wish(gameId: number, card = cards.good, more: object = {}) {
  return { items: [{ gameId }], payment: { method: 'sandbox', card }, ...more };
}
async function library(cookie: string): Promise<number[]> {
  const answer = await callApi(app, '/api/me/library', { cookie });
  return librarySchema.parse(answer.json()).items.map((entry) => entry.game.id);
}
async function counts(id: string) {
  const { rows } = await database.pool().query<Record<string, number>>(
    `SELECT (SELECT count(*)::int FROM orders WHERE user_id = $1) AS orders,
            (SELECT count(*)::int FROM orders WHERE user_id = $1 AND status = 'paid') AS paid,
            (SELECT count(*)::int FROM payments p JOIN orders o ON o.id = p.order_id
              WHERE o.user_id = $1 AND p.status = 'captured') AS captured,
            (SELECT count(*)::int FROM user_games WHERE user_id = $1) AS owned,
            (SELECT count(*)::int FROM mail_outbox WHERE recipient = $1 || '@example.com') AS mails`,
    [id],
  );
  return rows[0];
}

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
    expect(await counts(`buyer${buyers}`)).toEqual({ orders: 1, paid: 1, captured: 1, owned: 1, mails: 1 });
  });

  it('takes at most 12 statements in one transaction', async () => {
    await order(await newBuyer(), wish(games.tide));
    expect(sql.filter((text) => text.includes('START TRANSACTION'))).toHaveLength(1);
    expect(
      sql.filter((text) => !/START TRANSACTION|COMMIT|SET |SHOW /.test(text)).length,
    ).toBeLessThanOrEqual(12);
  });

  it('computes the price of the moment in the database: a discount ends by itself', async () => {
    expect((await order(await newBuyer(), wish(games.cheap))).json()).toMatchObject({
      total: { amountMinor: 283 },
    });
    now = new Date('2026-03-11T00:00:00.000Z');
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
    expect(await counts(`buyer${buyers}`)).toMatchObject({ paid: 0, captured: 0, owned: 0, mails: 0 });
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
    expect(await counts(`buyer${buyers}`)).toMatchObject({ orders: 1, mails: 1 });
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
    expect(await counts(`buyer${buyers}`)).toMatchObject({ orders: 0 });
  });
});

describe('the Idempotency-Key', () => {
  it('gives the same answer to the same request, and buys once', async () => {
    const [cookie, key] = [await newBuyer(), randomUUID()];
    const first = await order(cookie, wish(games.tide), key);
    now = new Date('2026-03-12T00:00:00.000Z');
    const second = await order(cookie, wish(games.tide), key);
    expect([second.status, second.text]).toEqual([first.status, first.text]);
    expect(await counts(`buyer${buyers}`)).toMatchObject({ orders: 1, mails: 1 });
  });

  it('gives the same refusal to the same declined request', async () => {
    const [cookie, key] = [await newBuyer(), randomUUID()];
    expect((await order(cookie, wish(games.tide, cards.declined), key)).status).toBe(402);
    expect((await order(cookie, wish(games.tide, cards.declined), key)).status).toBe(402);
    expect(await counts(`buyer${buyers}`)).toMatchObject({ orders: 1 });
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

  it('lets fifty parallel requests make one order, whose answer all of them get', async () => {
    const [cookie, key] = [await newBuyer(), randomUUID()];
    const answers = await Promise.all(Array.from({ length: 50 }, () => order(cookie, wish(games.tide), key)));
    expect(new Set(answers.map((answer) => `${answer.status} ${answer.text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(201);
    expect(await counts(`buyer${buyers}`)).toEqual({ orders: 1, paid: 1, captured: 1, owned: 1, mails: 1 });
  });

  it('with a new key each, fifty parallel requests still buy once', async () => {
    const cookie = await newBuyer();
    const answers = await Promise.all(Array.from({ length: 50 }, () => order(cookie, wish(games.tide))));
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
    expect(answers.filter((answer) => answer.status === 409)).toHaveLength(49);
    expect(await counts(`buyer${buyers}`)).toEqual({ orders: 1, paid: 1, captured: 1, owned: 1, mails: 1 });
  });
});

describe('a payment that comes late', () => {
  it('leaves the order pending until it arrives, and then settles it once however many ask', async () => {
    const cookie = await newBuyer();
    const placed = await order(cookie, wish(games.tide, cards.late));
    expect(placed.status).toBe(202);
    const { id } = orderSchema.parse(placed.json());
    expect((await callApi(app, `/api/orders/${id}`, { cookie })).json()).toMatchObject({ status: 'pending' });
    expect(await library(cookie)).toEqual([]);
    now = new Date('2026-03-10T12:00:05.000Z');
    const looks = await Promise.all(
      Array.from({ length: 10 }, () => callApi(app, `/api/orders/${id}`, { cookie })),
    );
    for (const look of looks) {
      expect(look.json()).toMatchObject({ status: 'paid', paidAt: '2026-03-10T12:00:05.000Z' });
    }
    expect(await counts(`buyer${buyers}`)).toEqual({ orders: 1, paid: 1, captured: 1, owned: 1, mails: 1 });
  });

  it('never comes for the card that never settles', async () => {
    const cookie = await newBuyer();
    const { id } = orderSchema.parse((await order(cookie, wish(games.tide, cards.never))).json());
    now = new Date('2026-04-10T12:00:00.000Z');
    expect((await callApi(app, `/api/orders/${id}`, { cookie })).json()).toMatchObject({ status: 'pending' });
  });

  it('cannot pay an order that its buyer gave up by trying again', async () => {
    const cookie = await newBuyer();
    const { id } = orderSchema.parse((await order(cookie, wish(games.tide, cards.late))).json());
    expect((await order(cookie, wish(games.tide))).status).toBe(201);
    now = new Date('2026-03-10T12:01:00.000Z');
    expect((await callApi(app, `/api/orders/${id}`, { cookie })).json()).toMatchObject({
      status: 'cancelled',
    });
    expect(await counts(`buyer${buyers}`)).toEqual({ orders: 2, paid: 1, captured: 1, owned: 1, mails: 1 });
  });
});

describe('the account', () => {
  it('is answered with its publishers', async () => {
    const cookie = await signInAs(database.pool(), { id: 'pat', role: 'publisher' });
    await database.pool().query("INSERT INTO publisher_members (publisher_id, user_id) VALUES (1, 'pat')");
    const answer = await callApi(app, '/api/me', { cookie });
    expect(meSchema.parse(answer.json())).toMatchObject({
      id: 'pat',
      role: 'publisher',
      publishers: [{ id: 1, name: 'North', slug: 'north' }],
    });
    expect(answer.headers['cache-control']).toBe('private, no-store');
  });

  it('is nobody without a session, with one that has ended or with a forged cookie', async () => {
    const cookie = await signInAs(database.pool(), { id: 'gone' });
    await database
      .pool()
      .query("UPDATE sessions SET expires_at = '2026-03-10 12:00:00Z' WHERE user_id = 'gone'");
    for (const given of ['', cookie, 'kratos_session=token-of-pat.AAAA', 'kratos_session=%E0%A4%A']) {
      const answer = await callApi(app, '/api/me', { cookie: given });
      expect(answer.json()).toMatchObject({ code: 'signed_out', status: 401 });
    }
  });

  it('sees its own orders only', async () => {
    const placed = orderSchema.parse((await order(await newBuyer(), wish(games.tide))).json());
    const answer = await callApi(app, `/api/orders/${placed.id}`, { cookie: await newBuyer() });
    expect(answer.json()).toMatchObject({ code: 'order_not_found', status: 404 });
  });

  it('walks its library in pages without a gap or a repeat, two statements each, under 10 KB for 20', async () => {
    const cookie = await newBuyer();
    await database.pool().query(
      `INSERT INTO user_games (user_id, game_id, granted_at)
       SELECT $1, id, '2026-03-01T00:00:00.123456Z'::timestamptz + (id / 5) * interval '1 microsecond' FROM games`,
      [`buyer${buyers}`],
    );
    const seen: number[] = [];
    let cursor = '';
    for (;;) {
      context.statements.length = 0;
      const answer = await callApi(app, `/api/me/library?limit=20${cursor}`, { cookie });
      expect(Buffer.byteLength(answer.text)).toBeLessThanOrEqual(10 * 1024);
      // The session look-up is the third.
      expect(context.statements).toHaveLength(3);
      const page = librarySchema.parse(answer.json());
      expect(page.total).toBe(60);
      seen.push(...page.items.map((entry) => entry.game.id));
      if (page.nextCursor === null) break;
      cursor = `&cursor=${page.nextCursor}`;
    }
    expect(seen).toHaveLength(60);
    expect(new Set(seen).size).toBe(60);
  });
});

it('keeps names and addresses out of the log', () => {
  expect(context.logged.length).toBeGreaterThan(50);
  expect(context.logged.join('\n')).not.toMatch(/example\.com|4242424242424242/);
});

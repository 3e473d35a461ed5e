import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { callApi, signInAs, type TestedApp } from '../../../testing/api.ts';
import { openTestShop, shopGames, type TestShop } from '../../../testing/shop.ts';
import { librarySchema, meSchema, orderSchema } from './schemas.ts';

let shop: TestShop;
let app: TestedApp;

beforeAll(async () => {
  shop = await openTestShop();
  ({ app } = shop);
});
afterAll(() => shop.close());

describe('the account', () => {
  it('is answered with its publishers', async () => {
    const cookie = await signInAs(shop.database.pool(), { id: 'pat', role: 'publisher' });
    await shop.database
      .pool()
      .query("INSERT INTO publisher_members (publisher_id, user_id) VALUES (1, 'pat')");
    const answer = await callApi(app, '/api/me', { cookie });
    expect(meSchema.parse(answer.json())).toMatchObject({
      id: 'pat',
      role: 'publisher',
      publishers: [{ id: 1, name: 'North', slug: 'north' }],
    });
    expect(answer.headers['cache-control']).toBe('private, no-store');
  });

  it('is nobody without a session, with one that has ended or with a forged cookie', async () => {
    const cookie = await signInAs(shop.database.pool(), { id: 'gone' });
    await shop.database
      .pool()
      .query("UPDATE sessions SET expires_at = '2026-03-10 12:00:00Z' WHERE user_id = 'gone'");
    for (const given of ['', cookie, 'kratos_session=token-of-pat.AAAA', 'kratos_session=%E0%A4%A']) {
      const answer = await callApi(app, '/api/me', { cookie: given });
      expect(answer.json()).toMatchObject({ code: 'signed_out', status: 401 });
    }
  });

  it('sees its own orders only', async () => {
    const placed = orderSchema.parse(
      (
        await callApi(app, '/api/orders', {
          cookie: await shop.newBuyer(),
          headers: { 'idempotency-key': 'key-12345678' },
          body: { items: [{ gameId: shopGames.free }], payment: { method: 'free' } },
        })
      ).json(),
    );
    const answer = await callApi(app, `/api/orders/${placed.id}`, { cookie: await shop.newBuyer() });
    expect(answer.json()).toMatchObject({ code: 'order_not_found', status: 404 });
  });

  it('walks its library in pages without a gap or a repeat, two statements each, under 10 KB for 20', async () => {
    const cookie = await shop.newBuyer();
    await shop.database.pool().query(
      `INSERT INTO user_games (user_id, game_id, granted_at)
       SELECT $1, id, '2026-03-01T00:00:00.123456Z'::timestamptz + (id / 5) * interval '1 microsecond' FROM games`,
      [shop.lastBuyer()],
    );
    const seen: number[] = [];
    let cursor = '';
    for (;;) {
      shop.context.statements.length = 0;
      const answer = await callApi(app, `/api/me/library?limit=20${cursor}`, { cookie });
      expect(Buffer.byteLength(answer.text)).toBeLessThanOrEqual(10 * 1024);
      // The session look-up is the third.
      expect(shop.context.statements).toHaveLength(3);
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

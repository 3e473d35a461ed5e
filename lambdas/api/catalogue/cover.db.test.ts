import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { coverArt } from '../../../domain/cover-art.ts';
import { callApi, type TestApiContext, testApiContext } from '../../../testing/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/database.ts';
import { createCatalogueApp } from './app.ts';
import { gameDetailSchema } from './schemas.ts';

let database: TestDatabase;
let context: TestApiContext;
let app: ReturnType<typeof createCatalogueApp>;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.pool().query(`
    INSERT INTO publishers (name, slug) VALUES ('North', 'north');
    INSERT INTO genres (name, slug) VALUES ('Puzzle', 'puzzle');
    INSERT INTO games (publisher_id, slug, title, cover_key)
      VALUES (1, 'tide', 'Tide & <Foam>', NULL), (1, 'reef', 'Reef', 'covers/reef.svg');
    INSERT INTO game_genres VALUES (1, 1)`);
  context = testApiContext(database, 'kratos_catalogue', () => new Date('2026-03-10T12:00:00Z'));
  app = createCatalogueApp({ ...context.api, currency: 'USD', version: 'test' });
});
afterAll(async () => {
  await context.close();
  await database.close();
});

async function coverOf(slug: string): Promise<string> {
  return gameDetailSchema.parse((await callApi(app, `/api/games/${slug}`)).json()).coverUrl;
}

describe('the cover of a game', () => {
  it('is the one that it brought', async () => {
    expect(await coverOf('reef')).toBe('/media/covers/reef.svg');
  });

  it('is drawn where it brought none, the same one each time', async () => {
    expect(await coverOf('tide')).toBe('/api/games/tide/cover.svg');
    context.statements.length = 0;
    const cover = await callApi(app, '/api/games/tide/cover.svg');
    expect(context.statements).toHaveLength(1);
    expect(cover.status).toBe(200);
    expect(cover.headers).toMatchObject({
      'content-type': 'image/svg+xml',
      'cache-control': 'public, max-age=60',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
    expect(cover.text).toBe(coverArt({ title: 'Tide & <Foam>', genres: ['Puzzle'], seed: 'tide' }));
    expect(cover.text).not.toContain('<Foam>');
  });

  it('is not found where there is no game', async () => {
    const answer = await callApi(app, '/api/games/no-such-game/cover.svg');
    expect(answer.json()).toMatchObject({ code: 'game_not_found', status: 404 });
  });
});

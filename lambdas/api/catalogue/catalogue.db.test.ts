import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { callApi, type TestApiContext, testApiContext } from '../../../testing/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/database.ts';
import { createCatalogueApp } from './app.ts';
import { facetsSchema, gameDetailSchema, gamesListSchema, gameSorts, healthSchema } from './schemas.ts';

let database: TestDatabase;
let context: TestApiContext;
let app: ReturnType<typeof createCatalogueApp>;
let now = new Date('2026-03-10T12:00:00.000Z');
const gameCount = 137;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.pool().query(`
    INSERT INTO publishers (name, slug) VALUES ('North Harbour', 'north-harbour'), ('Amber Fox', 'amber-fox');
    INSERT INTO genres (name, slug) VALUES ('Action', 'action'), ('Strategy', 'strategy'), ('Puzzle', 'puzzle');
    INSERT INTO categories (name, slug) VALUES ('Single player', 'single-player'), ('Co-op', 'co-op');
    INSERT INTO platforms (name, slug) VALUES ('Windows', 'windows'), ('Linux', 'linux');
    INSERT INTO games (publisher_id, slug, title, summary, release_date, cover_key, pre_order)
      SELECT 1 + n % 2, 'title-' || n, 'Title ' || n, repeat('A quiet walk through snow. ', 12),
             CASE WHEN n % 11 = 0 THEN NULL ELSE '2026-03-20'::date - n % 40 END, 'covers/' || n || '.svg', n % 2 = 0
        FROM generate_series(1, ${gameCount}) n;
    UPDATE games SET title = 'Skyward Lantern', slug = 'skyward-lantern' WHERE id = 5;
    UPDATE games SET title = 'Été à Kyōto', slug = 'ete-a-kyoto' WHERE id = 6;
    UPDATE games SET listed = false WHERE id = 7;
    UPDATE games SET release_date = '2025-01-01' WHERE id IN (5, 6, 8);
    INSERT INTO game_genres SELECT id, 1 + id % 3 FROM games;
    INSERT INTO game_genres SELECT id, 1 + (id + 1) % 3 FROM games WHERE id % 2 = 0;
    INSERT INTO game_categories SELECT id, 1 + id % 2 FROM games;
    INSERT INTO game_platforms SELECT id, 1 FROM games;
    INSERT INTO game_platforms SELECT id, 2 FROM games WHERE id % 4 = 0;
    INSERT INTO price_points (game_id, currency, amount_minor, valid_from)
      SELECT id, 'USD', CASE WHEN id % 13 = 0 THEN 0 ELSE 499 + 500 * (id % 7) END, '2025-01-01' FROM games WHERE id % 17 <> 0;
    INSERT INTO discounts (game_id, percent, starts_at, ends_at)
      SELECT id, 10 + id % 5, '2026-03-01', '2026-03-20' FROM games WHERE id % 9 = 0;
    UPDATE game_stats SET units_30_days = game_id % 23;
    INSERT INTO users (id, name, email) SELECT 'u' || n, 'U', 'u' || n || '@example.com' FROM generate_series(1, 60) n;
    INSERT INTO reviews (game_id, user_id, positive) SELECT 5, 'u' || n, n > 4 FROM generate_series(1, 60) n`);
  await database.pool().query('ANALYZE');
  context = testApiContext(database, 'kratos_catalogue', () => now);
  app = createCatalogueApp({ ...context.api, currency: 'USD', version: '1.2.3' });
});
afterAll(async () => {
  await context.close();
  await database.close();
});
beforeEach(() => {
  now = new Date('2026-03-10T12:00:00.000Z');
});

async function list(query: string) {
  const answer = await callApi(app, `/api/games${query}`);
  expect({ query, status: answer.status, text: answer.status === 200 ? '' : answer.text }).toEqual({
    query,
    status: 200,
    text: '',
  });
  return gamesListSchema.parse(answer.json());
}

async function walk(query: string): Promise<number[]> {
  const ids: number[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: { items: { id: number }[]; nextCursor: string | null } = await list(
      `?${query}&limit=9${cursor === '' ? '' : `&cursor=${cursor}`}`,
    );
    ids.push(...page.items.map((game) => game.id));
    cursor = page.nextCursor;
    now = new Date(now.getTime() + 5 * 24 * 3_600_000);
  }
  return ids;
}

describe('the list of games', () => {
  it.each(gameSorts.filter((sort) => sort !== 'relevance'))(
    'holds every listed game once when it is walked by %s, also while discounts end and games come out',
    async (sort) => {
      const ids = await walk(`sort=${sort}`);
      expect(ids).toHaveLength(gameCount - 1);
      expect(new Set(ids).size).toBe(gameCount - 1);
    },
  );

  it('holds every match once when it is walked by relevance', async () => {
    const ids = await walk('q=tit');
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(gameCount - 3);
  });

  it('says how many games the filter leaves, whatever the page', async () => {
    const page = await list('?genre=action&limit=2');
    expect(page.items).toHaveLength(2);
    expect(page.total).toBeGreaterThan(40);
  });

  it('sorts by the price of now: discounts count, free games come first, those without a price last', async () => {
    const { items } = await list('?sort=price&limit=100');
    const prices = items.map((game) => game.price?.now.amountMinor ?? Infinity);
    expect(prices).toEqual([...prices].sort((a, b) => a - b));
    expect(prices[0]).toBe(0);
    const dear = await list('?sort=-price&limit=100');
    const falling = dear.items.map((game) => game.price?.now.amountMinor ?? -1);
    expect(falling).toEqual([...falling].sort((a, b) => b - a));
  });

  it('sorts by discount, by title and by sales of the last 30 days', async () => {
    const discounts = (await list('?sort=discount')).items.map((game) => game.price?.percent ?? 0);
    expect(discounts[0]).toBe(14);
    expect(discounts).toEqual([...discounts].sort((a, b) => b - a));
    const titles = (await list('?sort=title&limit=100')).items.map((game) => game.title.toLowerCase());
    expect(titles).toEqual([...titles].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
    expect((await list('')).items[0]?.id).toBe(22);
  });

  it('shows released games from the newest on before those that are to come', async () => {
    const { items } = await list('?sort=new&limit=100');
    const today = '2026-03-10';
    const released = items.filter((game) => game.releaseDate !== null && game.releaseDate <= today);
    expect(items.slice(0, released.length)).toEqual(released);
    const dates = released.map((game) => game.releaseDate ?? '');
    expect(dates).toEqual([...dates].sort().reverse());
  });

  it('keeps only games that have all asked genres', async () => {
    const { items } = await list('?genre=action&genre=strategy&limit=100');
    expect(items.length).toBeGreaterThan(5);
    for (const game of items) {
      expect(game.genres.map((genre) => genre.slug)).toEqual(expect.arrayContaining(['action', 'strategy']));
    }
  });

  it('filters by category, platform, publisher and price', async () => {
    expect((await list('?category=co-op&limit=1')).total).toBe(68);
    expect((await list('?platform=linux&limit=1')).total).toBe(34);
    const fox = await list('?publisher=amber-fox');
    expect(new Set(fox.items.map((game) => game.publisher))).toEqual(new Set(['Amber Fox']));
    const free = await list('?price=free&limit=100');
    expect(free.items.map((game) => game.id).sort((a, b) => a - b)).toEqual([
      13, 26, 39, 52, 65, 78, 91, 104, 117, 130,
    ]);
    const cut = await list('?price=discounted&limit=100');
    for (const game of cut.items) expect(game.price?.percent).toBeGreaterThan(0);
    const cheap = await list('?price=under-10&limit=100');
    for (const game of cheap.items) expect(game.price?.now.amountMinor).toBeLessThan(1000);
    expect((await list('?category=no-such-shelf')).total).toBe(0);
  });

  it.each(['LANT', 'sky lanterm', 'skywrd lantren', 'skywad', 'lanterm'])(
    'finds a title by beginnings of words in any case, and forgives typing errors: "%s"',
    async (q) => {
      expect((await list(`?q=${encodeURIComponent(q)}`)).items[0]?.slug).toBe('skyward-lantern');
    },
  );

  it('keeps accents, and leaves no word out', async () => {
    expect((await list(`?q=${encodeURIComponent('ÉTÉ')}`)).items[0]?.slug).toBe('ete-a-kyoto');
    expect((await list('?q=zzzz%20lanterm')).items).toEqual([]);
  });

  it.each(["'; DROP TABLE games; --", '!!! & | ( ) :* <->', '\\', '%'])(
    'takes %s as words and not as syntax',
    async (q) => {
      await list(`?q=${encodeURIComponent(q)}`);
      expect((await list('?limit=1')).total).toBe(gameCount - 1);
    },
  );

  it('fits 20 games into 10 KB and two statements', async () => {
    for (const query of [
      '',
      '?q=title',
      '?sort=price&price=discounted',
      '?genre=action&platform=linux&sort=new',
    ]) {
      context.statements.length = 0;
      const answer = await callApi(app, `/api/games${query}`);
      expect(context.statements).toHaveLength(2);
      expect(Buffer.byteLength(answer.text)).toBeLessThanOrEqual(10 * 1024);
    }
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=ten', 'limit'],
    ['sort=cheapest', 'sort'],
    ['price=dear', 'price'],
    ['colour=red', 'colour'],
    ['cursor=nonsense', 'cursor'],
    [`q=${'x'.repeat(101)}`, 'q'],
  ])('refuses ?%s and names the field', async (query, field) => {
    const answer = await callApi(app, `/api/games?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.json()).toMatchObject({
      code: 'invalid_request',
      fieldErrors: { [field]: [expect.any(String)] },
    });
  });

  it('refuses the cursor of another list', async () => {
    const { nextCursor } = await list('?sort=title&limit=2');
    const answer = await callApi(app, `/api/games?sort=price&limit=2&cursor=${nextCursor ?? ''}`);
    expect(answer.status).toBe(400);
  });
});

describe('one game', () => {
  it('is answered by its slug in one statement', async () => {
    context.statements.length = 0;
    const answer = await callApi(app, '/api/games/skyward-lantern');
    expect(context.statements).toHaveLength(1);
    const game = gameDetailSchema.parse(answer.json());
    expect(game).toMatchObject({
      title: 'Skyward Lantern',
      availability: 'buyable',
      price: { now: { amountMinor: 2999, currency: 'USD' }, percent: 0, endsAt: null },
      reviews: { label: 'Very Positive', count: 60, positivePercent: 93 },
      lowestPrice30Days: null,
    });
  });

  it('names the lowest price of the 30 days before a discount', async () => {
    await database.pool().query(`
      INSERT INTO discounts (game_id, percent, starts_at, ends_at) VALUES (8, 50, '2026-02-10', '2026-02-12');
      INSERT INTO discounts (game_id, percent, starts_at, ends_at) VALUES (8, 20, '2026-03-01', '2026-03-20')`);
    const game = gameDetailSchema.parse((await callApi(app, '/api/games/title-8')).json());
    expect(game.price).toMatchObject({
      list: { amountMinor: 999 },
      now: { amountMinor: 799 },
      percent: 20,
      endsAt: '2026-03-20T00:00:00.000Z',
    });
    expect(game.lowestPrice30Days).toEqual({ amountMinor: 500, currency: 'USD' });
  });

  it('is not found when it does not exist or is not listed', async () => {
    for (const slug of ['no-such-game', 'title-7']) {
      const answer = await callApi(app, `/api/games/${slug}`);
      expect(answer.status).toBe(404);
      expect(answer.json()).toMatchObject({
        code: 'game_not_found',
        status: 404,
        requestId: expect.any(String),
      });
    }
  });
});

describe('the shelves', () => {
  it.each(['categories', 'genres', 'platforms'])(
    'answers %s with the number of listed games',
    async (name) => {
      context.statements.length = 0;
      const { items } = facetsSchema.parse((await callApi(app, `/api/${name}`)).json());
      expect(context.statements).toHaveLength(1);
      const first = items[0];
      const filter = { categories: 'category', genres: 'genre', platforms: 'platform' }[name] ?? '';
      expect((await list(`?${filter}=${first?.slug ?? ''}&limit=1`)).total).toBe(first?.count);
    },
  );
});

describe('every answer of the catalogue', () => {
  it('may be kept for a minute and is not sent again unchanged', async () => {
    const first = await callApi(app, '/api/games?limit=3');
    expect(first.headers['cache-control']).toBe('public, max-age=60');
    const again = await callApi(app, '/api/games?limit=3', {
      headers: { 'if-none-match': first.headers['etag'] ?? '' },
    });
    expect(again.status).toBe(304);
    expect(again.headers['cache-control']).toBe('public, max-age=60');
  });

  it('echoes a well-formed request id and replaces any other', async () => {
    const good = await callApi(app, '/api/health', { headers: { 'x-request-id': 'abc-12345678' } });
    expect(good.headers['x-request-id']).toBe('abc-12345678');
    const bad = await callApi(app, '/api/health', { headers: { 'x-request-id': 'a"}, level: b' } });
    expect(bad.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('says that it is well, and when the nightly work last succeeded', async () => {
    const answer = await callApi(app, '/api/health');
    expect(healthSchema.parse(answer.json())).toEqual({
      status: 'ok',
      version: '1.2.3',
      lastSuccess: { salesEtl: null, trainModel: null, forecastSales: null },
    });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('is a problem with an address when there is no such route', async () => {
    const answer = await callApi(app, '/api/games/a/b');
    expect(answer.status).toBe(404);
    expect(answer.json()).toMatchObject({ code: 'not_found' });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiRequest, callApi, signInAs } from '../../testing/api.ts';
import { openTestApis, type TestApis } from '../../testing/apis.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { apiRoutes } from './openapi.ts';
import { problemSchema } from './shared/schemas.ts';

let database: TestDatabase;
let apis: TestApis;
let operator: string;

beforeAll(async () => {
  database = await createTestDatabase();
  operator = await signInAs(database.pool(), { id: 'olga', role: 'operator' });
  apis = openTestApis(database);
});
afterAll(async () => {
  await apis.close();
  await database.close();
});

const areas = ['catalogue', 'auth', 'shop', 'publisher', 'operator'] as const;
type Area = (typeof areas)[number];
const routes = areas.flatMap((area) =>
  apiRoutes[area].map((route) => ({
    area,
    method: route.method,
    path: (route.path as string).replace('{id}', '7').replace('{slug}', 'tide'),
  })),
);
const writes = routes.filter(({ method }) => method === 'post');
/** The sign-in library keeps its own form for what is wrong inside a body. */
const ownWrites = writes.filter(({ area }) => area !== 'auth');
const lists = [
  '/api/games',
  '/api/me/library',
  '/api/publisher/games',
  '/api/operator/games',
  '/api/operator/runs',
  '/api/operator/runs/7/games',
];

/** Sends what is bad and checks that the answer is a problem in full; answers its field errors. */
async function refused(area: Area, path: string, request: ApiRequest, code: string, status: number) {
  const answer = await callApi(apis.apps[area], path, { cookie: operator, ...request });
  expect({ path, status: answer.status, type: answer.headers['content-type'] }).toEqual({
    path,
    status,
    type: 'application/problem+json',
  });
  const problem = problemSchema.required({ fieldErrors: true }).parse(answer.json());
  expect(problem).toMatchObject({ code, status, retryable: false });
  expect(problem.requestId).toBe(answer.headers['x-request-id']);
  for (const words of [problem.title, problem.detail]) expect(words.length).toBeGreaterThan(5);
  return problem.fieldErrors;
}

const key = { 'idempotency-key': 'key-12345678' };
const order = { items: [{ gameId: 7 }], payment: { method: 'free' } };
/** A valid body of each write, to be spoilt in one place. */
const bodies: Readonly<Record<string, object>> = {
  '/api/orders': order,
  '/api/operator/runs': { runDate: '2026-03-10' },
  '/api/operator/models/7/roll-back': { champion: 'model-7' },
  '/api/publisher/games/7/what-if': { segments: [], keepPlannedDiscounts: true },
};

describe('a write', () => {
  it('has a valid body here, so that each of these tests spoils one thing alone', () => {
    expect(ownWrites.map(({ path }) => path).sort()).toEqual(Object.keys(bodies).sort());
  });

  it.each(ownWrites)('to $path with JSON that cannot be read says so', async ({ area, path }) => {
    for (const body of ['{"items":', '', 'null,', '{"a":1}}']) {
      const request = { method: 'POST', body, headers: key };
      expect(await refused(area, path, request, 'invalid_request', 400)).toEqual({ json: ['expected JSON'] });
    }
  });

  it.each(ownWrites)('to $path with a field too many names it', async ({ area, path }) => {
    const request = { body: { ...bodies[path], colour: 'red' }, headers: key };
    expect(await refused(area, path, request, 'invalid_request', 400)).toEqual({ colour: ['unknown field'] });
  });

  it.each(
    ownWrites.flatMap(({ area, path }) =>
      Object.keys(bodies[path] ?? {}).map((field) => ({ area, path, field })),
    ),
  )('to $path with a wrong type in $field names it', async ({ area, path, field }) => {
    const request = { body: { ...bodies[path], [field]: 42 }, headers: key };
    expect(await refused(area, path, request, 'invalid_request', 400)).toEqual({
      [field]: [expect.any(String)],
    });
  });

  it.each(ownWrites)('to $path whose body is no object says so', async ({ area, path }) => {
    for (const body of ['[]', '"text"', 'null', '7']) {
      const request = { method: 'POST', body, headers: key };
      expect(await refused(area, path, request, 'invalid_request', 400)).toEqual({
        json: [expect.any(String)],
      });
    }
  });

  it.each(writes)('to $path of more than 1 MiB is refused unread', async ({ area, path }) => {
    const request = { body: { filling: 'x'.repeat(1024 * 1024) }, headers: key };
    expect(await refused(area, path, request, 'body_too_large', 413)).toEqual({ body: [expect.any(String)] });
  });

  it.each(writes)('to $path of another content type is refused', async ({ area, path }) => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'application/jsonp',
    ]) {
      const request = { body: '{}', headers: { ...key, 'content-type': type } };
      expect(await refused(area, path, request, 'not_json', 415)).toEqual({
        'content-type': [expect.any(String)],
      });
    }
  });

  it.each(writes)('to $path from another origin, or from none, is refused', async ({ area, path }) => {
    for (const origin of ['https://evil.example', 'http://127.0.0.1:3000.evil.example', 'null', '']) {
      const request = { body: {}, headers: { ...key, origin } };
      expect(await refused(area, path, request, 'origin_not_trusted', 403)).toEqual({
        origin: [expect.any(String)],
      });
    }
  });
});

describe('an order', () => {
  it.each([
    ['without one', {}],
    ['with seven characters', { 'idempotency-key': 'k'.repeat(7) }],
    ['with 201 characters', { 'idempotency-key': 'k'.repeat(201) }],
  ])('%s has no Idempotency-Key that can be used', async (_what, headers) => {
    expect(await refused('shop', '/api/orders', { body: order, headers }, 'invalid_request', 400)).toEqual({
      'idempotency-key': [expect.any(String)],
    });
  });

  it('is asked for by its id, which is a UUID', async () => {
    expect(await refused('shop', '/api/orders/7', {}, 'invalid_request', 400)).toEqual({
      id: [expect.any(String)],
    });
  });
});

describe('a list', () => {
  const areaOf = (path: string): Area => routes.find((route) => route.path === path)?.area ?? 'catalogue';
  const foreign = Buffer.from(JSON.stringify({ l: 'other', t: 1, k: 1, i: 1 })).toString('base64url');

  it.each(lists)('at %s refuses a cursor that is none, or is of another list', async (path) => {
    for (const cursor of ['nonsense', '%00', foreign, 'x'.repeat(2001)]) {
      expect(await refused(areaOf(path), `${path}?cursor=${cursor}`, {}, 'invalid_request', 400)).toEqual({
        cursor: [expect.any(String)],
      });
    }
  });

  it.each(lists)('at %s refuses a limit that is no number from 1 to 100', async (path) => {
    for (const limit of ['0', '101', '-1', '1.5', 'ten']) {
      expect(await refused(areaOf(path), `${path}?limit=${limit}`, {}, 'invalid_request', 400)).toEqual({
        limit: [expect.any(String)],
      });
    }
  });

  it.each(lists)('at %s names a parameter that it does not know', async (path) => {
    expect(await refused(areaOf(path), `${path}?colour=red`, {}, 'invalid_request', 400)).toEqual({
      colour: ['unknown field'],
    });
  });
});

describe('an id in an address', () => {
  it.each(['0', '-1', '1.5', 'seven', '99999999999'])('%s is no game of a publisher', async (id) => {
    for (const path of [`/api/publisher/games/${id}/forecast`, `/api/publisher/games/${id}/forecast.csv`]) {
      expect(await refused('publisher', path, {}, 'invalid_request', 400)).toEqual({
        id: [expect.any(String)],
      });
    }
  });
});

describe('a value that the database cannot read', () => {
  it.each(['/api/games/%00', '/api/games?q=a%00b', '/api/games?category=%00', '/api/games?genre=%00'])(
    'is refused at %s, not taken for a fault of the store',
    async (path) => {
      const answer = await callApi(apis.apps.catalogue, path);
      expect([400, 404]).toContain(answer.status);
    },
  );

  it('is refused in a cursor whose key or id is none of its list, or whose moment has not come', async () => {
    await database.pool().query(`
      WITH north AS (INSERT INTO publishers (name, slug) VALUES ('North', 'north') RETURNING id),
           added AS (INSERT INTO games (publisher_id, slug, title, release_date)
             SELECT north.id, 'cursor-' || n, 'Cursor ' || n, '2025-01-01' FROM north, generate_series(1, 3) n
             RETURNING id)
      INSERT INTO price_points (game_id, currency, amount_minor, valid_from)
        SELECT id, 'USD', 500, '2025-01-01' FROM added`);
    const path = '/api/games?sort=price&limit=1';
    const { nextCursor } = (await callApi(apis.apps.catalogue, path)).json() as { nextCursor: string };
    const cursor = JSON.parse(Buffer.from(nextCursor, 'base64url').toString()) as object;
    const nextMonth = Date.now() + 30 * 86_400_000;
    for (const forged of [{ k: 'abc' }, { k: 1e300 }, { i: 'x' }, { t: nextMonth }]) {
      const text = Buffer.from(JSON.stringify({ ...cursor, ...forged })).toString('base64url');
      await refused('catalogue', `${path}&cursor=${text}`, {}, 'invalid_request', 400);
    }
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { callApi, signInAs, testApiContext } from '../../testing/api.ts';
import { openTestApis, type TestApis } from '../../testing/apis.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { functionDefinition, type FunctionName } from '../functions.ts';
import { createCatalogueApp } from './catalogue/app.ts';
import { apiRoutes } from './openapi.ts';
import type { Access } from './shared/access.ts';

const callers = [
  'nobody',
  'shopper',
  'shopper with a leftover membership',
  'member',
  'publisher without a publisher',
  'operator',
] as const;
type Caller = (typeof callers)[number];

/** Who gets past the door of a route; everything behind it is the areas' tests' business. */
const allowed: Readonly<Record<Access, readonly Caller[]>> = {
  anyone: callers,
  'signed-in': callers.filter((caller) => caller !== 'nobody'),
  publisher: ['member', 'operator'],
  operator: ['operator'],
};

let database: TestDatabase;
let apis: TestApis;
const cookies: Partial<Record<Caller, string>> = {};

beforeAll(async () => {
  database = await createTestDatabase();
  const owner = database.pool();
  await owner.query("INSERT INTO publishers (name, slug) VALUES ('North', 'north')");
  cookies.shopper = await signInAs(owner, { id: 'sam' });
  cookies['shopper with a leftover membership'] = await signInAs(owner, { id: 'lou' });
  cookies.member = await signInAs(owner, { id: 'mia', role: 'publisher' });
  cookies['publisher without a publisher'] = await signInAs(owner, { id: 'pia', role: 'publisher' });
  cookies.operator = await signInAs(owner, { id: 'olga', role: 'operator' });
  await owner.query("INSERT INTO publisher_members (publisher_id, user_id) VALUES (1, 'mia'), (1, 'lou')");
  apis = openTestApis(database);
});
afterAll(async () => {
  await apis.close();
  await database.close();
});

const guarded = (['catalogue', 'shop', 'publisher', 'operator'] as const).flatMap((area) =>
  apiRoutes[area].map((route) => ({ area, route })),
);

describe('who may call what', () => {
  const cases = guarded.flatMap(({ area, route }) =>
    callers.map((caller) => ({
      area,
      caller,
      method: route.method,
      path: route.path,
      access: route['x-access'],
    })),
  );

  it.each(cases)('$method $path is answered to $caller as "$access" says', async (call) => {
    const { area, caller, method, path, access } = call;
    const app = apis.apps[area];
    const cookie = cookies[caller];
    const answer = await callApi(app, path.replace('{id}', '999').replace('{slug}', 'none'), {
      method: method.toUpperCase(),
      ...(cookie === undefined ? {} : { cookie }),
      ...(method === 'post' ? { body: {} } : {}),
    });
    const refused = answer.status === 401 ? 'signed_out' : answer.status === 403 ? 'forbidden' : undefined;
    const expected = allowed[access].includes(caller)
      ? undefined
      : caller === 'nobody'
        ? 'signed_out'
        : 'forbidden';
    expect(refused).toBe(expected);
    if (expected !== undefined) expect(answer.json()).toMatchObject({ code: expected });
  });
});

describe('the table of functions', () => {
  it.each(guarded)('sends $route.path to the function of its area', ({ area, route }) => {
    const prefixes = functionDefinition(`api-${area}` as FunctionName).routes ?? [];
    const covered = prefixes.some((prefix) => route.path === prefix || route.path.startsWith(`${prefix}/`));
    expect(covered).toBe(true);
  });
});

describe('while the database resumes', () => {
  it('the API answers 503 with Retry-After, so that a client asks again', async () => {
    const gone = testApiContext(database, 'kratos_catalogue', () => new Date());
    await gone.close();
    const dead = createCatalogueApp({
      ...gone.api,
      database: { query: () => Promise.reject(Object.assign(new Error('starting up'), { code: '57P03' })) },
      currency: 'USD',
      version: 'test',
    });
    const answer = await callApi(dead, '/api/games');
    expect(answer.status).toBe(503);
    expect(answer.json()).toMatchObject({ code: 'database_resuming' });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(answer.headers['cache-control']).toBe('no-store');
  });
});

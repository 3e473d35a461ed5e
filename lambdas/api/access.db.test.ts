import { randomUUID } from 'node:crypto';
import { SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Sequelize } from 'sequelize';
import { connectionSettings, createSequelize } from '../../database/connection.ts';
import { defineShopModels } from '../../database/models/index.ts';
import { sandboxPayments } from '../../domain/orders/payment.ts';
import {
  callApi,
  signInAs,
  testApiContext,
  testDatabaseEnvironment,
  type TestApiContext,
  type TestedApp,
} from '../../testing/api.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { type DatabaseRole, functionDefinition, type FunctionName } from '../functions.ts';
import { createCatalogueApp } from './catalogue/app.ts';
import { createOperatorApp } from './operator/app.ts';
import { apiRoutes } from './openapi.ts';
import { createPublisherApp } from './publisher/app.ts';
import type { Access } from './shared/access.ts';
import { createShopApp } from './shop/app.ts';

const callers = ['nobody', 'shopper', 'member', 'publisher without a publisher', 'operator'] as const;
type Caller = (typeof callers)[number];

/** Who gets past the door of a route; everything behind it is the areas' tests' business. */
const allowed: Readonly<Record<Access, readonly Caller[]>> = {
  anyone: callers,
  'signed-in': ['shopper', 'member', 'publisher without a publisher', 'operator'],
  publisher: ['member', 'operator'],
  operator: ['operator'],
};

let database: TestDatabase;
let sequelize: Sequelize;
const contexts: TestApiContext[] = [];
const apps: Record<string, TestedApp> = {};
const cookies: Partial<Record<Caller, string>> = {};
// The operator's routes may reach the states service; here nothing listens, which is an error behind the door.
const states = new SFNClient({
  endpoint: 'http://127.0.0.1:1',
  region: 'us-east-1',
  credentials: { accessKeyId: 'k', secretAccessKey: 's' },
  maxAttempts: 1,
});

function contextOf(role: DatabaseRole) {
  const context = testApiContext(database, role, () => new Date());
  contexts.push(context);
  return context.api;
}

beforeAll(async () => {
  database = await createTestDatabase();
  const owner = database.pool();
  await owner.query("INSERT INTO publishers (name, slug) VALUES ('North', 'north')");
  cookies.shopper = await signInAs(owner, { id: 'sam' });
  cookies.member = await signInAs(owner, { id: 'mia', role: 'publisher' });
  cookies['publisher without a publisher'] = await signInAs(owner, { id: 'pia', role: 'publisher' });
  cookies.operator = await signInAs(owner, { id: 'olga', role: 'operator' });
  await owner.query("INSERT INTO publisher_members (publisher_id, user_id) VALUES (1, 'mia')");
  sequelize = createSequelize(connectionSettings(testDatabaseEnvironment(database, 'kratos_shop')));
  const currency = 'USD';
  apps['catalogue'] = createCatalogueApp({ ...contextOf('kratos_catalogue'), currency, version: 'test' });
  apps['shop'] = createShopApp({
    ...contextOf('kratos_shop'),
    sequelize,
    models: defineShopModels(sequelize),
    payments: sandboxPayments,
    currency,
    newId: randomUUID,
  });
  apps['publisher'] = createPublisherApp({
    ...contextOf('kratos_publisher'),
    currency,
    readObject: () => Promise.resolve(undefined),
  });
  apps['operator'] = createOperatorApp({
    ...contextOf('kratos_operator'),
    states,
    machines: { 'sales-etl': 'arn:m:stateMachine:a', 'train-model': 'arn:m:b', 'forecast-sales': 'arn:m:c' },
    currency,
    unique: () => 'u1',
  });
});
afterAll(async () => {
  states.destroy();
  await sequelize.close();
  for (const context of contexts) await context.close();
  await database.close();
});

const guarded = Object.entries(apiRoutes)
  .filter(([area]) => area !== 'auth')
  .flatMap(([area, routes]) => routes.map((route) => ({ area, route })));

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
    const app = apps[area];
    if (!app) throw new Error(`no app answers ${area}`);
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

  it.each(guarded.filter(({ route }) => route.method === 'post'))(
    '$route.method $route.path refuses a foreign origin and anything but JSON before it looks at the session',
    async ({ area, route }) => {
      const app = apps[area];
      if (!app) throw new Error(`no app answers ${area}`);
      const send = (headers: Record<string, string>) =>
        callApi(app, route.path, { method: 'POST', body: {}, headers, cookie: cookies.operator ?? '' });
      expect((await send({ origin: 'https://evil.example' })).status).toBe(403);
      expect((await send({ 'content-type': 'text/plain' })).status).toBe(415);
    },
  );
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

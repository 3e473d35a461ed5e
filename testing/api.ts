import { createHmac } from 'node:crypto';
import type { LambdaEvent } from 'hono/aws-lambda';
import { handle } from 'hono/aws-lambda';
import type { Hono } from 'hono';
import type pg from 'pg';
import type { DatabaseRole } from '../lambdas/functions.ts';
import { connectionSettings, createPool } from '../database/connection.ts';
import { createLog } from '../lambdas/api/shared/log.ts';
import type { TestDatabase } from './database.ts';

export const testBaseUrl = 'http://127.0.0.1:3000';
export const testSecret = 'a-secret-of-the-tests-that-is-long-enough';

/** Settings of a test database for one role, as a function's environment would hold them. */
export function testDatabaseEnvironment(
  database: Pick<TestDatabase, 'url'>,
  role: DatabaseRole,
): NodeJS.ProcessEnv {
  const url = new URL(database.url(role));
  return {
    DATABASE_HOST: url.hostname,
    DATABASE_PORT: url.port,
    DATABASE_NAME: url.pathname.slice(1),
    DATABASE_USER: url.username,
    DATABASE_PASSWORD: decodeURIComponent(url.password),
  };
}

export interface TestApiContext {
  readonly database: pg.Pool;
  /** Statements sent since the last look, settings and transaction brackets not counted. */
  readonly statements: string[];
  readonly logged: string[];
  readonly api: {
    readonly database: pg.Pool;
    readonly log: ReturnType<typeof createLog>;
    readonly now: () => Date;
    readonly baseUrl: string;
    readonly trustedOrigins: readonly string[];
    readonly authSecret: () => Promise<string>;
  };
  close(): Promise<void>;
}

/** What an area's app needs, on a test database and with a clock of the test. */
export function testApiContext(
  database: Pick<TestDatabase, 'url'>,
  role: DatabaseRole,
  now: () => Date,
): TestApiContext {
  const pool = createPool(connectionSettings(testDatabaseEnvironment(database, role)));
  const statements: string[] = [];
  const logged: string[] = [];
  recordStatements(pool, statements);
  return {
    database: pool,
    statements,
    logged,
    api: {
      database: pool,
      log: createLog('test', now, (line) => void logged.push(line)),
      now,
      baseUrl: testBaseUrl,
      trustedOrigins: [testBaseUrl],
      authSecret: () => Promise.resolve(testSecret),
    },
    close: () => pool.end(),
  };
}

const uncounted = /^\s*(BEGIN|START|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET|SELECT set_config)/i;

function recordStatements(pool: pg.Pool, statements: string[]): void {
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    const recording = (...args: unknown[]): unknown => {
      const first = args[0] as string | { text: string };
      const text = typeof first === 'string' ? first : first.text;
      if (!uncounted.test(text)) statements.push(text);
      return query(...args);
    };
    Object.assign(client, { query: recording });
  });
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly cookies: readonly string[];
  readonly text: string;
  // Answers are checked by each test; their types are the schemas' business.
  readonly json: () => unknown;
}

/** Any area's app, whatever its types of variables and routes. */
export interface TestedApp {
  fetch(...args: never[]): Response | Promise<Response>;
}

export interface ApiRequest {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly cookie?: string;
  /** Sent as JSON; a string is sent as it is. */
  readonly body?: unknown;
}

/** Calls an app the way Lambda does: an API Gateway event of payload version 2 in, its answer out. */
export async function callApi(app: TestedApp, path: string, request: ApiRequest = {}): Promise<ApiAnswer> {
  const [rawPath = '', rawQueryString = ''] = path.split('?');
  const method = request.method ?? (request.body === undefined ? 'GET' : 'POST');
  const write = method === 'GET' ? {} : { 'content-type': 'application/json', origin: testBaseUrl };
  const event = {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    cookies: request.cookie === undefined ? [] : [request.cookie],
    headers: { host: '127.0.0.1:3000', 'x-forwarded-proto': 'http', ...write, ...request.headers },
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: '127.0.0.1',
      domainPrefix: '127',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'test' },
      requestId: 'gateway-1',
      routeKey: '$default',
      stage: '$default',
      time: '',
      timeEpoch: 0,
    },
    isBase64Encoded: false,
    ...(request.body === undefined
      ? {}
      : { body: typeof request.body === 'string' ? request.body : JSON.stringify(request.body) }),
  };
  const answer = await handle(app as unknown as Hono)(event as unknown as LambdaEvent);
  const text = answer.isBase64Encoded ? Buffer.from(answer.body, 'base64').toString('utf8') : answer.body;
  return {
    status: answer.statusCode,
    headers: (answer.headers ?? {}) as Record<string, string>,
    cookies: 'cookies' in answer ? answer.cookies : [],
    text,
    json: () => JSON.parse(text) as unknown,
  };
}

/** A signed-in account, as the sign-in function leaves it; answers the cookie. */
export async function signInAs(
  owner: pg.Pool,
  account: { readonly id: string; readonly role?: 'shopper' | 'publisher' | 'operator' },
): Promise<string> {
  const { id, role = 'shopper' } = account;
  const token = `token-of-${id}`;
  await owner.query(
    `INSERT INTO users (id, name, email, role) VALUES ($1, $1, $1 || '@example.com', $2) ON CONFLICT DO NOTHING`,
    [id, role],
  );
  await owner.query(
    `INSERT INTO sessions (id, user_id, token, expires_at) VALUES ($1, $2, $1, '2100-01-01') ON CONFLICT DO NOTHING`,
    [token, id],
  );
  const signature = createHmac('sha256', testSecret).update(token).digest('base64');
  return `kratos_session=${encodeURIComponent(`${token}.${signature}`)}`;
}

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  callApi,
  testApiContext,
  testBaseUrl,
  type TestApiContext,
  type TestedApp,
  testSecret,
} from '../../../testing/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/database.ts';
import { cookieNames, loadSession, readSessionToken } from '../shared/session.ts';
import { createAuthApp } from './app.ts';
import { authSessionSchema, authSessionsSchema } from './schemas.ts';
import { createSignIn } from './sign-in.ts';

let database: TestDatabase;
let context: TestApiContext;
let app: TestedApp;
const ada = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery' };

beforeAll(async () => {
  database = await createTestDatabase();
  context = testApiContext(database, 'kratos_auth', () => new Date());
  const signIn = createSignIn({
    pool: context.database,
    secret: testSecret,
    baseUrl: testBaseUrl,
    trustedOrigins: [testBaseUrl],
    reportError: (message) => context.api.log.error(message),
  });
  app = createAuthApp({ ...context.api, signIn: () => Promise.resolve(signIn) });
  expect((await post('/sign-up/email', ada)).status).toBe(200);
});
afterAll(async () => {
  await context.close();
  await database.close();
});
beforeEach(async () => {
  await database.pool().query('DELETE FROM rate_limits');
});

function post(path: string, body: unknown, cookie?: string) {
  return callApi(app, `/api/auth${path}`, { method: 'POST', body, ...(cookie ? { cookie } : {}) });
}

async function signIn(password = ada.password, email = ada.email) {
  const answer = await post('/sign-in/email', { email, password });
  return { answer, cookie: (answer.cookies[0] ?? '').split(';')[0] ?? '' };
}

async function mailsTo(recipient: string): Promise<{ subject: string; body_text: string }[]> {
  const { rows } = await database
    .pool()
    .query<{ subject: string; body_text: string }>(
      'SELECT subject, body_text FROM mail_outbox WHERE recipient = $1 ORDER BY id',
      [recipient],
    );
  return rows;
}

describe('signing in', () => {
  it('gives a session cookie that scripts cannot read, and the session with the role', async () => {
    const { answer, cookie } = await signIn();
    expect(answer.status).toBe(200);
    expect(answer.cookies[0]).toMatch(/^kratos_session=.*; Path=\/; HttpOnly; SameSite=Lax/);
    expect(answer.headers['cache-control']).toBe('private, no-store');
    const session = authSessionSchema.parse((await callApi(app, '/api/auth/get-session', { cookie })).json());
    expect(session?.user).toMatchObject({
      email: ada.email,
      name: 'Ada',
      role: 'shopper',
      emailVerified: false,
    });
  });

  it('makes a cookie whose token the other functions accept by its signature alone', async () => {
    const { cookie } = await signIn();
    const { session } = cookieNames(testBaseUrl);
    const token = readSessionToken(cookie, session, testSecret);
    const found = await loadSession(database.pool('kratos_shop'), token ?? '', new Date());
    expect(found).toMatchObject({ email: ada.email, role: 'shopper', publishers: [] });
    expect(
      readSessionToken(cookie, session, 'another secret of the same length, more or less'),
    ).toBeUndefined();
    expect(readSessionToken(cookie.replace(/=./, '=x'), session, testSecret)).toBeUndefined();
  });

  it('answers a wrong password and an unknown address alike', async () => {
    const wrong = (await signIn('not her password')).answer;
    const unknown = (await signIn(ada.password, 'nobody@example.com')).answer;
    expect(wrong.status).toBe(401);
    expect([unknown.status, unknown.text]).toEqual([wrong.status, wrong.text]);
    expect(wrong.cookies).toEqual([]);
  });

  it('makes an account wait after ten wrong passwords, from whatever address they come, also the right one', async () => {
    for (let n = 0; n < 10; n++) expect((await signIn(`wrong ${n}`)).answer.status).toBe(401);
    const { answer } = await signIn();
    expect(answer.status).toBe(429);
    expect(Number(answer.headers['x-retry-after'])).toBeGreaterThan(800);
    expect((await signIn('whatever', 'other@example.com')).answer.status).toBe(401);
  });

  it('lets no more than ten of fifty parallel guesses through', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => signIn(`guess ${n}`)));
    expect(answers.filter(({ answer }) => answer.status === 401).length).toBeLessThanOrEqual(10);
  });

  it('makes an address wait after 30 attempts a minute on different accounts', async () => {
    const statuses = new Set<number>();
    for (let n = 0; n < 33; n++) statuses.add((await signIn('whatever', `a${n}@example.com`)).answer.status);
    expect([...statuses]).toEqual([401, 429]);
  });
});

describe('signing out', () => {
  it('ends the session in the database', async () => {
    const { cookie } = await signIn();
    expect((await post('/sign-out', {}, cookie)).status).toBe(200);
    expect((await callApi(app, '/api/auth/get-session', { cookie })).json()).toBeNull();
  });

  it('everywhere ends every session of the account', async () => {
    const [one, two] = [await signIn(), await signIn()];
    const sessions = await callApi(app, '/api/auth/list-sessions', { cookie: one.cookie });
    expect(authSessionsSchema.parse(sessions.json()).length).toBeGreaterThanOrEqual(2);
    expect((await post('/revoke-sessions', {}, one.cookie)).status).toBe(200);
    expect((await callApi(app, '/api/auth/get-session', { cookie: two.cookie })).json()).toBeNull();
  });
});

describe('registering', () => {
  it('mails a link that verifies the address', async () => {
    const [mail] = await mailsTo(ada.email);
    const link = /http:\/\/127\.0\.0\.1:3000(\S+)/.exec(mail?.body_text ?? '')?.[1] ?? '';
    const answer = await callApi(app, link);
    expect(answer.status).toBe(302);
    expect(answer.headers['location']).toBe('/');
    const { rows } = await database
      .pool()
      .query('SELECT email_verified FROM users WHERE email = $1', [ada.email]);
    expect(rows).toEqual([{ email_verified: true }]);
  });

  it('answers alike for a known address, changes nothing and tells its owner', async () => {
    const known = await post('/sign-up/email', { ...ada, name: 'Eve', password: 'another password' });
    const fresh = await post('/sign-up/email', { ...ada, name: 'Eve', email: 'eve@example.com' });
    const shape = (text: string) => Object.keys((JSON.parse(text) as { user: object }).user).sort();
    expect([known.status, shape(known.text)]).toEqual([fresh.status, shape(fresh.text)]);
    expect(known.cookies).toEqual(fresh.cookies);
    expect((await signIn()).answer.status).toBe(200);
    expect((await mailsTo(ada.email)).at(-1)?.subject).toBe('You have an account already');
  });

  it.each([
    ['a role', { ...ada, email: 'x1@example.com', role: 'operator' }],
    ['a short password', { ...ada, email: 'x2@example.com', password: 'short' }],
    ['no e-mail address', { ...ada, email: 'nobody' }],
    ['an empty name', { ...ada, email: 'x3@example.com', name: '  ' }],
    ['a name of 201 letters', { ...ada, email: 'x4@example.com', name: 'n'.repeat(201) }],
    ['no JSON object', '[1'],
  ])('refuses %s', async (_words, body) => {
    const answer = await post('/sign-up/email', body);
    expect(answer.status).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'INVALID_REQUEST', message: expect.any(String) });
    const { rows } = await database
      .pool()
      .query("SELECT 1 FROM users WHERE email LIKE 'x%' OR role <> 'shopper'");
    expect(rows).toEqual([]);
  });
});

describe('a forgotten password', () => {
  it('is replaced with the token of the mail, once, and every session ends', async () => {
    const { cookie } = await signIn();
    await post('/request-password-reset', { email: ada.email });
    const token = /token=(\S+)/.exec((await mailsTo(ada.email)).at(-1)?.body_text ?? '')?.[1] ?? '';
    const change = { token, newPassword: 'a better password' };
    expect((await post('/reset-password', change)).status).toBe(200);
    expect((await post('/reset-password', change)).status).toBe(400);
    expect((await callApi(app, '/api/auth/get-session', { cookie })).json()).toBeNull();
    expect((await signIn('a better password')).answer.status).toBe(200);
    await database.pool().query('DELETE FROM rate_limits');
    await post('/request-password-reset', { email: ada.email });
    const again = /token=(\S+)/.exec((await mailsTo(ada.email)).at(-1)?.body_text ?? '')?.[1] ?? '';
    await post('/reset-password', { token: again, newPassword: ada.password });
  });

  it('answers alike for an unknown address, to which no mail goes', async () => {
    const known = await post('/request-password-reset', { email: ada.email });
    const unknown = await post('/request-password-reset', { email: 'nobody@example.com' });
    expect([unknown.status, unknown.text]).toEqual([known.status, known.text]);
    expect(await mailsTo('nobody@example.com')).toEqual([]);
  });
});

describe('the sign-in function', () => {
  it.each(['http://evil.example', 'null', undefined])(
    'refuses a write from the origin %s',
    async (origin) => {
      const answer = await callApi(app, '/api/auth/sign-in/email', {
        method: 'POST',
        body: ada,
        headers: { origin: origin ?? '' },
      });
      expect(answer.status).toBe(403);
      expect(answer.json()).toMatchObject({ code: 'origin_not_trusted' });
    },
  );

  it('serves only the declared paths of the library', async () => {
    for (const path of ['/update-user', '/delete-user', '/change-email', '/sign-in/social']) {
      expect((await post(path, {})).status).toBe(404);
    }
  });

  it('keeps names, addresses and passwords out of its log', () => {
    expect(context.logged.length).toBeGreaterThan(20);
    expect(context.logged.join('\n')).not.toMatch(/example\.com|correct horse|Ada/);
  });

  it('binds its cookies to the host over TLS wherever the store is not http on loopback', () => {
    expect(cookieNames('https://store.example')).toMatchObject({
      secure: true,
      session: '__Host-kratos_session',
    });
    expect(cookieNames('http://127.0.0.1:3000')).toMatchObject({ secure: false, session: 'kratos_session' });
    expect(() => cookieNames('http://store.example')).toThrow('expected https');
  });
});

import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase } from '../../../testing/database.ts';
import { letRolesSignIn } from './roles.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
/** Roles belong to the whole server, so the test has its own. */
const mark = randomBytes(4).toString('hex');
const [byPassword, bySocket] = [`password_${mark}`, `socket_${mark}`];

beforeAll(async () => {
  database = await createTestDatabase();
  await database.pool().query(`CREATE ROLE ${byPassword} NOLOGIN`);
  await database.pool().query(`CREATE ROLE ${bySocket} NOLOGIN`);
});
afterAll(async () => {
  await database.pool().query(`DROP ROLE ${byPassword}, ${bySocket}`);
  await database.close();
});

const allow = (password: string): Promise<void> =>
  letRolesSignIn(
    { connectionString: database.url() },
    { byPassword: [{ role: byPassword, password }], bySocket: [bySocket] },
  );

async function signIn(password: string): Promise<string> {
  const url = new URL(database.url());
  url.username = byPassword;
  url.password = password;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  const { rows } = await client.query<{ name: string }>('SELECT current_user AS name');
  await client.end();
  return rows[0]!.name;
}

describe('the roles of the functions', () => {
  it('sign in by the password of their secret, the newest one', async () => {
    await allow(`first 'quoted"`);
    expect(await signIn(`first 'quoted"`)).toBe(byPassword);
    await allow('second');
    expect(await signIn('second')).toBe(byPassword);
    await expect(signIn(`first 'quoted"`)).rejects.toThrow('password authentication failed');
  });

  it('with a socket may sign in and have no password', async () => {
    await allow('any');
    const { rows } = await database
      .pool()
      .query('SELECT rolcanlogin, rolpassword FROM pg_authid WHERE rolname = $1', [bySocket]);
    expect(rows).toEqual([{ rolcanlogin: true, rolpassword: null }]);
  });
});

import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyPassword } from 'better-auth/crypto';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { createAccount } from './accounts.ts';
import { ensureAccounts } from './runtime/demo-accounts.ts';

let database: TestDatabase;
let home: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.pool().query(`INSERT INTO publishers (name, slug) VALUES ('Northlight', 'northlight')`);
  home = await mkdtemp(path.join(os.tmpdir(), 'kratos-accounts-'));
});

afterAll(async () => {
  await database.close();
  await rm(home, { recursive: true, force: true });
});

async function stored(email: string): Promise<{ role: string; hash: string; publisher: string | null }> {
  const { rows } = await database.pool().query<{ role: string; hash: string; publisher: string | null }>(
    `SELECT u.role, a.password AS hash, p.name AS publisher
       FROM users u JOIN accounts a ON a.user_id = u.id AND a.provider_id = 'credential'
       LEFT JOIN publisher_members m ON m.user_id = u.id LEFT JOIN publishers p ON p.id = m.publisher_id
      WHERE u.email = $1`,
    [email],
  );
  expect(rows).toHaveLength(1);
  return rows[0]!;
}

describe('an account', () => {
  it('has the password, the role and the publisher that it was made with', async () => {
    const account = {
      email: 'Eve@Example.com',
      name: 'Eve',
      role: 'publisher',
      password: 'first password',
    } as const;
    await createAccount(database.pool(), { ...account, publisher: 'Northlight' });
    const made = await stored('eve@example.com');
    expect(made).toMatchObject({ role: 'publisher', publisher: 'Northlight' });
    expect(await verifyPassword({ hash: made.hash, password: 'first password' })).toBe(true);
  });

  it('gets a new password when it is made again', async () => {
    const account = {
      email: 'eve@example.com',
      name: 'Eve',
      role: 'operator',
      password: 'second password',
    } as const;
    await createAccount(database.pool(), account);
    const made = await stored('eve@example.com');
    expect(made.role).toBe('operator');
    expect(await verifyPassword({ hash: made.hash, password: 'second password' })).toBe(true);
  });

  it('that moves to another publisher, or is no publisher any more, loses membership and every session', async () => {
    const pool = database.pool();
    await pool.query(`INSERT INTO publishers (name, slug) VALUES ('Southpaw', 'southpaw')`);
    const account = { email: 'moved@example.com', name: 'Mo', password: 'any password' } as const;
    await createAccount(pool, { ...account, role: 'publisher', publisher: 'Northlight' });
    const signIn = `INSERT INTO sessions (id, user_id, token, expires_at)
      SELECT $1, id, $1, now() + interval '1 day' FROM users WHERE email = 'moved@example.com'`;
    const open = `SELECT 1 FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = 'moved@example.com'`;

    await pool.query(signIn, ['first']);
    await createAccount(pool, { ...account, role: 'publisher', publisher: 'Southpaw' });
    expect(await stored('moved@example.com')).toMatchObject({ role: 'publisher', publisher: 'Southpaw' });
    expect((await pool.query(open)).rowCount).toBe(0);

    await pool.query(signIn, ['second']);
    await createAccount(pool, { ...account, role: 'shopper' });
    expect(await stored('moved@example.com')).toMatchObject({ role: 'shopper', publisher: null });
    expect((await pool.query(open)).rowCount).toBe(0);
  });

  it('keeps its membership and its sessions when the new publisher does not exist', async () => {
    const pool = database.pool();
    const account = { email: 'stays@example.com', name: 'Stay', password: 'any password' } as const;
    await createAccount(pool, { ...account, role: 'publisher', publisher: 'Northlight' });
    await pool.query(`INSERT INTO sessions (id, user_id, token, expires_at)
      SELECT 'stays', id, 'stays', now() + interval '1 day' FROM users WHERE email = 'stays@example.com'`);
    await expect(createAccount(pool, { ...account, role: 'publisher', publisher: 'Nobody' })).rejects.toThrow(
      'there is no publisher "Nobody"',
    );
    expect(await stored('stays@example.com')).toMatchObject({ role: 'publisher', publisher: 'Northlight' });
    expect((await pool.query(`SELECT 1 FROM sessions WHERE id = 'stays'`)).rowCount).toBe(1);
  });

  it('is not made when there is no such publisher', async () => {
    const account = {
      email: 'adam@example.com',
      name: 'Adam',
      role: 'publisher',
      password: 'any password',
    } as const;
    await expect(createAccount(database.pool(), { ...account, publisher: 'Nobody' })).rejects.toThrow(
      'there is no publisher "Nobody"',
    );
    const { rowCount } = await database.pool().query(`SELECT 1 FROM users WHERE email = 'adam@example.com'`);
    expect(rowCount).toBe(0);
  });
});

describe('the accounts of an installation', () => {
  it('are made once, kept in a file that only its owner reads, and stay what they are', async () => {
    const made = await ensureAccounts(database.pool(), home, 'Northlight');
    expect(made.map((account) => account.role)).toEqual(['shopper', 'publisher', 'operator']);
    const file = path.join(home, 'accounts.json');
    expect((await stat(file)).mode & 0o077).toBe(0);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(made);
    expect(await ensureAccounts(database.pool(), home, 'Northlight')).toEqual(made);
    const publisher = made[1]!;
    const { hash, publisher: member } = await stored(publisher.email);
    expect(member).toBe('Northlight');
    expect(await verifyPassword({ hash, password: publisher.password })).toBe(true);
  });
});

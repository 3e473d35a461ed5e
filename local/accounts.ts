import { randomBytes, randomUUID } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import type pg from 'pg';

export type AccountRole = 'shopper' | 'publisher' | 'operator';

export interface NewAccount {
  readonly email: string;
  readonly name: string;
  readonly role: AccountRole;
  readonly password: string;
  /** Name of a publisher whose member the account becomes. */
  readonly publisher?: string;
}

/** A password that no one chose: 18 characters, about 107 bits. */
export function generatePassword(): string {
  return randomBytes(16).toString('base64url').slice(0, 18);
}

/**
 * Makes an account that can sign in, or gives the one with this address a new password, role and membership: other
 * memberships end, and so does every session, which was opened with the old password and for the old role.
 *
 * @param pool as the owner of the tables.
 * @throws Error when there is no publisher of that name.
 */
export async function createAccount(pool: pg.Pool, account: NewAccount): Promise<void> {
  const password = await hashPassword(account.password);
  const email = account.email.toLowerCase();
  const db = await pool.connect();
  try {
    await db.query('BEGIN');
    const { rows } = await db.query<{ id: string }>(
      `INSERT INTO users (id, name, email, email_verified, role) VALUES ($1, $2, $3, true, $4)
       ON CONFLICT (email) DO UPDATE SET name = EXCLUDED.name, role = EXCLUDED.role, updated_at = now()
       RETURNING id`,
      [randomUUID(), account.name, email, account.role],
    );
    const userId = rows[0]!.id;
    await db.query(
      `INSERT INTO accounts (id, user_id, account_id, provider_id, password) VALUES ($1, $2, $2, 'credential', $3)
       ON CONFLICT (provider_id, account_id) DO UPDATE SET password = EXCLUDED.password, updated_at = now()`,
      [randomUUID(), userId, password],
    );
    await db.query('DELETE FROM sessions WHERE user_id = $1', [userId]);
    await db.query('DELETE FROM publisher_members WHERE user_id = $1', [userId]);
    if (account.publisher !== undefined) await joinPublisher(db, userId, account.publisher);
    await db.query('COMMIT');
  } catch (error) {
    await db.query('ROLLBACK');
    throw error;
  } finally {
    db.release();
  }
}

async function joinPublisher(db: pg.ClientBase, userId: string, publisher: string): Promise<void> {
  const { rowCount } = await db.query(
    'INSERT INTO publisher_members (publisher_id, user_id) SELECT id, $1 FROM publishers WHERE name = $2',
    [userId, publisher],
  );
  if (rowCount === 0) throw new Error(`there is no publisher "${publisher}"`);
}

import type pg from 'pg';
import type { Database } from '../shared/database.ts';
import type { SignedIn } from '../shared/session.ts';

/** Publishers whose rows a reader may see; 'all' = an operator. */
export type Scope = readonly number[] | 'all';

export function scopeOf(session: SignedIn): Scope {
  return session.role === 'operator' ? 'all' : session.publishers.map((publisher) => publisher.id);
}

/**
 * Runs reads in a transaction that sees rows of these publishers and no others: the database itself holds the rest
 * back, whatever the statements say.
 */
export async function withinScope<T>(pool: pg.Pool, scope: Scope, read: (database: Database) => Promise<T>) {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN READ ONLY');
    if (scope === 'all') {
      await client.query(
        `SELECT set_config('kratos.publisher_id', (SELECT string_agg(id::text, ',') FROM publishers), true)`,
      );
    } else {
      await client.query(`SELECT set_config('kratos.publisher_id', $1, true)`, [scope.join(',')]);
    }
    const result = await read(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    // A connection in an unknown state does not go back into the pool.
    broken = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    client.release(broken);
  }
}

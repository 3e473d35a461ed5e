import { createHash, randomUUID } from 'node:crypto';
import type { Database } from '../shared/database.ts';

/** Attempts on one account, from whatever address, before it has to wait. */
const attempts = 10;
const windowMinutes = 15;

/**
 * Counts an attempt on an account, in one statement, so that parallel guesses cannot pass together. The row stands in
 * the sign-in library's table; its last_request is the end of the window, so that the library keeps it until then.
 *
 * @returns seconds to wait, or undefined when the attempt may go on.
 */
export async function countAttempt(
  database: Database,
  email: string,
  now: Date,
): Promise<number | undefined> {
  const time = now.getTime();
  const { rows } = await database.query<{ count: number; until: number }>(
    `INSERT INTO rate_limits AS r (id, key, count, last_request) VALUES ($1, $2, 1, $3)
     ON CONFLICT (key) DO UPDATE SET
       count = CASE WHEN r.last_request <= $4 THEN 1 ELSE r.count + 1 END,
       last_request = CASE WHEN r.last_request <= $4 THEN excluded.last_request ELSE r.last_request END
     RETURNING count, last_request AS until`,
    [randomUUID(), accountKey(email), time + windowMinutes * 60_000, time],
  );
  const row = rows[0];
  return row && row.count > attempts ? Math.ceil((row.until - time) / 1000) : undefined;
}

/** A right password makes the wrong ones before it forgotten. */
export async function forgetAttempts(database: Database, email: string): Promise<void> {
  await database.query('DELETE FROM rate_limits WHERE key = $1', [accountKey(email)]);
}

function accountKey(email: string): string {
  return `account:${createHash('sha256').update(email.trim().toLowerCase()).digest('hex')}`;
}

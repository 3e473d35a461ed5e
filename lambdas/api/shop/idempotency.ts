import type { Transaction } from 'sequelize';
import type { OrderTools } from './place-order.ts';

/** Hours for which a repeat gets the answer of the first request; after that its key is like a new one. */
const keptHours = 48;
/** Expired answers that one request clears: more than it adds, so that they cannot pile up. */
const clearedAtOnce = 20;

export interface RequestKey {
  readonly userId: string;
  readonly route: string;
  readonly key: string;
}

// Rows that another request is clearing at the moment are left to it.
const clearSql = `
WITH oldest AS (
  SELECT user_id, route, key FROM idempotency_keys WHERE created_at < $4
   ORDER BY created_at LIMIT ${clearedAtOnce} FOR UPDATE SKIP LOCKED)
DELETE FROM idempotency_keys WHERE created_at < $4 AND (user_id, route, key) IN (
  SELECT $1, $2, $3 UNION ALL SELECT user_id, route, key FROM oldest)`;

/**
 * The answer kept under a key: undefined = there is none, `mismatch` = the key was used for another request. Answers
 * that have expired are cleared on the way, this one's first.
 */
export async function findAnswer<Answer>(
  { models, sequelize, now }: OrderTools,
  key: RequestKey,
  requestHash: string,
  transaction: Transaction,
): Promise<{ readonly answer: Answer } | 'mismatch' | undefined> {
  const expired = new Date(now().getTime() - keptHours * 3_600_000);
  await sequelize.query(clearSql, {
    bind: [key.userId, key.route, key.key, expired.toISOString()],
    transaction,
  });
  const known = await models.IdempotencyKey.findOne({ where: { ...key }, transaction });
  if (!known) return undefined;
  if (known.requestHash !== requestHash) return 'mismatch';
  return { answer: JSON.parse(String(known.responseBody?.['json'])) as Answer };
}

export async function keepAnswer(
  { models, now }: OrderTools,
  key: RequestKey,
  requestHash: string,
  answer: unknown,
  transaction: Transaction,
): Promise<void> {
  // As text inside: jsonb would give its fields back in another order.
  const responseBody = { json: JSON.stringify(answer) };
  await models.IdempotencyKey.create(
    { ...key, requestHash, responseBody, createdAt: now() },
    { transaction },
  );
}

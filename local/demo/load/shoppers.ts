import type pg from 'pg';
import { FIRST_NAMES, LAST_NAMES } from '../words.ts';

/** Shoppers of the demo store: enough that nobody has to buy a game twice for many months. */
export const SHOPPERS = 60_000;

export function shopperId(index: number): string {
  return `demo-shopper-${String(index).padStart(5, '0')}`;
}

/** They have no password: nobody can sign in as one of them. */
export async function loadShoppers(db: pg.ClientBase): Promise<void> {
  await db.query(
    `INSERT INTO users (id, name, email, email_verified, created_at, updated_at)
     SELECT 'demo-shopper-' || lpad(i::text, 5, '0'),
            ($1::text[])[1 + i % $3] || ' ' || ($2::text[])[1 + (i / $3) % $4],
            'shopper' || lpad(i::text, 5, '0') || '@demo.invalid', true, now(), now()
       FROM generate_series(0, $5::integer - 1) AS i`,
    [FIRST_NAMES, LAST_NAMES, FIRST_NAMES.length, LAST_NAMES.length, SHOPPERS],
  );
}

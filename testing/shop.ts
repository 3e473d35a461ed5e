import { randomUUID } from 'node:crypto';
import { connectionSettings, createSequelize } from '../database/connection.ts';
import { defineShopModels } from '../database/models/index.ts';
import { sandboxPayments } from '../domain/orders/payment.ts';
import { createShopApp } from '../lambdas/api/shop/app.ts';
import { signInAs, testApiContext, testDatabaseEnvironment } from './api.ts';
import { createTestDatabase } from './database.ts';

/** Ids of the games of {@link openTestShop}: one of each kind that a purchase treats differently. */
export const shopGames = { tide: 1, free: 2, ahead: 3, coming: 4, unpriced: 5, hidden: 6, cheap: 7 };

export type TestShop = Awaited<ReturnType<typeof openTestShop>>;

/** The shop's app on a database with 60 games, a clock that the test sets, and buyers on demand. */
export async function openTestShop() {
  let now = new Date('2026-03-10T12:00:00.000Z');
  let buyers = 0;
  const database = await createTestDatabase();
  await database.pool().query(`
    INSERT INTO publishers (name, slug) VALUES ('North', 'north');
    INSERT INTO games (publisher_id, slug, title, release_date, pre_order, listed) VALUES
      (1, 'tide', 'Tide', '2025-01-01', false, true), (1, 'gift', 'Gift', '2025-01-01', false, true),
      (1, 'ahead', 'Ahead', '2026-09-01', true, true), (1, 'coming', 'Coming', '2026-09-01', false, true),
      (1, 'unpriced', 'Unpriced', '2025-01-01', false, true), (1, 'hidden', 'Hidden', '2025-01-01', false, false);
    INSERT INTO games (publisher_id, slug, title, release_date)
      SELECT 1, 'game-' || n, 'Game ' || n, '2025-01-01' FROM generate_series(7, 60) n;
    INSERT INTO price_points (game_id, currency, amount_minor, valid_from)
      SELECT id, 'USD', CASE id WHEN 2 THEN 0 WHEN 7 THEN 333 ELSE 2000 END, '2025-01-01' FROM games WHERE id <> 5;
    INSERT INTO discounts (game_id, percent, starts_at, ends_at) VALUES (7, 15, '2026-03-01', '2026-03-11')`);
  const context = testApiContext(database, 'kratos_shop', () => now);
  const sequelize = createSequelize(connectionSettings(testDatabaseEnvironment(database, 'kratos_shop')));
  const sql: string[] = [];
  const { options } = sequelize as unknown as { options: { logging: (text: string) => void } };
  options.logging = (text) => void sql.push(text);
  const app = createShopApp({
    ...context.api,
    sequelize,
    models: defineShopModels(sequelize),
    payments: sandboxPayments,
    currency: 'USD',
    newId: randomUUID,
  });
  return {
    database,
    context,
    app,
    /** Statements of the writes, transaction brackets included. */
    sql,
    setNow: (instant: string) => {
      now = new Date(instant);
    },
    /** Signs a new account in and answers its cookie. */
    newBuyer: () => signInAs(database.pool(), { id: `buyer${++buyers}` }),
    lastBuyer: () => `buyer${buyers}`,
    close: async () => {
      await sequelize.close();
      await context.close();
      await database.close();
    },
  };
}

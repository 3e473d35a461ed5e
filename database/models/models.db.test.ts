import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import type { ModelStatic, Model, Sequelize } from 'sequelize';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import type { DatabaseRole } from '../../lambdas/functions.ts';
import { connectionSettings, createSequelize } from '../connection.ts';
import { defineModels } from './index.ts';

let database: TestDatabase;
const open: Sequelize[] = [];

function connect(role?: DatabaseRole): Sequelize {
  const url = new URL(database.url(role));
  const sequelize = createSequelize(
    connectionSettings({
      DATABASE_HOST: url.hostname,
      DATABASE_PORT: url.port,
      DATABASE_NAME: url.pathname.slice(1),
      DATABASE_USER: url.username,
      DATABASE_PASSWORD: decodeURIComponent(url.password),
    }),
  );
  open.push(sequelize);
  return sequelize;
}

beforeAll(async () => {
  database = await createTestDatabase();
  await database.pool().query(`
    INSERT INTO users (id, name, email) VALUES ('u1', 'Ada', 'ada@example.com');
    INSERT INTO publishers (name, slug) VALUES ('North', 'north');
    INSERT INTO games (publisher_id, slug, title) VALUES (1, 'tide', 'Tide')`);
});
afterAll(async () => {
  await Promise.all(open.map((sequelize) => sequelize.close()));
  await database.close();
});

interface TableShape {
  /** Name, type and nullability of each column. */
  readonly columns: readonly string[];
  readonly primaryKey: readonly string[];
  /** Column, table and column that it points to, and what follows when that row is deleted. */
  readonly foreignKeys: readonly string[];
}

/** PostgreSQL's names for the types whose names Sequelize writes differently. */
const typeNames: Readonly<Record<string, string>> = {
  'char(3)': 'character(3)',
  'decimal(18,8)': 'numeric(18,8)',
};

function modelShape(model: ModelStatic<Model>): TableShape {
  const attributes = Object.values(model.getAttributes());
  const columns = attributes.map(({ field, type, allowNull, primaryKey }) => {
    const name = (type as { toSql(): string }).toSql().toLowerCase();
    const nullable = allowNull !== false && primaryKey !== true;
    return `${field ?? ''} ${typeNames[name] ?? name}${nullable ? '' : ' not null'}`;
  });
  const foreignKeys = attributes.flatMap(({ field, references, onDelete }) => {
    if (references === undefined || typeof references === 'string') return [];
    const table = references.model as string | { tableName: string };
    const name = typeof table === 'string' ? table : table.tableName;
    return [`${field ?? ''} to ${name}(${references.key ?? ''}) on delete ${(onDelete ?? '').toLowerCase()}`];
  });
  return {
    columns: columns.sort(),
    primaryKey: attributes
      .filter((attribute) => attribute.primaryKey)
      .map(({ field }) => field ?? '')
      .sort(),
    foreignKeys: foreignKeys.sort(),
  };
}

/** Tables of the store by name; a column that the database computes is nobody's to write and is left out. */
async function tableShapes(db: Pick<pg.ClientBase, 'query'>): Promise<Record<string, TableShape>> {
  const { rows } = await db.query<TableShape & { table: string }>(`
    SELECT c.relname AS table,
           (SELECT array_agg(attname || ' ' || format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN ' not null' ELSE '' END)
              FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '') AS columns,
           ARRAY(SELECT a.attname::text FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (k.conkey)
                  WHERE k.conrelid = c.oid AND k.contype = 'p') AS "primaryKey",
           ARRAY(SELECT a.attname || ' to ' || k.confrelid::regclass || '(' || b.attname || ') on delete ' ||
                        CASE k.confdeltype WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'set null' WHEN 'a' THEN 'no action'
                                           ELSE 'a rule that no model has' END
                   FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
                   JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = k.confkey[1]
                  WHERE k.conrelid = c.oid AND k.contype = 'f') AS "foreignKeys"
      FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'schema_migrations'`);
  return Object.fromEntries(
    rows.map(({ table, columns, primaryKey, foreignKeys }) => [
      table,
      {
        columns: [...columns].sort(),
        primaryKey: [...primaryKey].sort(),
        foreignKeys: [...foreignKeys].sort(),
      },
    ]),
  );
}

describe('models', () => {
  it('are the tables of the schema: each with its columns, types, nullability, primary and foreign keys', async () => {
    const models = Object.values(defineModels(connect())) as ModelStatic<Model>[];
    const shapes = Object.fromEntries(
      models.map((model) => [model.getTableName() as string, modelShape(model)]),
    );
    expect(shapes).toEqual(await tableShapes(database.pool()));
    expect(Object.keys(shapes)).toHaveLength(models.length);
  });

  it.each([
    ['a column more', 'ALTER TABLE rate_limits ADD note text'],
    ['a column less', 'ALTER TABLE rate_limits DROP count'],
    ['another type', 'ALTER TABLE rate_limits ALTER count TYPE bigint'],
    ['another nullability', 'ALTER TABLE rate_limits ALTER count DROP NOT NULL'],
    ['another primary key', 'ALTER TABLE rate_limits DROP CONSTRAINT rate_limits_pkey'],
    ['another foreign key', 'ALTER TABLE game_stats DROP CONSTRAINT game_stats_game_id_fkey'],
    ['a table more', 'CREATE TABLE wishlists (id integer)'],
  ])('are told apart from a schema with %s', async (_what, drift) => {
    const client = await database.pool().connect();
    try {
      const before = await tableShapes(client);
      await client.query('BEGIN');
      await client.query(drift);
      expect(await tableShapes(client)).not.toEqual(before);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });

  it('read along their associations: a game with its publisher, genres and stats', async () => {
    const { Game, Publisher, Genre, GameGenre, GameStats } = defineModels(connect('kratos_catalogue'));
    await database.pool().query(`
      INSERT INTO genres (name, slug) VALUES ('Puzzle', 'puzzle');
      INSERT INTO game_genres SELECT id, 1 FROM games`);
    const game = await Game.findOne({
      where: { slug: 'tide' },
      include: [
        { model: Publisher, as: 'publisher' },
        { model: Genre, as: 'genres' },
        { model: GameStats, as: 'stats' },
      ],
      rejectOnEmpty: true,
    });
    expect(game.toJSON()).toMatchObject({
      title: 'Tide',
      publisher: { name: 'North' },
      genres: [{ slug: 'puzzle' }],
      stats: { reviewCount: 0, units30Days: 0 },
    });
    expect(await GameGenre.count()).toBe(1);
  });

  it('let the shop write an order with its payment, entitlement, mail and audit row in one transaction', async () => {
    const sequelize = connect('kratos_shop');
    const { Order, OrderItem, Payment, UserGame, Mail, Audit, IdempotencyKey } = defineModels(sequelize);
    const at = new Date('2026-03-01T10:00:00.000Z');
    const orderId = await sequelize.transaction(async (transaction) => {
      const order = await Order.create(
        { userId: 'u1', status: 'paid', currency: 'EUR', totalMinor: 1999, paidAt: at },
        { transaction },
      );
      const item = await OrderItem.create(
        { orderId: order.id, gameId: 1, listPriceMinor: 1999, unitPriceMinor: 1999 },
        { transaction },
      );
      await Payment.create(
        {
          orderId: order.id,
          provider: 'sandbox',
          providerReference: 'p1',
          status: 'captured',
          amountMinor: 1999,
          currency: 'EUR',
          capturedAt: at,
        },
        { transaction },
      );
      await UserGame.create({ userId: 'u1', gameId: 1, orderItemId: item.id }, { transaction });
      await Mail.create(
        { recipient: 'ada@example.com', subject: 'Tide', bodyText: 'Yours.' },
        { transaction },
      );
      await Audit.create(
        { actorId: 'u1', action: 'order.pay', subject: `order:${order.id}` },
        { transaction },
      );
      await IdempotencyKey.create(
        {
          userId: 'u1',
          route: 'POST /api/orders',
          key: 'k-1234567',
          requestHash: 'h',
          responseBody: { a: 1 },
        },
        { transaction },
      );
      return order.id;
    });
    const stored = await Order.findByPk(orderId, { rejectOnEmpty: true });
    expect(stored.totalMinor).toBe(1999);
    expect(stored.paidAt).toEqual(at);
    const { rows } = await database.pool().query('SELECT recipient FROM mail_outbox');
    expect(rows).toEqual([{ recipient: 'ada@example.com' }]);
  });

  it('keep the shop from reading the mails it wrote', async () => {
    const { Mail } = defineModels(connect('kratos_shop'));
    await expect(Mail.count()).rejects.toThrow('permission denied for table mail_outbox');
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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

interface Column {
  name: string;
  type: string;
  nullable: boolean;
}

/** PostgreSQL's names for the types that the models use. */
const typeNames: Readonly<Record<string, string>> = {
  BIGINT: 'bigint',
  'CHAR(3)': 'character',
  JSONB: 'jsonb',
  INTEGER: 'integer',
  SMALLINT: 'smallint',
  TEXT: 'text',
  UUID: 'uuid',
  BOOLEAN: 'boolean',
  DATE: 'date',
  'TIMESTAMP WITH TIME ZONE': 'timestamp with time zone',
  'DOUBLE PRECISION': 'double precision',
  'TEXT[]': 'ARRAY',
  'INTEGER[]': 'ARRAY',
  'DECIMAL(18,8)': 'numeric',
};

function modelColumns(model: ModelStatic<Model>): Column[] {
  return Object.values(model.getAttributes())
    .map((attribute) => ({
      name: attribute.field ?? '',
      type:
        typeNames[(attribute.type as { toSql(): string }).toSql()] ?? 'a type that this test does not know',
      nullable: attribute.allowNull !== false && attribute.primaryKey !== true,
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

async function tableColumns(table: string): Promise<Column[]> {
  const { rows } = await database.pool().query<{ name: string; type: string; nullable: string }>(
    `SELECT column_name AS name, data_type AS type, is_nullable AS nullable FROM information_schema.columns
      WHERE table_schema = 'public' AND table_name = $1 AND is_generated = 'NEVER'`,
    [table],
  );
  return rows
    .map(({ name, type, nullable }) => ({ name, type, nullable: nullable === 'YES' }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

describe('models', () => {
  it('have exactly the columns of their tables, with their types and nullability', async () => {
    for (const model of Object.values(defineModels(connect())) as ModelStatic<Model>[]) {
      const table = model.getTableName() as string;
      expect({ table, columns: modelColumns(model) }).toEqual({ table, columns: await tableColumns(table) });
    }
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

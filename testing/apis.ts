import { randomUUID } from 'node:crypto';
import { SFNClient } from '@aws-sdk/client-sfn';
import { connectionSettings, createSequelize } from '../database/connection.ts';
import { defineShopModels } from '../database/models/index.ts';
import { sandboxPayments } from '../domain/orders/payment.ts';
import { createAuthApp } from '../lambdas/api/auth/app.ts';
import { createCatalogueApp } from '../lambdas/api/catalogue/app.ts';
import { createOperatorApp } from '../lambdas/api/operator/app.ts';
import { createPublisherApp } from '../lambdas/api/publisher/app.ts';
import { createShopApp } from '../lambdas/api/shop/app.ts';
import type { DatabaseRole } from '../lambdas/functions.ts';
import { testApiContext, testDatabaseEnvironment, type TestApiContext, type TestedApp } from './api.ts';
import type { TestDatabase } from './database.ts';

export interface TestApis {
  /** The app of each area, by its name. */
  readonly apps: Readonly<Record<'catalogue' | 'auth' | 'shop' | 'publisher' | 'operator', TestedApp>>;
  close(): Promise<void>;
}

/** Every area of the API on one database. The states service is out of reach: what needs it fails behind the door. */
export function openTestApis(database: TestDatabase): TestApis {
  const contexts: TestApiContext[] = [];
  const contextOf = (role: DatabaseRole) => {
    const context = testApiContext(database, role, () => new Date());
    contexts.push(context);
    return context.api;
  };
  const states = new SFNClient({
    endpoint: 'http://127.0.0.1:1',
    region: 'us-east-1',
    credentials: { accessKeyId: 'k', secretAccessKey: 's' },
    maxAttempts: 1,
  });
  const sequelize = createSequelize(connectionSettings(testDatabaseEnvironment(database, 'kratos_shop')));
  const currency = 'USD';
  const apps = {
    catalogue: createCatalogueApp({ ...contextOf('kratos_catalogue'), currency, version: 'test' }),
    auth: createAuthApp({
      ...contextOf('kratos_auth'),
      signIn: () => Promise.reject(new Error('nothing here signs in')),
    }),
    shop: createShopApp({
      ...contextOf('kratos_shop'),
      sequelize,
      models: defineShopModels(sequelize),
      payments: sandboxPayments,
      currency,
      newId: randomUUID,
    }),
    publisher: createPublisherApp({
      ...contextOf('kratos_publisher'),
      currency,
      readObject: () => Promise.resolve(undefined),
      readBytes: () => Promise.resolve(undefined),
    }),
    operator: createOperatorApp({
      ...contextOf('kratos_operator'),
      states,
      machines: {
        'sales-etl': 'arn:m:stateMachine:a',
        'train-model': 'arn:m:b',
        'forecast-sales': 'arn:m:c',
      },
      objects: { find: () => Promise.resolve(undefined) },
      currency,
      unique: () => 'u1',
    }),
  };
  return {
    apps,
    close: async () => {
      states.destroy();
      await sequelize.close();
      for (const context of contexts) await context.close();
    },
  };
}

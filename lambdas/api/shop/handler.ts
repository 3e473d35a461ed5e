import { randomUUID } from 'node:crypto';
import { handle } from 'hono/aws-lambda';
import { createSequelize } from '../../../database/connection.ts';
import { defineShopModels } from '../../../database/models/index.ts';
import { sandboxPayments } from '../../../domain/orders/payment.ts';
import { apiContext, authSecretReader, baseCurrency, databaseSettings } from '../shared/environment.ts';
import { createShopApp } from './app.ts';

const sequelize = createSequelize(databaseSettings(process.env));

export const handler = handle(
  createShopApp({
    ...apiContext(process.env),
    authSecret: authSecretReader(process.env),
    sequelize,
    models: defineShopModels(sequelize),
    payments: sandboxPayments,
    currency: baseCurrency(process.env),
    newId: randomUUID,
  }),
);

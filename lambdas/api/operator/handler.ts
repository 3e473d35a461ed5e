import { randomBytes } from 'node:crypto';
import { SFNClient } from '@aws-sdk/client-sfn';
import { handle } from 'hono/aws-lambda';
import { environmentNames, requireEnvironment } from '../../environment.ts';
import { apiContext, authSecretReader, baseCurrency } from '../shared/environment.ts';
import { createOperatorApp } from './app.ts';

export const handler = handle(
  createOperatorApp({
    ...apiContext(process.env),
    authSecret: authSecretReader(process.env),
    states: new SFNClient({}),
    machines: {
      'sales-etl': requireEnvironment(environmentNames.salesEtlArn),
      'train-model': requireEnvironment(environmentNames.trainModelArn),
      'forecast-sales': requireEnvironment(environmentNames.forecastSalesArn),
    },
    currency: baseCurrency(process.env),
    unique: () => `o${Date.now().toString(36)}${randomBytes(3).toString('hex')}`,
  }),
);

import { randomBytes } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { handle } from 'hono/aws-lambda';
import { environmentNames, requireEnvironment } from '../../environment.ts';
import { apiContext, authSecretReader, baseCurrency } from '../shared/environment.ts';
import { ObjectStore } from '../../forecasting/shared/object-store.ts';
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
    objects: new ObjectStore(new S3Client({}), requireEnvironment(environmentNames.dataBucket)),
    currency: baseCurrency(process.env),
    unique: () => `o${Date.now().toString(36)}${randomBytes(3).toString('hex')}`,
  }),
);

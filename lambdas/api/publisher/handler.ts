import { handle } from 'hono/aws-lambda';
import { environmentNames, requireEnvironment } from '../../environment.ts';
import { objectReader } from '../shared/data-bucket.ts';
import { apiContext, authSecretReader, baseCurrency } from '../shared/environment.ts';
import { createPublisherApp } from './app.ts';

export const handler = handle(
  createPublisherApp({
    ...apiContext(process.env),
    authSecret: authSecretReader(process.env),
    currency: baseCurrency(process.env),
    readObject: objectReader(requireEnvironment(environmentNames.dataBucket)),
  }),
);

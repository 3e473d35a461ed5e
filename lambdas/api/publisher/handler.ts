import { handle } from 'hono/aws-lambda';
import { environmentNames, requireEnvironment } from '../../environment.ts';
import { bytesReader, objectReader } from '../shared/data-bucket.ts';
import { apiContext, authSecretReader, baseCurrency } from '../shared/environment.ts';
import { createPublisherApp } from './app.ts';

const dataBucket = requireEnvironment(environmentNames.dataBucket);

export const handler = handle(
  createPublisherApp({
    ...apiContext(process.env),
    authSecret: authSecretReader(process.env),
    currency: baseCurrency(process.env),
    readObject: objectReader(dataBucket),
    readBytes: bytesReader(dataBucket),
  }),
);

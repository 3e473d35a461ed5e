import { handle } from 'hono/aws-lambda';
import { environmentNames } from '../../environment.ts';
import { apiContext, baseCurrency } from '../shared/environment.ts';
import { createCatalogueApp } from './app.ts';

export const handler = handle(
  createCatalogueApp({
    ...apiContext(process.env),
    currency: baseCurrency(process.env),
    version: process.env[environmentNames.version] ?? 'unknown',
  }),
);

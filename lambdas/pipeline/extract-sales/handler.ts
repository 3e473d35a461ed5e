import type { Context } from 'aws-lambda';
import { z } from 'zod';
import { baseCurrency, currencyDigits, databaseOfFunction } from '../../shared/context.ts';
import { createLog } from '../../shared/log.ts';
import { extractSales } from './extract-sales.ts';

const eventSchema = z.object({ runId: z.string(), starts: z.int() });

const db = databaseOfFunction();
const settings = { currency: baseCurrency().code, digits: unusualDigits() };

/** Starts the extraction or looks how it is getting on: `{ state: 'done' | 'running', starts }`. */
export async function handler(event: unknown, context: Context) {
  const { runId, starts } = eventSchema.parse(event);
  const extraction = await extractSales(db, runId, starts, settings);
  createLog('extract-sales', context.awsRequestId).info(`extraction ${extraction.state}`, {
    runId,
    ...extraction,
  });
  return extraction;
}

function unusualDigits(): Record<string, number> {
  const all = Intl.supportedValuesOf('currency').map((code) => [code, currencyDigits(code)] as const);
  return Object.fromEntries(all.filter(([, digits]) => digits !== 2));
}

import type { Context } from 'aws-lambda';
import { z } from 'zod';
import { baseCurrency, databaseOfFunction } from '../../shared/context.ts';
import { createLog } from '../../shared/log.ts';
import { forecastingStore } from '../shared/context.ts';
import { forecastGames } from './forecast-games.ts';

const eventSchema = z.object({ runId: z.string(), forecastId: z.string() });
const { code, digits } = baseCurrency();
const dependencies = {
  db: databaseOfFunction(),
  store: forecastingStore(),
  currency: { code, minorUnits: 10 ** digits },
};

/** Forecasts every game of a run and writes what was said to the database. */
export async function handler(event: unknown, context: Context) {
  const request = eventSchema.parse(event);
  const counts = await forecastGames(dependencies, request);
  const log = createLog('forecast-games', context.awsRequestId);
  if (counts.problem !== null) log.warn('the champion is not served', { ...request, ...counts });
  log.info('forecasts written', { ...request, ...counts });
  return counts;
}

import { SFNClient } from '@aws-sdk/client-sfn';
import type { Context } from 'aws-lambda';
import { z } from 'zod';
import { defaultConfig } from '../../../forecasting/index.ts';
import { environmentNames, requireEnvironment } from '../../environment.ts';
import { executionLiveness } from '../../pipeline/shared/lease.ts';
import { databaseOfFunction } from '../../shared/context.ts';
import { createLog } from '../../shared/log.ts';
import { startForecast } from './start-forecast.ts';

const eventSchema = z.object({
  runId: z.string(),
  modelId: z.string().optional(),
  drift: z.literal(true).optional(),
});

const states = new SFNClient({});
const dependencies = {
  db: databaseOfFunction(),
  states,
  isRunning: executionLiveness(states),
  forecastSalesArn: requireEnvironment(environmentNames.forecastSalesArn),
  trainModelArn: requireEnvironment(environmentNames.trainModelArn),
  recipe: defaultConfig.recipe,
};

/** Starts what follows a run or a training; answers the executions' ARNs. */
export async function handler(event: unknown, context: Context) {
  const request = eventSchema.parse(event);
  const answer = await startForecast(dependencies, request);
  createLog('start-forecast', context.awsRequestId).info('started', { ...request, ...answer });
  return answer;
}

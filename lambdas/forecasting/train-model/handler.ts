import { availableParallelism } from 'node:os';
import type { Context } from 'aws-lambda';
import { z } from 'zod';
import { defaultConfig } from '../../../forecasting/index.ts';
import { environmentNames } from '../../environment.ts';
import { baseCurrency, databaseOfFunction } from '../../shared/context.ts';
import { createLog } from '../../shared/log.ts';
import { forecastingStore } from '../shared/context.ts';
import { quickestKernel } from '../shared/kernel.ts';
import { planTraining } from './plan-training.ts';
import { trainChunk } from './train-model.ts';

const training = { modelId: z.string(), executionArn: z.string(), runId: z.string() };
const eventSchema = z.discriminatedUnion('part', [
  z.object({ ...training, part: z.literal('plan') }),
  z.object({ ...training, part: z.literal('fold'), fold: z.int() }),
  z.object({ ...training, part: z.literal('final') }),
]);

/** A chunk ends early enough to save its state before the function's own time-out. */
const SAVING_MILLISECONDS = 60_000;
/** The state machine calls again at once. */
const CHUNK_MILLISECONDS = 240_000;
/** What a killed chunk loses at most. Going on from a saved state costs about a second and a half. */
const SAVE_MILLISECONDS = 60_000;

const { code, digits } = baseCurrency();
const dependencies = {
  db: databaseOfFunction(),
  store: forecastingStore(),
  now: () => new Date(),
  // A step has two shards, and the function about two cores: a third thread would have nothing to do.
  threads: Math.min(2, availableParallelism()),
  saveEvery: SAVE_MILLISECONDS,
  config: defaultConfig,
  gitCommit: process.env[environmentNames.gitCommit] ?? 'unknown',
  currency: { code, minorUnits: 10 ** digits },
  loadKernel: quickestKernel,
};

/** Plans a training, or trains one part of it for a while and answers whether it is done or wants to be called again. */
export async function handler(event: unknown, context: Context) {
  const request = eventSchema.parse(event);
  const log = createLog('train-model', context.awsRequestId);
  if (request.part === 'plan') {
    const plan = await planTraining(dependencies, request);
    if (plan.anew !== null) log.warn('training began anew', { ...request, reason: plan.anew });
    log.info('planned', { ...request, ...plan });
    return plan;
  }
  const budget = Math.min(CHUNK_MILLISECONDS, context.getRemainingTimeInMillis() - SAVING_MILLISECONDS);
  const result = await trainChunk(dependencies, request, Date.now() + budget);
  log.info('chunk done', { ...request, ...result });
  return result;
}

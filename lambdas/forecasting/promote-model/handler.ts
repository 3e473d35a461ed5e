import type { Context } from 'aws-lambda';
import { z } from 'zod';
import { environmentNames } from '../../environment.ts';
import { databaseOfFunction } from '../../shared/context.ts';
import { createLog } from '../../shared/log.ts';
import { forecastingStore } from '../shared/context.ts';
import { closeTraining } from '../shared/training-rows.ts';
import { promoteModel } from './promote-model.ts';

const eventSchema = z.object({
  modelId: z.string(),
  runId: z.string(),
  executionArn: z.string(),
  /** Given when the training failed: it is closed with this error instead. */
  failure: z.object({ error: z.string(), cause: z.string() }).optional(),
  /** Given when no game has enough history: the training is closed without a model. */
  nothingToLearn: z.literal(true).optional(),
});

const dependencies = {
  db: databaseOfFunction(),
  store: forecastingStore(),
  now: () => new Date(),
  gitCommit: process.env[environmentNames.gitCommit] ?? 'unknown',
};

/** Decides whether a finished training is served from now on, or records why there is none. */
export async function handler(event: unknown, context: Context) {
  const { failure, nothingToLearn, ...request } = eventSchema.parse(event);
  const log = createLog('promote-model', context.awsRequestId);
  if (failure) {
    await closeTraining(dependencies.db, request, { status: 'failed', error: failure });
    log.warn('training failed', { ...request, ...failure });
    return { promoted: false, reason: failure.error };
  }
  const gate = nothingToLearn
    ? { promoted: false, reason: 'no game has enough history to learn from' }
    : await promoteModel(dependencies, request);
  if (nothingToLearn) await closeTraining(dependencies.db, request, { status: 'succeeded', modelId: null });
  log.info(gate.reason, { ...request, ...gate });
  return gate;
}

import type { Context } from 'aws-lambda';
import { z } from 'zod';
import type { GateResult } from '../../../forecasting/index.ts';
import { databaseOfFunction } from '../../shared/context.ts';
import { createLog } from '../../shared/log.ts';
import { forecastingStore } from '../shared/context.ts';
import { closeTraining } from '../shared/training-rows.ts';
import { promoteModel } from './promote-model.ts';
import { removeOldState } from './remove-old-state.ts';

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
};

type Request = z.infer<typeof eventSchema>;

/** Decides whether a finished training is served from now on, or records why there is none; then clears away old state. */
export async function handler(event: unknown, context: Context) {
  const request = eventSchema.parse(event);
  const log = createLog('promote-model', context.awsRequestId);
  const gate = await judge(request);
  if (request.failure) log.warn('training failed', { ...request, ...request.failure });
  else log.info(gate.reason, { ...request, ...gate });
  try {
    const removed = await removeOldState(dependencies.db, dependencies.store);
    log.info('old state removed', { ...request, removed });
  } catch (error) {
    // The training has ended well or not; the next one clears away what stayed.
    log.warn('old state could not be removed', { ...request, reason: String(error) });
  }
  return gate;
}

async function judge({
  failure,
  nothingToLearn,
  ...request
}: Request): Promise<Pick<GateResult, 'promoted' | 'reason'>> {
  const { db } = dependencies;
  if (failure) {
    await closeTraining(db, request, { status: 'failed', error: failure });
    return { promoted: false, reason: failure.error };
  }
  if (!nothingToLearn) return promoteModel(dependencies, request);
  await closeTraining(db, request, { status: 'succeeded', modelId: null });
  return { promoted: false, reason: 'no game has enough history to learn from' };
}

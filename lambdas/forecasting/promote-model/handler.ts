import type { Context } from 'aws-lambda';
import { z } from 'zod';
import { environmentNames } from '../../environment.ts';
import { createLog } from '../../shared/log.ts';
import { databaseOfFunction } from '../../shared/context.ts';
import { forecastingStore } from '../shared/context.ts';
import { closeTraining } from '../train-model/progress.ts';
import { promoteModel } from './promote-model.ts';

const eventSchema = z.object({
  modelId: z.string(),
  /** Given when the training failed: it is closed with this error instead. */
  failure: z.object({ error: z.string(), cause: z.string() }).optional(),
});

const dependencies = {
  db: databaseOfFunction(),
  store: forecastingStore(),
  now: () => new Date(),
  gitCommit: process.env[environmentNames.gitCommit] ?? 'unknown',
};

/** Decides whether a finished training is served from now on, or records why there is none. */
export async function handler(event: unknown, context: Context) {
  const { modelId, failure } = eventSchema.parse(event);
  const log = createLog('promote-model', context.awsRequestId);
  if (failure) {
    await closeTraining(dependencies.db, modelId, { status: 'failed', error: failure });
    log.warn('training failed', { modelId, ...failure });
    return { promoted: false, reason: failure.error };
  }
  const gate = await promoteModel(dependencies, modelId);
  log.info(gate.reason, { modelId, ...gate });
  return gate;
}

import type { Context } from 'aws-lambda';
import { z } from 'zod';
import { createLog } from '../../shared/log.ts';
import { databaseOfFunction } from '../../shared/context.ts';
import { forecastingStore } from '../shared/context.ts';
import { preparePanel } from './prepare-panel.ts';

const eventSchema = z.object({ runId: z.string() });
const dependencies = { db: databaseOfFunction(), store: forecastingStore() };

/** Packs a run's files for training and forecasting; answers how much there is to learn from. */
export async function handler(event: unknown, context: Context) {
  const { runId } = eventSchema.parse(event);
  const { asOf, dataHash, games, days, learnable } = await preparePanel(dependencies, runId);
  const answer = { runId, asOf, dataHash, games, days, learnable };
  createLog('prepare-panel', context.awsRequestId).info('panel ready', answer);
  return answer;
}

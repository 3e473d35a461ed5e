import type { Context } from 'aws-lambda';
import { z } from 'zod';
import { baseCurrency, databaseOfFunction } from '../../shared/context.ts';
import { pipelineBucket } from '../shared/context.ts';
import { createLog } from '../../shared/log.ts';
import { transformGames } from './transform-games.ts';

const eventSchema = z.object({ runId: z.string(), batch: z.string() });

const dependencies = { db: databaseOfFunction(), bucket: pipelineBucket(), currency: baseCurrency() };

/** Works through one batch; answers how many of its games were written, have no sales or failed. */
export async function handler(event: unknown, context: Context) {
  const { runId, batch } = eventSchema.parse(event);
  const counts = await transformGames(dependencies, runId, batch);
  createLog('transform-games', context.awsRequestId).info('batch done', { runId, batch, ...counts });
  return counts;
}

import type { Context } from 'aws-lambda';
import { z } from 'zod';
import { databaseOfFunction } from '../../shared/context.ts';
import { pipelineBucket } from '../shared/context.ts';
import { createLog } from '../../shared/log.ts';
import { checkQuality } from './check-quality.ts';

const eventSchema = z.object({
  runId: z.string(),
  brokenBatches: z.array(z.object({ batch: z.string(), cause: z.string() })),
});

const dependencies = { db: databaseOfFunction(), bucket: pipelineBucket() };

/** Answers how many games were looked at and how many of the run's games failed, here or before. */
export async function handler(event: unknown, context: Context) {
  const { runId, brokenBatches } = eventSchema.parse(event);
  const result = await checkQuality(dependencies, runId, brokenBatches);
  createLog('check-quality', context.awsRequestId).info('quality checked', { runId, ...result });
  return result;
}

import type { Context } from 'aws-lambda';
import { z } from 'zod';
import { databaseOfFunction } from '../../shared/context.ts';
import { pipelineBucket } from '../shared/context.ts';
import { createLog } from '../../shared/log.ts';
import { listGames } from './list-games.ts';

const eventSchema = z.object({ runId: z.string() });

const db = databaseOfFunction();
const bucket = pipelineBucket();

/** Answers the keys of the batches and how many games they hold. */
export async function handler(event: unknown, context: Context) {
  const { runId } = eventSchema.parse(event);
  const { games, batches } = await listGames(db, bucket, runId);
  createLog('list-games', context.awsRequestId).info('games listed', {
    runId,
    games,
    batches: batches.length,
  });
  return { games, batches };
}

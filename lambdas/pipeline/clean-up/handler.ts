import { createHash } from 'node:crypto';
import type { Context } from 'aws-lambda';
import { z } from 'zod';
import { runIdOf } from '../../../domain/sales/run-id.ts';
import { databaseOfFunction } from '../../shared/context.ts';
import { createLog } from '../../shared/log.ts';
import { readableCause } from '../shared/readable-cause.ts';
import { cleanUp } from './clean-up.ts';

const eventSchema = z.object({
  execution: z.object({ arn: z.string(), name: z.string() }),
  /** What ended the run; an empty error = nothing did. */
  failure: z.object({ error: z.string(), cause: z.string() }),
});

const db = databaseOfFunction();

/** Last state of every run, whether it went well or not. */
export async function handler(event: unknown, context: Context) {
  const { execution, failure } = eventSchema.parse(event);
  const runId = runIdOf(execution.name, (text) => createHash('sha256').update(text).digest('hex'));
  await cleanUp(
    db,
    { runId, executionArn: execution.arn },
    failure.error === '' ? null : { error: failure.error, cause: readableCause(failure.cause) },
  );
  createLog('clean-up', context.awsRequestId).info('cleaned up', { runId, failure: failure.error });
  return { runId };
}

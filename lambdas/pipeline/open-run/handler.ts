import { createHash } from 'node:crypto';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { Context } from 'aws-lambda';
import { z } from 'zod';
import { runIdOf } from '../../../domain/sales/run-id.ts';
import { databaseOfFunction } from '../../shared/context.ts';
import { executionLiveness } from '../shared/lease.ts';
import { createLog } from '../../shared/log.ts';
import { parseRunInput } from './input.ts';
import { openRun } from './open-run.ts';

const eventSchema = z.object({
  execution: z.object({ arn: z.string(), name: z.string() }),
  input: z.unknown(),
});

const db = databaseOfFunction();
const isRunning = executionLiveness(new SFNClient({}));

/** First state of the run. Answers `opened` with the run's facts, or `waiting` while another run holds the lease. */
export async function handler(event: unknown, context: Context) {
  const { execution, input } = eventSchema.parse(event);
  const runId = runIdOf(execution.name, (text) => createHash('sha256').update(text).digest('hex'));
  const result = await openRun(
    { db, isRunning },
    { runId, executionArn: execution.arn },
    parseRunInput(input),
  );
  createLog('open-run', context.awsRequestId).info(`run ${result.status}`, { runId, ...result });
  if (result.status === 'waiting') return result;
  const { asOf, cutoffAt } = result.run;
  return { status: result.status, runId, asOf, cutoffAt };
}

import type { Context } from 'aws-lambda';
import { z } from 'zod';
import { environmentNames } from '../../environment.ts';
import { baseCurrency, databaseOfFunction } from '../../shared/context.ts';
import { pipelineBucket } from '../shared/context.ts';
import { createLog } from '../../shared/log.ts';
import { publishRun } from './publish-run.ts';

const eventSchema = z.object({ runId: z.string() });

const dependencies = {
  db: databaseOfFunction(),
  bucket: pipelineBucket(),
  currency: baseCurrency().code,
  codeVersion: process.env[environmentNames.gitCommit] ?? process.env[environmentNames.version] ?? 'unknown',
};

/** Answers the manifest's key, whether the run was published and which of its games failed. */
export async function handler(event: unknown, context: Context) {
  const { runId } = eventSchema.parse(event);
  const result = await publishRun(dependencies, runId);
  createLog('publish-run', context.awsRequestId).info(result.published ? 'published' : 'not published', {
    runId,
    ...result,
  });
  return result;
}

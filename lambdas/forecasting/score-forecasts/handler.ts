import type { Context } from 'aws-lambda';
import { z } from 'zod';
import { environmentNames } from '../../environment.ts';
import { databaseOfFunction } from '../../shared/context.ts';
import { createLog } from '../../shared/log.ts';
import { writeMetrics } from '../../shared/metrics.ts';
import { forecastingStore } from '../shared/context.ts';
import { scoreForecasts } from './score-forecasts.ts';

const eventSchema = z.object({ runId: z.string() });

const dependencies = { db: databaseOfFunction(), store: forecastingStore() };

/** Scores the days that came due and tells who drifts. */
export async function handler(event: unknown, context: Context) {
  const { runId } = eventSchema.parse(event);
  const counts = await scoreForecasts(dependencies, runId);
  createLog('score-forecasts', context.awsRequestId).info('days scored', { runId, ...counts });
  writeMetrics(process.env[environmentNames.stage] ?? 'unknown', {
    MarkedGames: counts.markedGames,
    MarkedChampion: counts.markedChampion ? 1 : 0,
  });
  return counts;
}

import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ForecastStore } from '../../../testing/forecast-store.ts';
import {
  openTrainingStore,
  tinyDependencies,
  tinyTraining,
  trainWholly,
} from '../../../testing/tiny-training.ts';
import { modelKeys } from '../shared/keys.ts';

let store: ForecastStore;
const scored = '2020-08-02';

beforeAll(async () => {
  // Every game has been at half price for a week in six or seven, and nobody ever planned it.
  store = await openTrainingStore({ runa: '2020-08-01', runb: scored });
  store.intercept(tinyTraining());
  const training = { modelId: 'champion', runId: 'runa', executionArn: 'arn' };
  await trainWholly(tinyDependencies(), training);
  await store.call('promote-model', training);
  await store.call('forecast-games', { runId: 'runa', forecastId: 'forecast-runa' });
});
afterAll(() => store.close());

async function limits(): Promise<number[]> {
  await store.call('score-forecasts', { runId: 'runb' });
  const sql = `SELECT error_limit FROM forecast_errors WHERE horizon_band = 1 ORDER BY game_id`;
  const { rows } = await store.pool.query<{ error_limit: number }>(sql);
  return rows.map((row) => row.error_limit);
}

describe('the limits of drift', () => {
  it('are those of the fold’s days that went as planned, as long as the model is kept', async () => {
    // What the training needed to go on may have been cleaned up long ago.
    await rm(store.objectPath('kratos/folds'), { recursive: true });
    const planned = await limits();
    expect(planned.length).toBeGreaterThan(0);
    await rm(store.objectPath(modelKeys.foldPlans('champion')));
    const all = await limits();
    planned.forEach((limit, game) => expect(limit).toBeLessThan(all[game]!));
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultConfig } from '../../../forecasting/index.ts';
import { openForecastStore, type ForecastStore } from '../../../testing/forecast-store.ts';

let store: ForecastStore;

/** A champion of another recipe, two days old, and the deployed one's only model, of yesterday. */
beforeAll(async () => {
  store = await openForecastStore();
  store.intercept((name) =>
    name === 'start-forecast' ? undefined : Promise.reject(new Error('not what this is about')),
  );
  await store.pool.query(
    `INSERT INTO models (id, status, manifest_key, recipe, kernel_id, seed, data_hash, as_of, metrics)
     VALUES ('served', 'champion', 'k', 'an older recipe', 'simd', 1, 'h', '2026-03-01', '{}'),
            ('tried', 'refused', 'k', $1, 'simd', 1, 'h', '2026-03-02', '{}')`,
    [defaultConfig.recipe],
  );
});
afterAll(() => store.close());

describe('a recipe that was refused yesterday', () => {
  it.each([
    ['volume band', false],
    ['not finite', false],
    ['champion changed', true],
    ['nothing sold', false],
  ])('by the rule "%s" is trained again tonight: %s', async (rule, trained) => {
    const runId = rule.replace(' ', '');
    await store.pool.query(`UPDATE models SET decision = $1 WHERE id = 'tried'`, [{ gate: 'recipe', rule }]);
    await store.publishRun(runId, '2026-03-03', []);
    const { started } = (await store.call('start-forecast', { runId })) as { started: string[] };
    await store.allSettled();
    expect(started.some((arn) => arn.includes(':train-model:'))).toBe(trained);
    await store.pool.query(`UPDATE training_runs SET status = 'failed', finished_at = now()`);
  });
});

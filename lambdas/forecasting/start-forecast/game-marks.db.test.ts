import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { defaultConfig } from '../../../forecasting/index.ts';
import { openForecastStore, type ForecastStore } from '../../../testing/forecast-store.ts';
import { seedGames } from '../../../testing/tiny-training.ts';

let store: ForecastStore;
let games: number[];

const day = (n: number): string => `2026-03-${String(n).padStart(2, '0')}`;
const runOf = (n: number): string => `run${n}`;

/** A store of thirty games that sell alike but for the first, which sells a fifth of all. */
beforeAll(async () => {
  store = await openForecastStore();
  store.intercept((name) =>
    name === 'start-forecast' ? undefined : Promise.reject(new Error('not what this is about')),
  );
  games = await seedGames(store.pool, 30);
  for (let n = 1; n <= 31; n++) await store.publishRun(runOf(n), day(n), []);
});
afterAll(() => store.close());

/** The champion knows all days before the first of the month; nobody is marked. */
beforeEach(async () => {
  await store.pool.query('TRUNCATE drift_marks, forecast_runs, models, training_runs CASCADE');
  await model('served', 'champion', 1);
  await store.pool.query(
    `INSERT INTO forecast_runs (id, kind, run_id, model_id, origin, horizon, status)
     VALUES ('live', 'live', 'run1', 'served', $1, 60, 'succeeded')`,
    [day(1)],
  );
  await store.pool.query(
    `INSERT INTO forecast_games (forecast_run_id, game_id, served, served_reason, total_mean)
     SELECT 'live', id, 'model', '', CASE WHEN id = $2 THEN 725 ELSE 100 END FROM unnest($1::integer[]) id`,
    [games, games[0]],
  );
});

async function model(id: string, status: string, asOf: number): Promise<void> {
  await store.pool.query(
    `INSERT INTO models (id, status, manifest_key, recipe, kernel_id, seed, data_hash, as_of, metrics)
     VALUES ($1, $2, 'k', $3, 'simd', 1, 'h', $4, '{}')`,
    [id, status, defaultConfig.recipe, day(asOf)],
  );
}

/** Games by their place that were off for three days up to this one. */
async function mark(places: readonly number[], lastDay: number): Promise<void> {
  await store.pool.query(
    `INSERT INTO drift_marks (game_id, horizon_band, since, marked_on)
     SELECT id, 1, $2::date - 2, $2 FROM unnest($1::integer[]) id`,
    [places.map((place) => games[place]), day(lastDay)],
  );
}

const clear = (place: number, on: number) =>
  store.pool.query('UPDATE drift_marks SET cleared_on = $2 WHERE game_id = $1 AND cleared_on IS NULL', [
    games[place],
    day(on),
  ]);

/** What a night after its scores does; a training that it starts ends as is told, with a model where it succeeds. */
async function night(n: number, ends: 'succeeded' | 'failed' = 'succeeded'): Promise<boolean> {
  const answer = (await store.call('start-forecast', { runId: runOf(n), drift: true })) as {
    started: string[];
  };
  await store.allSettled();
  const { rows } = await store.pool.query<{ id: string }>(
    `UPDATE training_runs SET status = $1, finished_at = now() WHERE status = 'running' RETURNING id`,
    [ends],
  );
  if (ends === 'succeeded') for (const { id } of rows) await model(id, 'refused', n);
  expect(rows).toHaveLength(answer.started.length);
  return answer.started.length > 0;
}

describe('marks of single games', () => {
  it('start one training, however many were marked that night, and none while they stand', async () => {
    await mark([3, 4], 5);
    expect(await night(6)).toBe(true);
    expect([await night(7), await night(8), await night(9)]).toEqual([false, false, false]);
    const { rows } = await store.pool.query('SELECT DISTINCT training_id FROM drift_marks');
    expect(rows).toEqual([{ training_id: 'model-2026-03-06-run6' }]);
  });

  it('start none where the newest model knows one of their days', async () => {
    await mark([3], 2);
    expect(await night(3)).toBe(false);
    await mark([4], 3);
    expect(await night(4)).toBe(true);
  });

  it('are new ones when they were cleared and came back, and wait for the week after the last answer', async () => {
    await mark([3], 4);
    expect(await night(5)).toBe(true);
    await clear(3, 6);
    await mark([3], 9);
    expect([await night(10), await night(11)]).toEqual([false, false]);
    expect(await night(12)).toBe(true);
  });

  it('of other games wait for the week as well, and are answered by the training that it brings', async () => {
    await mark([3], 4);
    expect(await night(5)).toBe(true);
    await mark([4, 5], 9);
    expect([await night(10), await night(11)]).toEqual([false, false]);
    expect(await night(12)).toBe(true);
    const { rows } = await store.pool.query(
      'SELECT DISTINCT training_id FROM drift_marks WHERE marked_on = $1',
      [day(9)],
    );
    expect(rows).toEqual([{ training_id: 'model-2026-03-12-run12' }]);
  });

  it('of a tenth of the games, or of what they sell, do not wait', async () => {
    await mark([3], 4);
    expect(await night(5)).toBe(true);
    await mark([4, 5], 8);
    expect(await night(9)).toBe(false);
    await mark([6], 8);
    expect(await night(9)).toBe(true);
    await mark([0], 12);
    expect(await night(13)).toBe(true);
  });

  it('of a game that sells much wait for the week like others when they come and go', async () => {
    await mark([0], 4);
    expect(await night(5)).toBe(true);
    await clear(0, 6);
    await mark([0], 9);
    expect(await night(10)).toBe(false);
    expect(await night(12)).toBe(true);
  });

  it('that a store always has do not train it more often than weekly', async () => {
    const trained = [];
    for (let n = 4; n <= 31; n++) {
      await mark([(n % 20) + 5], n - 1);
      if (await night(n)) trained.push(n);
      await clear((n % 20) + 5, n);
    }
    expect(trained).toEqual([4, 11, 18, 25]);
  });

  it('ask again when their training failed', async () => {
    await mark([3], 5);
    expect(await night(6, 'failed')).toBe(true);
    expect(await night(7)).toBe(true);
    expect(await night(8)).toBe(false);
  });

  it('count as answered by a training that was begun for another reason and knows their days', async () => {
    await mark([3], 7);
    await store.pool.query(`UPDATE models SET as_of = '2026-03-05'`);
    await store.pool.query(
      `INSERT INTO training_runs (id, execution_arn, run_id, status, stage) VALUES ('weekly', 'a', 'run8', 'succeeded', 'done')`,
    );
    expect(await night(9)).toBe(false);
    const { rows } = await store.pool.query('SELECT training_id FROM drift_marks');
    expect(rows).toEqual([{ training_id: 'weekly' }]);
  });
});

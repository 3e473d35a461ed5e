import type pg from 'pg';
import { forecastingStore } from '../lambdas/forecasting/shared/context.ts';
import { defaultConfig, loadKernel, type TrainingConfig } from '../forecasting/index.ts';
import type { TrainingRequest } from '../lambdas/forecasting/shared/training-rows.ts';
import { planTraining } from '../lambdas/forecasting/train-model/plan-training.ts';
import {
  trainChunk,
  type TrainDependencies,
  type TrainingPart,
} from '../lambdas/forecasting/train-model/train-model.ts';
import { databaseOfFunction } from '../lambdas/shared/context.ts';
import { openForecastStore } from './forecast-store.ts';
import type { ForecastStore, SeriesOfGame } from './forecast-store.ts';
import type { Interception } from './local-store.ts';
import { smallConfig } from './panels.ts';

/** A training of moments under the real recipe's name: its parts, a few units wide, three steps. */
export const tinyConfig: TrainingConfig = {
  ...smallConfig,
  recipe: defaultConfig.recipe,
  optimiser: { ...smallConfig.optimiser, steps: 3 },
};

/** What a chunk needs, in the environment of an open forecast store. */
export function tinyDependencies(changes: Partial<TrainDependencies> = {}): TrainDependencies {
  return {
    db: databaseOfFunction(),
    store: forecastingStore(),
    now: () => new Date(),
    threads: 1,
    saveEvery: Infinity,
    config: tinyConfig,
    gitCommit: 'commit-of-the-test',
    currency: { code: 'USD', minorUnits: 100 },
    loadKernel: async () => ({ name: 'simd', kernel: await loadKernel('simd') }),
    ...changes,
  };
}

/** In place of `train-model`: the tiny training, each part at once or in chunks of one step of one network. */
export function tinyTraining(
  chunks: 'one' | 'many' = 'one',
  changes: Partial<TrainDependencies> = {},
): Interception {
  return (name, payload) => {
    if (name !== 'train-model') return undefined;
    const request = payload as unknown as TrainingRequest & (TrainingPart | { part: 'plan' });
    const dependencies = tinyDependencies(changes);
    return request.part === 'plan'
      ? planTraining(dependencies, request)
      : trainChunk(dependencies, request, chunks === 'one' ? Infinity : 0);
  };
}

/** Every part of a training, one after the other, as the state machine has them done; answers the number of chunks. */
export async function trainWholly(
  dependencies: TrainDependencies,
  request: TrainingRequest,
  deadline = Infinity,
): Promise<number> {
  const { folds } = await planTraining(dependencies, request);
  const parts: TrainingPart[] = [
    ...folds.map((fold) => ({ part: 'fold', fold }) as const),
    { part: 'final' },
  ];
  let chunks = 0;
  for (const part of parts) {
    do chunks += 1;
    while (!(await trainChunk(dependencies, { ...request, ...part }, deadline)).done);
  }
  return chunks;
}

/** Games of one publisher; answers their ids. */
export async function seedGames(pool: pg.Pool, count: number): Promise<number[]> {
  const { rows } = await pool.query<{ id: number }>(
    `WITH p AS (INSERT INTO publishers (name, slug) VALUES ('House', 'house')
                ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id)
     INSERT INTO games (publisher_id, slug, title, release_date)
     SELECT p.id, 'game-' || gen_random_uuid(), 'Game ' || n, '2019-01-01' FROM p, generate_series(1, $1) n RETURNING id`,
    [count],
  );
  return rows.map(({ id }) => id);
}

/** A weekly rhythm at a level of each game's own, with a discount now and then that doubles the sales. */
export function rhythmicSeries(games: readonly number[], from: string): SeriesOfGame[] {
  return games.map((game, n) => {
    const discounted = (day: number): boolean => (day + 11 * n) % 45 < 7;
    return {
      game,
      from,
      units: (day) => (5 + 3 * n + (day % 7 < 2 ? 4 : 0) + ((day * 7 + n) % 3)) * (discounted(day) ? 2 : 1),
      discount: (day) => (discounted(day) ? 0.5 : 0),
    };
  });
}

/** A store of ten games whose runs, by id and day, have been published and prepared for training. */
export async function openTrainingStore(runs: Readonly<Record<string, string>>): Promise<ForecastStore> {
  const store = await openForecastStore();
  const games = await seedGames(store.pool, 10);
  for (const [runId, asOf] of Object.entries(runs)) {
    await store.publishRun(runId, asOf, rhythmicSeries(games, '2019-12-01'));
    await store.call('prepare-panel', { runId });
  }
  return store;
}

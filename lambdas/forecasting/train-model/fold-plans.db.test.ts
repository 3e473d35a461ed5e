import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { unpackFold, unpackPlans, type Fold, type Plans } from '../../../forecasting/index.ts';
import type { ForecastStore } from '../../../testing/forecast-store.ts';
import { openTrainingStore, tinyDependencies, trainWholly } from '../../../testing/tiny-training.ts';
import { forecastingStore } from '../shared/context.ts';
import { databaseOfFunction } from '../../shared/context.ts';
import { promoteModel } from '../promote-model/promote-model.ts';
import { removeOldState } from '../promote-model/remove-old-state.ts';
import { foldKeys, modelKeys } from '../shared/keys.ts';
import { findTrainingPlan } from '../shared/training-plan.ts';
import { planTraining } from './plan-training.ts';
import { trainChunk } from './train-model.ts';

const HORIZON = 60;
/** From the fold's first day, 2020-06-02. */
const EARLY_START = 8;
const EARLY_END = 15;

let store: ForecastStore;
let games: number[];
const training = (modelId: string) => ({ modelId, runId: 'runa', executionArn: 'arn' });

beforeAll(async () => {
  store = await openTrainingStore({ runa: '2020-08-01' });
  const { rows } = await store.pool.query<{ id: number }>('SELECT id FROM games ORDER BY id');
  games = rows.map(({ id }) => id);
  await store.pool.query(
    `INSERT INTO price_points (game_id, currency, amount_minor, valid_from, recorded_at)
     SELECT id, 'USD', 2000, '-infinity', '2019-01-01' FROM games ON CONFLICT DO NOTHING`,
  );
});
afterAll(() => store.close());

const discount = (game: number, from: string, to: string, recordedAt: string) =>
  discountAt(game, from, to, `${recordedAt}T12:00:00Z`);
const discountAt = (game: number, from: string, to: string, recordedAt: string) =>
  store.pool.query(
    `INSERT INTO discounts (game_id, percent, starts_at, ends_at, recorded_at) VALUES ($1, 50, $2, $3, $4)`,
    [games[game], `${from}T00:00:00Z`, `${to}T00:00:00Z`, recordedAt],
  );

const promote = (modelId: string) =>
  promoteModel(
    { db: databaseOfFunction(), store: forecastingStore(), now: () => new Date() },
    training(modelId),
  );

/** The parts of a training whose plan stands, without planning it again. */
async function trainAsPlanned(modelId: string) {
  for (const part of [{ part: 'fold', fold: 0 }, { part: 'final' }] as const) {
    await trainChunk(tinyDependencies(), { ...training(modelId), ...part }, Infinity);
  }
  return promote(modelId);
}

async function foldOf(modelId: string): Promise<{ hash: string; plans: Plans }> {
  const plan = await findTrainingPlan(forecastingStore(), modelId);
  const { hash } = plan!.folds[0]!;
  return { hash, plans: unpackPlans(await readFile(store.objectPath(foldKeys.plans(hash)))) };
}

async function trainedFold(modelId: string): Promise<Fold> {
  await trainWholly(tinyDependencies(), training(modelId));
  const { hash } = await foldOf(modelId);
  return unpackFold(await readFile(store.objectPath(foldKeys.fold(hash))));
}

const row = (values: ArrayLike<number>, game: number): number[] =>
  Array.from(values).slice(game * HORIZON, (game + 1) * HORIZON);

describe('the plans of a held-out fold', () => {
  it('are those that were recorded before its first day, not what its days came to have', async () => {
    // Of the third game in its horizon, but entered only then.
    await discount(2, '2020-06-20', '2020-06-27', '2020-06-10');
    const without = await trainedFold('without');
    expect((await foldOf('without')).plans.known.some((known) => known === 1)).toBe(false);

    await discount(1, '2020-06-10', '2020-06-17', '2020-05-20');
    const withOne = await trainedFold('with');
    const { plans, hash } = await foldOf('with');
    const expected = Array.from({ length: HORIZON }, (_, h) => (h >= EARLY_START && h < EARLY_END ? 0.5 : 0));
    expect(row(plans.discount, 1)).toEqual(expected);
    expect(row(plans.known, 1)).toEqual(Array.from({ length: HORIZON }, (_, h) => Number(h < EARLY_END)));
    expect(row(plans.known, 2)).toEqual(Array<number>(HORIZON).fill(0));

    const said = (fold: Fold, game: number): number[] => row(fold.forecasts.model!.mean, game);
    expect(said(withOne, 1)).not.toEqual(said(without, 1));
    expect(said(withOne, 2)).toEqual(said(without, 2));

    // The run's knowledge ends at one o'clock, so the fold's does as well.
    await discountAt(4, '2020-06-10', '2020-06-17', '2020-06-02T01:00:00Z');
    await planTraining(tinyDependencies(), training('at the cutoff'));
    expect((await foldOf('at the cutoff')).hash).toBe(hash);
    await discountAt(5, '2020-06-10', '2020-06-17', '2020-06-02T00:59:00Z');
    await planTraining(tinyDependencies(), training('before it'));
    const { hash: before } = await foldOf('before it');
    expect(before).not.toBe(hash);

    await discount(3, '2020-07-01', '2020-07-08', '2020-06-28');
    await planTraining(tinyDependencies(), training('later'));
    expect((await foldOf('later')).hash).toBe(before);
  });

  it('are not known of a training that was planned before they were kept, which ends as it began', async () => {
    await planTraining(tinyDependencies(), training('in flight'));
    const { hash } = await foldOf('in flight');
    await rm(store.objectPath(`kratos/folds/${hash}`), { recursive: true });
    const ended = await trainAsPlanned('in flight');
    expect(unpackFold(await readFile(store.objectPath(foldKeys.fold(hash)))).forecasts.model).not.toBeNull();
    expect(ended).toMatchObject({ promoted: true });
    const manifest = await forecastingStore().readText(modelKeys.manifest('in flight'));
    expect(JSON.parse(manifest)).not.toHaveProperty('foldPlans');
    // The next one knows plans; its larger error is not held against it.
    await trainWholly(tinyDependencies(), training('the next'));
    expect(await promote('the next')).toMatchObject({ promoted: true, rule: 'other plans' });
  });

  it('leave nothing behind that no plan names, also where a training is planned anew', async () => {
    await planTraining(tinyDependencies({ gitCommit: 'one' }), training('twice'));
    const first = (await foldOf('twice')).hash;
    await planTraining(tinyDependencies({ gitCommit: 'two' }), training('twice'));
    const second = (await foldOf('twice')).hash;
    expect(second).not.toBe(first);
    await store.pool.query(
      `UPDATE training_runs SET status = 'failed', started_at = '2020-01-01' WHERE id = 'twice'`,
    );
    await removeOldState(databaseOfFunction(), forecastingStore());
    for (const hash of [first, second]) {
      expect(existsSync(store.objectPath(foldKeys.plans(hash)))).toBe(false);
    }
  });
});

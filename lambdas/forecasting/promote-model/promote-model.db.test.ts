import { readFile, readdir, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GateResult } from '../../../forecasting/index.ts';
import type { ForecastStore } from '../../../testing/forecast-store.ts';
import {
  openTrainingStore,
  tinyConfig,
  tinyDependencies,
  trainWholly,
} from '../../../testing/tiny-training.ts';
import { databaseOfFunction } from '../../shared/context.ts';
import { forecastingStore } from '../shared/context.ts';
import { modelKeys } from '../shared/keys.ts';
import { readModel } from '../shared/model-manifest.ts';
import { findChampion, recordModel } from '../shared/model-rows.ts';
import { findTrainingPlan } from '../shared/training-plan.ts';
import { planTraining } from '../train-model/plan-training.ts';
import { trainChunk } from '../train-model/train-model.ts';
import { promoteModel } from './promote-model.ts';

let store: ForecastStore;
const other = { ...tinyConfig, recipe: 'another', dropout: 0.3 };
const promote = (modelId: string, runId: string) =>
  promoteModel(
    { db: databaseOfFunction(), store: forecastingStore(), now: () => new Date() },
    { modelId, runId, executionArn: 'arn' },
  );
const rows = async (sql: string) => (await store.pool.query(sql)).rows as unknown[];

beforeAll(async () => {
  store = await openTrainingStore({ runa: '2020-08-01', runb: '2020-08-08' });
});
afterAll(() => store.close());

describe('two promotions at once', () => {
  it('follow one another: each is judged against the champion that it finds, and one champion is left', async () => {
    for (const modelId of ['first', 'second']) {
      await trainWholly(tinyDependencies(), { modelId, runId: 'runa', executionArn: 'arn' });
    }
    const gates = await Promise.all([promote('first', 'runa'), promote('second', 'runa')]);
    expect(gates.map(({ rule }) => rule).sort()).toEqual(['newest fold', 'no champion']);
    const promotions = (await rows(
      'SELECT model_id AS id, previous_id AS previous, kind FROM model_promotions p ORDER BY p.id',
    )) as { id: string; previous: string | null; kind: string }[];
    expect(promotions).toHaveLength(2);
    expect(promotions[0]).toMatchObject({ previous: null, kind: 'gate' });
    expect(promotions[1]).toMatchObject({ previous: promotions[0]!.id, kind: 'gate' });
    expect(await rows(`SELECT id FROM models WHERE status = 'champion'`)).toEqual([
      { id: promotions[1]!.id },
    ]);
  });
});

describe('a refusal', () => {
  it('is not written down where another model is the champion by now than the one it was refused for', async () => {
    const champion = await findChampion(databaseOfFunction());
    const { manifest } = await readModel(forecastingStore(), champion!);
    await store.pool.query(
      `INSERT INTO training_runs (id, execution_arn, run_id, status, stage) VALUES ('refused', 'arn', 'runa', 'running', 'gate')`,
    );
    const refusal: GateResult = {
      promoted: false,
      gate: 'refresh',
      rule: 'newest fold',
      reason: 'refused: more than 5 % worse',
      figures: {},
    };
    const own = { ...manifest, id: 'refused' };
    expect(await recordModel(databaseOfFunction(), own, refusal, 'the one before')).toBe(false);
    expect(await rows(`SELECT id FROM models WHERE id = 'refused'`)).toEqual([]);
    expect(await recordModel(databaseOfFunction(), own, refusal, champion)).toBe(true);
    expect(await rows(`SELECT status FROM models WHERE id = 'refused'`)).toEqual([{ status: 'refused' }]);
  });
});

describe('another recipe', () => {
  it('is held against the champion’s at the same folds, and its refusal says which rule failed with figures', async () => {
    const training = { modelId: 'recipe', runId: 'runb', executionArn: 'arn' };
    const dependencies = tinyDependencies({ config: other });
    expect(await planTraining(dependencies, training)).toMatchObject({ gate: 'recipe', folds: [0, 1, 2, 3] });
    await trainWholly(dependencies, training);
    const gate = await promote('recipe', 'runb');
    // So few steps teach neither recipe anything that would show in every resampling.
    expect(gate).toMatchObject({ promoted: false, gate: 'recipe', rule: expect.stringMatching(/^gain in/) });
    expect(gate.reason).toMatch(/^refused: no sure gain in .* on 2020-06-09, 2020-04-10: WAPE /);
    expect(gate.figures).toMatchObject({
      wapeGain: expect.any(Number),
      wapeGainLower: expect.any(Number),
      worstBand: expect.any(String),
    });
    expect(await rows(`SELECT status, decision FROM models WHERE id = 'recipe'`)).toEqual([
      { status: 'refused', decision: JSON.parse(JSON.stringify(gate)) as unknown },
    ]);
  });

  it('has its folds, their scores, its features and its code in the manifest', async () => {
    const text = await readFile(store.objectPath(modelKeys.manifest('recipe')), 'utf8');
    expect(JSON.parse(text)).toMatchObject({
      threads: 1,
      gitCommit: 'commit-of-the-test',
      features: { encoder: { inputs: expect.any(Number), mean: 0, scale: 1 } },
      folds: [
        { origin: '2020-06-09', metrics: { model: { wape: expect.any(Number) } } },
        { origin: '2020-04-10', metrics: { 'seasonal naive': { wape: expect.any(Number) } } },
      ],
      gate: { promoted: false },
    });
  });

  it('that was refused lately gives way to the champion’s own on newer data', async () => {
    const training = { modelId: 'refresh', runId: 'runb', executionArn: 'arn' };
    expect(await planTraining(tinyDependencies({ config: other }), training)).toMatchObject({
      gate: 'refresh',
      folds: [0],
    });
    const plan = await readFile(store.objectPath(modelKeys.plan('refresh')), 'utf8');
    expect(JSON.parse(plan)).toMatchObject({ config: { recipe: tinyConfig.recipe }, championConfig: null });
  });

  it('is tried again once some weeks have passed', async () => {
    await store.pool.query(`UPDATE models SET as_of = '2020-07-11' WHERE id = 'recipe'`);
    const training = { modelId: 'again', runId: 'runb', executionArn: 'arn' };
    expect(await planTraining(tinyDependencies({ config: other }), training)).toMatchObject({
      gate: 'recipe',
    });
  });

  it('is not compared with a champion that took its place meanwhile under a third recipe', async () => {
    const training = { modelId: 'late', runId: 'runb', executionArn: 'arn' };
    await trainWholly(tinyDependencies({ config: other }), training);
    const third = { modelId: 'third', runId: 'runb', executionArn: 'arn' };
    await store.pool.query(`UPDATE models SET status = 'retired' WHERE status = 'champion'`);
    await trainWholly(tinyDependencies({ config: { ...other, dropout: 0.4 } }), third);
    expect(await promote('third', 'runb')).toMatchObject({ promoted: true, rule: 'no champion' });
    expect(await promote('late', 'runb')).toMatchObject({ promoted: false, rule: 'champion changed' });
  });

  it('that knows fewer days than a champion of the recipe it was compared with is refused', async () => {
    const training = { modelId: 'older', runId: 'runb', executionArn: 'arn' };
    await trainWholly(tinyDependencies({ config: other }), training);
    const champion = (await findChampion(databaseOfFunction()))!;
    const { manifest } = await readModel(forecastingStore(), champion);
    await forecastingStore().writeJson(modelKeys.manifest(champion), { ...manifest, asOf: '2030-01-01' });
    expect(await promote('older', 'runb')).toMatchObject({
      promoted: false,
      gate: 'recipe',
      rule: 'older data',
      figures: { challenger: '2020-08-08', champion: '2030-01-01' },
    });
    await forecastingStore().writeJson(modelKeys.manifest(champion), manifest);
  });

  it('that was refused without being judged is held against the champion of now at once', async () => {
    const training = (modelId: string) => ({ modelId, runId: 'runb', executionArn: 'arn' });
    const dependencies = tinyDependencies({ config: other });
    expect(await planTraining(dependencies, training('judged'))).toMatchObject({ gate: 'recipe' });
    await store.pool.query(
      `UPDATE models SET decision = decision || '{"rule": "nothing sold"}' WHERE id = 'late'`,
    );
    expect(await planTraining(dependencies, training('sold'))).toMatchObject({ gate: 'recipe' });
    await store.pool.query(
      `UPDATE models SET decision = decision || '{"rule": "volume band"}' WHERE id = 'late'`,
    );
    expect(await planTraining(dependencies, training('refused'))).toMatchObject({ gate: 'refresh' });
  });
});

describe('a recipe of fewer networks than the champion’s', () => {
  const dependencies = () => tinyDependencies({ config: { ...tinyConfig, networks: 1 } });
  const training = (modelId: string) => ({ modelId, runId: 'runb', executionArn: 'arn' });

  it('is held against the champion’s own number of networks', async () => {
    const { totalSteps } = await planTraining(dependencies(), training('single'));
    // Three steps a network: one is served, two folds have one and two have two.
    expect(totalSteps).toBe(3 * (1 + 2 * 1 + 2 * 2));
    const plan = await findTrainingPlan(forecastingStore(), 'single');
    expect(plan).toMatchObject({ seeds: [100], gate: 'recipe' });
    expect(plan?.folds.map(({ recipe, seeds }) => ({ recipe, seeds }))).toEqual([
      { recipe: 'challenger', seeds: [100] },
      { recipe: 'champion', seeds: [100, 101] },
      { recipe: 'challenger', seeds: [100] },
      { recipe: 'champion', seeds: [100, 101] },
    ]);
    const weights = async (fold: number) => {
      await trainChunk(dependencies(), { ...training('single'), part: 'fold', fold }, Infinity);
      const files = await readdir(store.objectPath(`kratos/folds/${plan?.folds[fold]?.hash}`));
      return files.filter((name) => name.endsWith('.weights')).sort();
    };
    expect(await weights(0)).toEqual(['100.weights']);
    expect(await weights(1)).toEqual(['100.weights', '101.weights']);
  });

  it('goes on with a plan from before folds had seeds of their own', async () => {
    const key = store.objectPath(modelKeys.plan('single'));
    const text = await readFile(key, 'utf8');
    const plan = JSON.parse(text) as { seeds: number[]; folds: { seeds?: number[] }[] };
    for (const fold of plan.folds) delete fold.seeds;
    await writeFile(key, JSON.stringify(plan));
    const found = await findTrainingPlan(forecastingStore(), 'single');
    expect(found?.folds.map(({ seeds }) => seeds)).toEqual([[100], [100], [100], [100]]);
    await writeFile(key, text);
  });

  it.each(['networks', 'trust'])(
    'has nothing to be held against where the champion’s recipe is of a time before %s',
    async (name) => {
      const key = store.objectPath(modelKeys.manifest('third'));
      const text = await readFile(key, 'utf8');
      const manifest = JSON.parse(text) as { config: Record<string, unknown> };
      await writeFile(
        key,
        JSON.stringify({ ...manifest, config: { ...manifest.config, [name]: undefined } }),
      );
      await expect(readModel(forecastingStore(), 'third')).rejects.toThrow(
        new RegExp(`model third cannot be used: .*its recipe lacks ${name}`, 's'),
      );
      expect(await planTraining(dependencies(), training(`before-${name}`))).toMatchObject({
        gate: 'refresh',
        folds: [0],
      });
      await writeFile(key, text);
    },
  );
});

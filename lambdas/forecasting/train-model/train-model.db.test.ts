import { createHash } from 'node:crypto';
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultConfig, loadKernel, packWeights, unpackWeights } from '../../../forecasting/index.ts';
import type { ForecastStore } from '../../../testing/forecast-store.ts';
import {
  openTrainingStore,
  tinyConfig,
  tinyDependencies,
  trainWholly,
} from '../../../testing/tiny-training.ts';
import { forecastingStore } from '../shared/context.ts';
import { modelKeys } from '../shared/keys.ts';
import { planTraining } from './plan-training.ts';
import { trainChunk, type TrainDependencies } from './train-model.ts';

let store: ForecastStore;
const request = (modelId: string) => ({ modelId, runId: 'runa', executionArn: 'arn' });

beforeAll(async () => {
  store = await openTrainingStore({ runa: '2020-08-01' });
});
afterAll(() => store.close());

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** sha256 of what a training leaves to be served and compared, by name. */
async function results(modelId: string): Promise<Record<string, string>> {
  const folder = store.objectPath(`kratos/models/${modelId}`);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.bin')).sort();
  const nets = await Promise.all(
    files.map(async (name) => [name, hashOf(await readFile(`${folder}/${name}`))] as const),
  );
  const plan = await readPlan(modelId);
  const folds = await Promise.all(
    plan.folds.map(async ({ hash, origin, recipe }) => {
      const file = store.objectPath(`kratos/folds/${hash}/fold.bin`);
      return [`${origin} ${recipe}`, hashOf(await readFile(file))] as const;
    }),
  );
  return Object.fromEntries([...nets, ...folds]);
}

async function readPlan(modelId: string) {
  return JSON.parse(await readFile(store.objectPath(modelKeys.plan(modelId)), 'utf8')) as {
    kernelId: string;
    gate: string;
    folds: { hash: string; origin: string; recipe: string }[];
  };
}

/** So that the next training of the same data trains its folds itself. */
const forgetFolds = () => rm(store.objectPath('kratos/folds'), { recursive: true, force: true });

async function trainInChunks(modelId: string, dependencies: TrainDependencies): Promise<number> {
  return trainWholly(dependencies, request(modelId), 0);
}

describe('a training in chunks', () => {
  it('leaves the same bytes as one that was not divided, whatever the threads', async () => {
    await trainWholly(tinyDependencies(), request('whole'));
    const whole = await results('whole');
    expect(Object.keys(whole)).toEqual(['net-100.bin', 'net-101.bin', '2020-06-02 challenger']);
    await forgetFolds();
    expect(await trainInChunks('divided', tinyDependencies())).toBeGreaterThan(4);
    expect(await results('divided')).toEqual(whole);
    await forgetFolds();
    await trainWholly(tinyDependencies({ threads: 2 }), request('threads'));
    expect(await results('threads')).toEqual(whole);
  });

  it('loses only its last chunk when it is killed while it saves', async () => {
    const whole = await results('whole');
    await forgetFolds();
    const bucket = forecastingStore();
    let writes = 0;
    const dying = Object.assign(forecastingStore(), {
      write: (key: string, body: Uint8Array) =>
        ++writes === 6 ? Promise.reject(new Error('killed')) : bucket.write(key, body),
    });
    await expect(trainInChunks('killed', tinyDependencies({ store: dying }))).rejects.toThrow('killed');
    await trainInChunks('killed', tinyDependencies());
    expect(await results('killed')).toEqual(whole);
  });

  it('loses only what it trained since it last saved when it is killed within a chunk', async () => {
    const whole = await results('whole');
    await forgetFolds();
    const training = request('saving');
    await planTraining(tinyDependencies(), training);
    /** The fold in one chunk that saves after every step, until so many objects are written; answers how often it saved. */
    const chunk = async (most: number): Promise<number> => {
      const bucket = forecastingStore();
      let saved = 0;
      let written = 0;
      const counting = Object.assign(forecastingStore(), {
        write: async (key: string, body: Uint8Array) => {
          if (++written > most) throw new Error('killed');
          await bucket.write(key, body);
        },
        writeJson: async (key: string, value: unknown) => {
          await bucket.writeJson(key, value);
          saved += 1;
        },
      });
      const dependencies = tinyDependencies({ saveEvery: 0, store: counting });
      const chunked = trainChunk(dependencies, { ...training, part: 'fold', fold: 0 }, Infinity);
      if (most === Infinity) await chunked;
      else await expect(chunked).rejects.toThrow('killed');
      return saved;
    };
    // Two networks of three steps: what was saved three times is not trained again.
    expect(await chunk(6)).toBe(3);
    expect(await chunk(Infinity)).toBe(3);
    await trainWholly(tinyDependencies(), training);
    expect(await results('saving')).toEqual(whole);
  });

  it('never trains a fold twice: another training of the same days finds it', async () => {
    const chunks = await trainInChunks('cached', tinyDependencies());
    expect(chunks).toBeLessThan(await trainInChunks('again', tinyDependencies({ gitCommit: 'other' })));
    expect(await results('cached')).toEqual(await results('whole'));
  });

  it('never mixes two kernels: another one begins anew under the same id, and says so', async () => {
    const reference = async () => ({ name: 'reference', kernel: await loadKernel('reference') }) as const;
    const final = { ...request('moved'), part: 'final' } as const;
    await planTraining(tinyDependencies({ loadKernel: reference }), request('moved'));
    await trainChunk(tinyDependencies({ loadKernel: reference }), final, 0);
    await expect(trainChunk(tinyDependencies(), final, 0)).rejects.toThrow(
      /planned for the kernel reference-1, here is simd/,
    );
    expect(await planTraining(tinyDependencies(), request('moved'))).toMatchObject({
      anew: expect.stringMatching(/kernel was reference-1, it is simd/),
    });
    await trainInChunks('moved', tinyDependencies());
    expect(await results('moved')).toEqual(await results('whole'));
  });

  it('begins anew under another recipe', async () => {
    const other = tinyDependencies({ config: { ...tinyConfig, dropout: 0.5 } });
    await planTraining(other, request('recipe'));
    await trainChunk(other, { ...request('recipe'), part: 'final' }, 0);
    const { anew } = await planTraining(tinyDependencies(), request('recipe'));
    expect(anew).toMatch(/recipe/);
    const { rows } = await store.pool.query(`SELECT status, step FROM training_runs WHERE id = 'recipe'`);
    expect(rows).toEqual([{ status: 'running', step: 0 }]);
  });

  it('adds up the steps of parts that train beside each other', async () => {
    await forgetFolds();
    const { totalSteps } = await planTraining(tinyDependencies(), request('beside'));
    await Promise.all([
      trainChunk(tinyDependencies(), { ...request('beside'), part: 'fold', fold: 0 }, Infinity),
      trainChunk(tinyDependencies(), { ...request('beside'), part: 'final' }, Infinity),
    ]);
    const { rows } = await store.pool.query(`SELECT step, progress FROM training_runs WHERE id = 'beside'`);
    expect(rows).toEqual([{ step: totalSteps, progress: { 'fold 0': 6, final: 6 } }]);
  });

  it('leaves a finished training as it is, even where the kernel is another one by now', async () => {
    const reference = async () => ({ name: 'reference', kernel: await loadKernel('reference') }) as const;
    const before = await results('whole');
    const again = await planTraining(tinyDependencies({ loadKernel: reference }), request('whole'));
    expect(again).toMatchObject({ anew: null });
    expect(
      await trainChunk(
        tinyDependencies({ loadKernel: reference }),
        { ...request('whole'), part: 'final' },
        0,
      ),
    ).toEqual({ done: true });
    expect(await results('whole')).toEqual(before);
  });

  it('refuses a panel whose bytes are not the ones that were described', async () => {
    const key = store.objectPath('kratos/runs/runa/panel/panel.bin');
    const bytes = await readFile(key);
    await writeFile(key, bytes.subarray(0, -8));
    await expect(planTraining(tinyDependencies(), request('broken'))).rejects.toThrow(
      /panel of run runa has the hash/,
    );
    await writeFile(key, bytes);
  });
});

describe('a finished training with a weight that is no number', () => {
  it('is refused, and the baselines stay', async () => {
    const key = store.objectPath('kratos/models/whole/net-100.bin');
    const net = unpackWeights(await readFile(key));
    net.values[3] = NaN;
    await writeFile(key, packWeights(net));
    expect(await store.call('promote-model', request('whole'))).toMatchObject({
      promoted: false,
      rule: 'not finite',
      reason: 'refused: a weight or a forecast is not a finite number',
    });
    const { rows } = await store.pool.query(`SELECT status, recipe FROM models`);
    expect(rows).toEqual([{ status: 'refused', recipe: defaultConfig.recipe }]);
  });

  it('an unfinished training is nothing to judge', async () => {
    await expect(store.call('promote-model', request('recipe'))).rejects.toThrow(
      'no finished training recipe',
    );
  });
});

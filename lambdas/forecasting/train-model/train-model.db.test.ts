import { createHash } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultConfig, loadKernel, packWeights, unpackWeights } from '../../../forecasting/index.ts';
import { openForecastStore, type ForecastStore } from '../../../testing/forecast-store.ts';
import { rhythmicSeries, seedGames, tinyConfig, tinyDependencies } from '../../../testing/tiny-training.ts';
import { forecastingStore } from '../shared/context.ts';
import { trainChunk, type TrainDependencies } from './train-model.ts';

let store: ForecastStore;
const request = (modelId: string) => ({ modelId, runId: 'runa', executionArn: 'arn' });

beforeAll(async () => {
  store = await openForecastStore();
  const games = await seedGames(store.pool, 10);
  await store.publishRun('runa', '2020-08-01', rhythmicSeries(games, '2019-12-01'));
  await store.call('prepare-panel', { runId: 'runa' });
});
afterAll(() => store.close());

/** sha256 of what a training leaves to be served, by file. */
async function results(modelId: string): Promise<Record<string, string>> {
  const folder = store.objectPath(`kratos/models/${modelId}`);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.bin')).sort();
  const hashes = files.map(async (name) => [
    name,
    createHash('sha256')
      .update(await readFile(`${folder}/${name}`))
      .digest('hex'),
  ]);
  return Object.fromEntries(await Promise.all(hashes)) as Record<string, string>;
}

async function trainInChunks(modelId: string, dependencies: TrainDependencies): Promise<number> {
  for (let chunks = 1; ; chunks++) {
    if ((await trainChunk(dependencies, request(modelId), 0)).done) return chunks;
  }
}

describe('a training in chunks', () => {
  it('leaves the same bytes as one that was not divided, whatever the threads', async () => {
    await trainChunk(tinyDependencies(), request('whole'), Infinity);
    const whole = await results('whole');
    expect(Object.keys(whole)).toEqual(['fold.bin', 'net-1.bin', 'net-2.bin']);
    expect(await trainInChunks('divided', tinyDependencies())).toBeGreaterThan(4);
    expect(await results('divided')).toEqual(whole);
    await trainChunk(tinyDependencies({ threads: 2 }), request('threads'), Infinity);
    expect(await results('threads')).toEqual(whole);
  });

  it('loses only its last chunk when it is killed while it saves', async () => {
    const bucket = forecastingStore();
    let writes = 0;
    const dying = Object.assign(forecastingStore(), {
      write: (key: string, body: Uint8Array) =>
        ++writes === 6 ? Promise.reject(new Error('killed')) : bucket.write(key, body),
    });
    await expect(trainInChunks('killed', tinyDependencies({ store: dying }))).rejects.toThrow('killed');
    await trainInChunks('killed', tinyDependencies());
    expect(await results('killed')).toEqual(await results('whole'));
  });

  it('never mixes two kernels: another one begins anew under the same id, and says so', async () => {
    const reference = async () => ({ name: 'reference', kernel: await loadKernel('reference') }) as const;
    await trainChunk(tinyDependencies({ loadKernel: reference }), request('moved'), 0);
    const first = await trainChunk(tinyDependencies(), request('moved'), 0);
    expect(first).toMatchObject({
      done: false,
      anew: expect.stringMatching(/kernel was reference-1, it is simd/),
    });
    await trainInChunks('moved', tinyDependencies());
    expect(await results('moved')).toEqual(await results('whole'));
  });

  it('begins anew under another recipe', async () => {
    await trainChunk(tinyDependencies({ config: { ...tinyConfig, dropout: 0.5 } }), request('recipe'), 0);
    const next = await trainChunk(tinyDependencies(), request('recipe'), 0);
    expect(next.anew).toMatch(/recipe/);
    const { rows } = await store.pool.query(`SELECT status, step FROM training_runs WHERE id = 'recipe'`);
    expect(rows).toEqual([{ status: 'running', step: expect.any(Number) }]);
  });

  it('leaves a finished training as it is, even where the kernel is another one by now', async () => {
    const reference = async () => ({ name: 'reference', kernel: await loadKernel('reference') }) as const;
    const before = await results('whole');
    const again = await trainChunk(tinyDependencies({ loadKernel: reference }), request('whole'), Infinity);
    expect(again).toMatchObject({ done: true, anew: null });
    expect(await results('whole')).toEqual(before);
  });

  it('refuses a panel whose bytes are not the ones that were described', async () => {
    const key = store.objectPath('kratos/runs/runa/panel/panel.bin');
    const bytes = await readFile(key);
    await writeFile(key, bytes.subarray(0, -8));
    await expect(trainChunk(tinyDependencies(), request('broken'), 0)).rejects.toThrow(
      /panel of run runa has the hash/,
    );
    await writeFile(key, bytes);
  });
});

describe('a finished training with a weight that is no number', () => {
  it('is refused, and the baselines stay', async () => {
    const key = store.objectPath('kratos/models/whole/net-1.bin');
    const net = unpackWeights(await readFile(key));
    net.values[3] = NaN;
    await writeFile(key, packWeights(net));
    expect(await store.call('promote-model', request('whole'))).toEqual({
      promoted: false,
      reason: 'refused: a weight is not a finite number',
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

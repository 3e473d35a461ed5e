import { readdir, readFile, writeFile } from 'node:fs/promises';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { unpackWhatIf } from '../../../forecasting/what-if/document.ts';
import { openForecastStore, type ForecastStore } from '../../../testing/forecast-store.ts';
import { rhythmicSeries, seedGames, tinyDependencies, trainWholly } from '../../../testing/tiny-training.ts';
import { environmentNames, requireEnvironment } from '../../environment.ts';
import { databaseOfFunction } from '../../shared/context.ts';
import { ObjectStore } from '../shared/object-store.ts';
import { forecastGames } from './forecast-games.ts';

let store: ForecastStore;
let games: number[];

/** A store of twelve games, each forecast by the model. */
beforeAll(async () => {
  store = await openForecastStore();
  games = await seedGames(store.pool, 12);
  await publish('runa', '2020-08-01', games);
  const training = { modelId: 'model-a', runId: 'runa', executionArn: 'arn' };
  await trainWholly(tinyDependencies(), training);
  await store.call('promote-model', training);
  const file = store.objectPath('kratos/models/model-a/manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as { decision: { bands: { served: string }[] } };
  for (const band of manifest.decision.bands) band.served = 'model';
  await writeFile(file, JSON.stringify(manifest));
});
afterAll(() => store.close());

async function publish(runId: string, asOf: string, of: readonly number[]): Promise<void> {
  await store.publishRun(runId, asOf, rhythmicSeries(of, '2019-12-01'));
  await store.call('prepare-panel', { runId });
}

const forecast = (runId: string, forecastId: string) => store.call('forecast-games', { runId, forecastId });

/** Names of all objects by their forecast. */
async function kept(): Promise<Record<string, string[]>> {
  const root = store.objectPath('kratos/what-if');
  const found: Record<string, string[]> = {};
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const [forecastId = '', ...name] = `${entry.parentPath}/${entry.name}`.slice(root.length + 1).split('/');
    (found[forecastId] ??= []).push(name.join('/'));
  }
  for (const names of Object.values(found)) names.sort();
  return found;
}

async function namesOf(of: readonly number[]): Promise<string[]> {
  const { rows } = await store.pool.query<{ id: number }>('SELECT id FROM publishers');
  return [...of.map((id) => `${id}.bin`), ...rows.map(({ id }) => `publishers/${id}.json`)].sort();
}

/** The real bucket, whose user is gone after so many objects, or once it comes to removing. */
class KilledStore extends ObjectStore {
  #left: number;

  constructor(left: number) {
    super(new S3Client({}), requireEnvironment(environmentNames.dataBucket));
    this.#left = left;
  }

  override async write(key: string, body: Uint8Array): Promise<void> {
    if (this.#left-- <= 0) throw new Error('killed');
    await super.write(key, body);
  }

  override remove(): Promise<void> {
    return Promise.reject(new Error('killed'));
  }
}

const forecastKilledAfter = (left: number, forecastId: string) =>
  forecastGames(
    {
      db: databaseOfFunction(),
      store: new KilledStore(left),
      currency: { code: 'USD', minorUnits: 100 },
    },
    { runId: 'runa', forecastId },
  );

describe('the objects of a forecast', () => {
  it('are its own, and go when two newer forecasts are served', async () => {
    for (const id of ['a1', 'a2', 'a3']) await forecast('runa', id);
    const all = await namesOf(games);
    expect(await kept()).toEqual({ a2: all, a3: all });
    for (const id of ['a2', 'a3']) {
      const bytes = await readFile(store.objectPath(`kratos/what-if/${id}/${games[0]}.bin`));
      expect(unpackWhatIf(new Uint8Array(bytes)).forecastId).toBe(id);
    }
  });

  it('that were written before the writer was killed go with the next forecast, and the served ones stay', async () => {
    const before = await kept();
    await expect(forecastKilledAfter(5, 'dead')).rejects.toThrow('killed');
    const { dead, ...served } = await kept();
    expect(dead!.filter((name) => name.endsWith('.bin'))).toHaveLength(5);
    expect(served).toEqual(before);
    await forecast('runa', 'a4');
    expect(Object.keys(await kept()).sort()).toEqual(['a3', 'a4']);
  });

  it('of a forecast that still says running stay until it is closed, and are all there when it is made again', async () => {
    await expect(forecastKilledAfter(5, 'hung')).rejects.toThrow('killed');
    await store.pool.query(
      `UPDATE forecast_runs SET status = 'running', finished_at = NULL WHERE id = 'hung'`,
    );
    await forecast('runa', 'a5');
    expect(Object.keys(await kept()).sort()).toEqual(['a4', 'a5', 'hung']);
    await forecast('runa', 'hung');
    expect(await kept()).toEqual({ a5: await namesOf(games), hung: await namesOf(games) });
  });

  it('that a killed clean-up left go with the next one', async () => {
    await expect(forecastKilledAfter(Infinity, 'a6')).rejects.toThrow('killed');
    expect(Object.keys(await kept()).sort()).toEqual(['a5', 'a6', 'hung']);
    await forecast('runa', 'a6');
    await forecast('runa', 'a7');
    expect(Object.keys(await kept()).sort()).toEqual(['a6', 'a7']);
  });

  it('of games that left the store, or that the model is not served for any more, are gone', async () => {
    const [gone, ...others] = games;
    await publish('runb', '2020-08-02', others);
    await forecast('runb', 'b1');
    expect((await kept())['b1']).toEqual(await namesOf(others));
    await forecast('runb', 'b2');
    expect(Object.values(await kept()).flat()).not.toContain(`${gone}.bin`);

    const file = store.objectPath('kratos/models/model-a/manifest.json');
    const manifest = JSON.parse(await readFile(file, 'utf8')) as {
      decision: { bands: { served: string }[] };
    };
    for (const band of manifest.decision.bands) band.served = 'weekday median';
    await writeFile(file, JSON.stringify(manifest));
    for (const id of ['b3', 'b4']) await forecast('runb', id);
    expect(await kept()).toEqual({ b3: await namesOf([]), b4: await namesOf([]) });
  });
});

import { rename } from 'node:fs/promises';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openForecastStore, type ForecastStore } from '../../testing/forecast-store.ts';
import { rhythmicSeries, seedGames, tinyDependencies, trainWholly } from '../../testing/tiny-training.ts';
import { goBack, list, show, type ModelsConnection } from './commands.ts';

let store: ForecastStore;
let connection: ModelsConnection;
let said: string[] = [];

/** Three models of the same data, each the champion after the one before. */
beforeAll(async () => {
  store = await openForecastStore();
  const games = await seedGames(store.pool, 10);
  await store.publishRun('run1', '2020-08-01', rhythmicSeries(games, '2019-12-01'));
  await store.call('prepare-panel', { runId: 'run1' });
  for (const modelId of ['m1', 'm2', 'm3']) {
    const training = { modelId, runId: 'run1', executionArn: 'arn' };
    await trainWholly(tinyDependencies(), training);
    await store.call('promote-model', training);
  }
  connection = {
    pool: store.pool,
    states: new SFNClient({}),
    objects: new S3Client({}),
    say: (line) => void said.push(line),
    progress: { state: () => undefined, now: () => undefined },
  };
});
afterAll(() => store.close());

async function told(work: Promise<void>): Promise<string[]> {
  said = [];
  await work;
  return said;
}

async function statuses(): Promise<Record<string, string>> {
  const { rows } = await store.pool.query<{ id: string; status: string }>('SELECT id, status FROM models');
  return Object.fromEntries(rows.map(({ id, status }) => [id, status]));
}

const fold = () => store.objectPath('kratos/models/m2/fold.bin');

describe('a roll-back by the command', () => {
  it('refuses an unknown model and the champion itself, and nothing changes', async () => {
    await expect(goBack(connection, 'm9')).rejects.toThrow('there is no model m9; npm run models -- list');
    await expect(goBack(connection, 'm3')).rejects.toThrow('m3 is the champion already');
    expect(await statuses()).toMatchObject({ m3: 'champion' });
  });

  it('passes over a model that is not whole, says so, and has the newest run forecast by the one before', async () => {
    await rename(fold(), `${fold()}.away`);
    const reason = 'model m2 cannot be used: kratos/models/m2/fold.bin is missing';
    await expect(goBack(connection, 'm2')).rejects.toThrow(reason);
    expect(await told(list(connection))).toContain(`          ${reason}`);
    expect(await told(goBack(connection))).toEqual([
      `passed over: ${reason}`,
      'the champion is m1 (was m3)',
      'the newest run is forecast by it',
    ]);
    await rename(`${fold()}.away`, fold());
    expect(await statuses()).toEqual({ m1: 'champion', m2: 'retired', m3: 'retired' });
    const { rows } = await store.pool.query(
      `SELECT run_id, model_id FROM forecast_runs WHERE kind = 'live' AND status = 'succeeded'
        ORDER BY origin DESC, created_at DESC LIMIT 1`,
    );
    expect(rows).toEqual([{ run_id: 'run1', model_id: 'm1' }]);
  });

  it('finds nothing before the first model, and goes to a later one that is named', async () => {
    await expect(goBack(connection)).rejects.toThrow('no model came before the champion');
    expect(await told(goBack(connection, 'm2'))).toContain('the champion is m2 (was m1)');
    expect(await told(goBack(connection))).toContain('the champion is m1 (was m2)');
  });

  it('without a champion asks for a name', async () => {
    await store.pool.query(`UPDATE models SET status = 'retired' WHERE status = 'champion'`);
    await expect(goBack(connection)).rejects.toThrow('there is no champion to go back from');
    expect(await told(goBack(connection, 'm3'))).toContain('the champion is m3 (was none)');
  });
});

describe('a model', () => {
  it('is shown by its manifest, and an unknown one is named', async () => {
    expect((await told(show(connection, 'm3'))).slice(0, 2)).toEqual(['m3', '  runId      run1']);
    await expect(show(connection, 'm9')).rejects.toThrow('there is no model m9');
  });
});

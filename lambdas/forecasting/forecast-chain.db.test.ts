import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultConfig } from '../../forecasting/index.ts';
import { openForecastStore, type ForecastStore } from '../../testing/forecast-store.ts';
import { machineArn } from '../../testing/local-store.ts';
import { rhythmicSeries, seedGames, tinyTraining } from '../../testing/tiny-training.ts';

let store: ForecastStore;
let games: number[];
const from = '2019-12-01';
const row = async <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> =>
  (await store.pool.query(sql, values)).rows as T[];
const names = async () => (await store.allSettled()).map(({ name, status }) => `${name} ${status}`).sort();
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);

beforeAll(async () => {
  store = await openForecastStore();
  games = await seedGames(store.pool, 24);
  store.intercept(tinyTraining());
});
afterAll(() => store.close());

describe('after the first run', () => {
  const model = 'model-2020-08-01-runa';

  it('baselines speak first, a training follows, and its model speaks about the same run', async () => {
    await store.publishRun('runa', '2020-08-01', rhythmicSeries(games, from));
    await store.call('start-forecast', { runId: 'runa' });
    expect(await row('SELECT stage, status FROM training_runs')).toEqual([
      { stage: 'preparing', status: 'running' },
    ]);
    expect(await names()).toEqual([
      `forecast-runa SUCCEEDED`,
      `forecast-runa-${hashOf(model)} SUCCEEDED`,
      `${model} SUCCEEDED`,
    ]);
    expect(
      await row(
        `SELECT r.kind, r.model_id, r.status, r.origin::text, count(s.*)::integer AS days
           FROM forecast_runs r LEFT JOIN sales_forecasts s ON s.forecast_run_id = r.id
          GROUP BY r.id ORDER BY r.created_at`,
      ),
    ).toEqual([
      { kind: 'fold', model_id: null, status: 'succeeded', origin: '2020-06-02', days: 0 },
      { kind: 'live', model_id: null, status: 'succeeded', origin: '2020-08-01', days: 0 },
      { kind: 'fold', model_id: model, status: 'succeeded', origin: '2020-06-02', days: 24 * 60 },
      { kind: 'live', model_id: model, status: 'succeeded', origin: '2020-08-01', days: 24 * 60 },
    ]);
    expect(
      await row('SELECT id, status, model_id, stage, step, total_steps, error FROM training_runs'),
    ).toEqual([
      {
        id: model,
        status: 'succeeded',
        model_id: model,
        stage: 'done',
        step: 12,
        total_steps: 12,
        error: null,
      },
    ]);
  });

  it('the model is described wholly, and its objects are the ones that its manifest lists', async () => {
    const text = await readFile(store.objectPath(`kratos/models/${model}/manifest.json`), 'utf8');
    const manifest = JSON.parse(text) as Record<string, unknown> & {
      nets: { key: string; sha256: string }[];
    };
    expect(manifest).toMatchObject({
      id: model,
      runId: 'runa',
      asOf: '2020-08-01',
      recipe: defaultConfig.recipe,
      kernelId: expect.stringContaining('simd'),
      seeds: [100, 101],
      gitCommit: 'commit-of-the-test',
      dataHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      config: { optimiser: { steps: 3 } },
      decision: { origin: '2020-06-02', pooled: { 'seasonal naive': { wape: expect.any(Number) } } },
    });
    for (const { key, sha256 } of manifest.nets) {
      const bytes = await readFile(store.objectPath(key));
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    }
  });

  it('a repeat starts nothing twice, and repeated functions change nothing', async () => {
    const everything = async () => ({
      models: await row('SELECT * FROM models'),
      runs: await row('SELECT * FROM forecast_runs ORDER BY id'),
      days: await row('SELECT * FROM sales_forecasts ORDER BY 1, 2, 3'),
      manifest: await readFile(store.objectPath(`kratos/models/${model}/manifest.json`), 'utf8'),
    });
    const before = await everything();
    const executions = await names();
    expect(await store.call('start-forecast', { runId: 'runa' })).toEqual({ started: [] });
    expect(await store.call('start-forecast', { runId: 'runa', modelId: model })).toEqual({ started: [] });
    const training = { modelId: model, runId: 'runa', executionArn: 'again' };
    expect(await store.call('promote-model', training)).toMatchObject({ promoted: true });
    const forecastId = `forecast-runa-${hashOf(model)}`;
    expect(await store.call('forecast-games', { runId: 'runa', forecastId })).toMatchObject({
      games: 24,
      modelId: model,
    });
    expect(await everything()).toEqual(before);
    expect(await names()).toEqual(executions);
  });

  it('says which of both is served and why, with its error on held-out days', async () => {
    const told = await row<{ served: string; served_reason: string; past_wape: number; past_origin: string }>(
      `SELECT served, served_reason, past_wape, past_origin::text FROM forecast_games
        WHERE forecast_run_id = $1`,
      [`forecast-runa-${hashOf(model)}`],
    );
    expect(told).toHaveLength(24);
    for (const game of told) {
      expect(game.served_reason).toMatch(/model .*held-out days from 2020-06-02/);
      expect(game).toMatchObject({ past_wape: expect.any(Number), past_origin: '2020-06-02' });
    }
  });
});

describe('the nights after', () => {
  it('a run that was not published starts nothing', async () => {
    await store.publishRun('dry', '2020-08-02', rhythmicSeries(games, from), { published: false });
    expect(await store.call('start-forecast', { runId: 'dry' })).toEqual({ started: [] });
    expect(await store.call('start-forecast', { runId: 'never' })).toEqual({ started: [] });
  });

  it('the champion speaks, also about a game that is new to it, and no training begins within a week', async () => {
    const [added] = await seedGames(store.pool, 1);
    await store.publishRun('runb', '2020-08-03', [
      ...rhythmicSeries(games.slice(1), from),
      ...rhythmicSeries([added!], '2020-07-30'),
    ]);
    const { started } = (await store.call('start-forecast', { runId: 'runb' })) as { started: string[] };
    expect(started).toEqual([expect.stringContaining('forecast-runb')]);
    expect(await names()).toContain('forecast-runb SUCCEEDED');
    const told = await row<{ game_id: number }>(
      `SELECT f.game_id FROM forecast_games f JOIN forecast_runs r ON r.id = f.forecast_run_id
        WHERE r.id = 'forecast-runb' AND r.model_id IS NOT NULL ORDER BY 1`,
    );
    expect(told.map((game) => game.game_id)).toEqual([...games.slice(1), added].sort((a, b) => a! - b!));
  });

  it('a champion that this version cannot read leaves the night to the baselines and is trained anew', async () => {
    const net = store.objectPath('kratos/models/model-2020-08-01-runa/net-100.bin');
    await writeFile(net, 'something else');
    await store.publishRun('runc', '2020-08-04', rhythmicSeries(games, from));
    await store.call('start-forecast', { runId: 'runc' });
    await store.allSettled();
    const [told] = await row<{ served: string; served_reason: string }>(
      `SELECT served, served_reason FROM forecast_games WHERE forecast_run_id = 'forecast-runc' LIMIT 1`,
    );
    expect(told).toMatchObject({ served_reason: expect.stringMatching(/^a new model has to be trained; /) });
    expect(told!.served).not.toBe('model');

    await store.publishRun('rund', '2020-08-05', rhythmicSeries(games, from));
    await store.call('start-forecast', { runId: 'rund' });
    await store.allSettled();
    expect(await row(`SELECT id FROM models WHERE status = 'champion'`)).toEqual([
      { id: 'model-2020-08-05-rund' },
    ]);
  });
});

describe('a training that is cut off', () => {
  it('is closed as aborted and goes on under its own id, in an execution of its own', async () => {
    await store.publishRun('rune', '2020-08-20', rhythmicSeries(games, from));
    let calls = 0;
    const chunks = tinyTraining('many');
    let halted: (() => void) | undefined;
    const atThird = new Promise<void>((resolve) => (halted = resolve));
    store.intercept((name, payload) => {
      if (name === 'train-model' && ++calls === 3) {
        halted?.();
        return new Promise(() => undefined);
      }
      return chunks(name, payload);
    });
    await store.call('start-forecast', { runId: 'rune' });
    await atThird;
    const arn = `${machineArn('train-model').replace(':stateMachine:', ':execution:')}:model-2020-08-20-rune`;
    await store.states.executions.stop(arn);
    const [row1] = await row<{ step: number }>(`SELECT step FROM training_runs WHERE run_id = 'rune'`);
    expect(row1!.step).toBeGreaterThan(0);

    store.intercept(tinyTraining());
    const again = (await store.call('start-forecast', { runId: 'rune' })) as { started: string[] };
    expect(again.started).toContain(`${arn}-2`);
    await store.allSettled();
    expect(await row(`SELECT status, execution_arn FROM training_runs WHERE run_id = 'rune'`)).toEqual([
      { status: 'succeeded', execution_arn: `${arn}-2` },
    ]);
  });

  it('ends failed with its first error where it cannot go on, and the next run trains another', async () => {
    await store.publishRun('runf', '2020-08-30', rhythmicSeries(games, from));
    store.intercept((name) => (name === 'train-model' ? Promise.reject(new Error('no memory')) : undefined));
    await store.call('start-forecast', { runId: 'runf' });
    await store.allSettled();
    expect(await row(`SELECT status, error FROM training_runs WHERE run_id = 'runf'`)).toEqual([
      { status: 'failed', error: { error: 'Error', cause: expect.stringContaining('no memory') } },
    ]);
    store.intercept(tinyTraining());
    await store.publishRun('rung', '2020-08-31', rhythmicSeries(games, from));
    await store.call('start-forecast', { runId: 'rung' });
    await store.allSettled();
    expect(await row(`SELECT status FROM training_runs WHERE run_id = 'rung'`)).toEqual([
      { status: 'succeeded' },
    ]);
  });
});

describe('a history too short to hold days out', () => {
  it('trains nothing, says so, and leaves the forecast to a baseline', async () => {
    await store.publishRun('runh', '2020-10-01', rhythmicSeries(games, '2020-06-01'));
    await store.call('start-forecast', { runId: 'runh' });
    await store.allSettled();
    expect(await row(`SELECT status, model_id, error FROM training_runs WHERE run_id = 'runh'`)).toEqual([
      { status: 'succeeded', model_id: null, error: null },
    ]);
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  callApi,
  signInAs,
  testApiContext,
  type TestApiContext,
  type TestedApp,
} from '../../../testing/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/database.ts';
import { runMachines } from '../../../testing/run-machines.ts';
import { startTestStates } from '../../../testing/states.ts';
import { publisherGamesSchema } from '../publisher/schemas.ts';
import { createOperatorApp } from './app.ts';
import {
  executionsSchema,
  runDetailSchema,
  runGamesSchema,
  runsSchema,
  startedRunSchema,
  trainingSchema,
} from './schemas.ts';

let database: TestDatabase;
let context: TestApiContext;
let app: TestedApp;
let states: Awaited<ReturnType<typeof startTestStates>>;
let operator: string;
let answer: (payload: { step: string }) => unknown = () => ({});
let names = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  operator = await signInAs(database.pool(), { id: 'olga', role: 'operator' });
  states = await startTestStates(runMachines, async (payload) => await answer(payload as { step: string }));
  context = testApiContext(database, 'kratos_operator', () => new Date('2026-03-10T12:00:00Z'));
  app = createOperatorApp({
    ...context.api,
    states: states.client,
    machines: {
      'sales-etl': states.arnOf('sales-etl'),
      'train-model': states.arnOf('train-model'),
      'forecast-sales': states.arnOf('forecast-sales'),
    },
    objects: { find: () => Promise.resolve(undefined) },
    currency: 'USD',
    unique: () => `t${++names}`,
  });
  await database.pool().query(`
    INSERT INTO publishers (name, slug) VALUES ('North', 'north'), ('South', 'south');
    INSERT INTO games (publisher_id, slug, title) SELECT 1 + n % 2, 'game-' || n, 'Game ' || n FROM generate_series(1, 60) n;
    INSERT INTO etl_runs (id, execution_arn, run_date, as_of, cutoff_at, status, started_at, finished_at, counts, error)
      SELECT 'old' || n, 'arn:aws:states:us-east-1:000000000000:execution:sales-etl:old' || n, '2026-03-01', '2026-03-01',
             '2026-03-01', 'failed', '2026-03-01T00:00:00.000123Z'::timestamptz + (n / 3) * interval '1 microsecond',
             '2026-03-02', '{"games": 60, "no_sales": 2}', '{"error": "GamesFailed", "cause": "25 games failed"}'
        FROM generate_series(1, 30) n;
    INSERT INTO etl_run_games (run_id, game_id, status, reason)
      SELECT 'old1', id, CASE WHEN id <= 25 THEN 'failed' ELSE 'written' END, 'bad label' FROM games`);
});
afterAll(async () => {
  await states.close();
  await context.close();
  await database.close();
});

const get = async (path: string) => (await callApi(app, path, { cookie: operator })).json();
const start = (body: unknown) => callApi(app, '/api/operator/runs', { cookie: operator, body });

async function finished(executionArn: string): Promise<void> {
  for (;;) {
    const { status } = await states.client.send(new DescribeExecutionCommand({ executionArn }));
    if (status !== 'RUNNING') return;
    await sleep(20);
  }
}

describe('starting a run', () => {
  it('starts the execution with the input as it was given, under a name that is the run id', async () => {
    const inputs: unknown[] = [];
    answer = (payload) => void inputs.push(payload);
    const body = { runDate: '2026-03-10', asOf: '2026-03-09', gameIds: [1, 2], dryRun: true };
    const response = await start(body);
    expect(response.status).toBe(202);
    const started = startedRunSchema.parse(response.json());
    expect(started.runId).toMatch(/^r20260309t\d+$/);
    expect(started.executionArn).toMatch(new RegExp(`:execution:sales-etl:${started.runId}$`));
    await finished(started.executionArn);
    expect(inputs[0]).toEqual({ step: 'open', input: body });
    const { rows } = await database.pool().query('SELECT actor_id, subject, detail FROM audit_log');
    expect(rows).toEqual([{ actor_id: 'olga', subject: `run:${started.runId}`, detail: body }]);
  });

  it.each([
    ['runDate', {}],
    ['runDate', { runDate: '2026-02-30' }],
    ['asOf', { runDate: '2026-03-10', asOf: '2026-03-12' }],
    ['gameIds', { runDate: '2026-03-10', gameIds: [] }],
    ['baseRun', { runDate: '2026-03-10', baseRun: 'x; DROP' }],
    ['force', { runDate: '2026-03-10', force: true }],
  ])('names the field %s that is wrong', async (field, body) => {
    const response = await start(body);
    expect(response.status).toBe(400);
    expect(response.json()).toMatchObject({
      code: 'invalid_request',
      fieldErrors: { [field]: expect.any(Array) },
    });
  });

  it('refuses to build on a run that does not exist', async () => {
    expect((await start({ runDate: '2026-03-10', baseRun: 'nosuchrun' })).json()).toMatchObject({
      code: 'run_not_found',
    });
  });

  it('says that a run is in progress when the states service knows its name', async () => {
    answer = () => sleep(300);
    await start({ runDate: '2026-03-08' });
    names -= 1;
    expect((await start({ runDate: '2026-03-08', dryRun: true })).json()).toMatchObject({
      code: 'run_in_progress',
      status: 409,
    });
  });
});

describe('the runs', () => {
  it('are walked newest first without a gap or a repeat, also among those of one instant', async () => {
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const page = runsSchema.parse(await get(`/api/operator/runs?limit=7${cursor}`));
      seen.push(...page.items.filter((run) => run.id.startsWith('old')).map((run) => run.id));
      if (page.nextCursor === null) break;
      cursor = `&cursor=${page.nextCursor}`;
    }
    expect(seen).toHaveLength(30);
    expect(new Set(seen).size).toBe(30);
  });

  it('hold a run that has not written its row yet', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    answer = () => held;
    const { runId, executionArn } = startedRunSchema.parse((await start({ runDate: '2026-03-07' })).json());
    const { items } = runsSchema.parse(await get('/api/operator/runs'));
    expect(items.find((run) => run.id === runId)).toMatchObject({
      status: 'running',
      runDate: '2026-03-07',
      executionArn,
    });
    const detail = runDetailSchema.parse(await get(`/api/operator/runs/${runId}`));
    expect(detail.states.map((state) => [state.name, state.status])).toEqual([
      ['Open', 'running'],
      ['Transform', 'waiting'],
      ['CleanUp', 'waiting'],
      ['Good', 'waiting'],
      ['Done', 'waiting'],
      ['Bad', 'waiting'],
    ]);
    release();
    await finished(executionArn);
  });

  it('show each state with its attempts, counts and ways', async () => {
    let shaky = 1;
    answer = ({ step }) => {
      if (step === 'open' && shaky-- > 0) throw Object.assign(new Error('not yet'), { name: 'Shaky' });
      return {};
    };
    const { runId, executionArn } = startedRunSchema.parse((await start({ runDate: '2026-03-06' })).json());
    await finished(executionArn);
    const detail = runDetailSchema.parse(await get(`/api/operator/runs/${runId}`));
    expect(detail.status).toBe('succeeded');
    const byName = Object.fromEntries(detail.states.map((state) => [state.name, state]));
    expect(byName['Open']).toMatchObject({ status: 'succeeded', attempts: 2, error: null });
    expect(byName['Transform']).toMatchObject({
      status: 'succeeded',
      counts: { done: 3, total: 3, failed: 0 },
    });
    expect(byName['CleanUp']).toMatchObject({ status: 'waiting', attempts: 0, enteredAt: null });
    expect(byName['Done']).toMatchObject({ status: 'succeeded' });
    expect(detail.edges).toContainEqual({ from: 'Open', to: 'CleanUp', label: 'on error' });
    expect(detail.edges).toContainEqual({ from: 'Good', to: 'Bad', label: 'else' });
    expect(detail.edges).toContainEqual({ from: 'Open', to: 'Transform' });
  });

  it('show where a run failed and why', async () => {
    answer = ({ step }) => {
      if (step === 'open') throw Object.assign(new Error('no lease'), { name: 'LeaseLost' });
      return {};
    };
    const { runId, executionArn } = startedRunSchema.parse((await start({ runDate: '2026-03-05' })).json());
    await finished(executionArn);
    const detail = runDetailSchema.parse(await get(`/api/operator/runs/${runId}`));
    expect(detail).toMatchObject({ status: 'failed', error: { error: 'RunFailed', cause: 'on purpose' } });
    const byName = Object.fromEntries(detail.states.map((state) => [state.name, state]));
    expect(byName['Open']).toMatchObject({ status: 'caught', error: { error: 'LeaseLost' } });
    expect(byName['CleanUp']).toMatchObject({ status: 'succeeded' });
    expect(byName['Bad']).toMatchObject({ status: 'failed', error: { error: 'RunFailed' } });
  });

  it('name the games that failed, the first twenty of them, and each game by page', async () => {
    const detail = runDetailSchema.parse(await get('/api/operator/runs/old1'));
    expect(detail).toMatchObject({ gamesTotal: 60, counts: { games: 60, noSales: 2, failed: 0 } });
    expect(detail.failedGames).toHaveLength(20);
    expect(detail.failedGames[0]).toEqual({ gameId: 1, title: 'Game 1', reason: 'bad label' });
    const seen: number[] = [];
    for (let cursor = ''; ;) {
      const page = runGamesSchema.parse(
        await get(`/api/operator/runs/old1/games?status=failed&limit=10${cursor}`),
      );
      expect(page.total).toBe(25);
      seen.push(...page.items.map((game) => game.gameId));
      if (page.nextCursor === null) break;
      cursor = `&cursor=${page.nextCursor}`;
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, n) => n + 1));
    expect(runGamesSchema.parse(await get('/api/operator/runs/old1/games?game=40')).items).toHaveLength(1);
  });

  it('are not found when there is no such run', async () => {
    expect(await get('/api/operator/runs/nosuchrun')).toMatchObject({ code: 'run_not_found', status: 404 });
    expect(await get('/api/operator/runs/nosuchrun/games')).toMatchObject({ code: 'run_not_found' });
    expect(await get('/api/operator/runs/No-Such')).toMatchObject({ code: 'invalid_request' });
  });
});

describe('an operator', () => {
  it('finds the games of every publisher by title', async () => {
    const page = publisherGamesSchema.parse(await get('/api/operator/games?q=game%202'));
    expect(page.total).toBe(11);
    expect(new Set(page.items.map((game) => game.publisher.name))).toEqual(new Set(['North', 'South']));
  });

  it('sees the training, its error, the champion and the models', async () => {
    expect(trainingSchema.parse(await get('/api/operator/training'))).toEqual({
      current: null,
      champion: null,
      models: [],
      driftingGames: [],
    });
    await database.pool().query(`
      INSERT INTO training_runs (id, execution_arn, run_id, status, stage, step, total_steps, error, finished_at)
        VALUES ('m2', 'arn:2', 'old1', 'failed', 'training', 40, 400, '{"error": "OutOfTime", "cause": "29 s"}', now());
      INSERT INTO models (id, status, manifest_key, recipe, kernel_id, seed, data_hash, as_of, metrics)
        VALUES ('m1', 'champion', 'k', 'lstm', 'simd', 1, 'h', '2026-03-01', '{"wape": 0.4}')`);
    const training = trainingSchema.parse(await get('/api/operator/training'));
    expect(training.current).toMatchObject({
      status: 'failed',
      step: 40,
      error: { error: 'OutOfTime', cause: '29 s' },
    });
    expect(training.champion).toMatchObject({ id: 'm1', metrics: { wape: 0.4 } });
  });

  it('sees which model and which games drift, since when and how far ahead', async () => {
    await database.pool().query(`
      INSERT INTO models (id, status, manifest_key, recipe, kernel_id, seed, data_hash, as_of, metrics)
        VALUES ('m0', 'retired', 'k', 'lstm', 'simd', 1, 'h', '2026-02-01', '{}');
      INSERT INTO drift_marks (game_id, horizon_band, since, marked_on, cleared_on) VALUES
        (NULL, 1, '2026-03-05', '2026-03-07', NULL), (NULL, 2, '2026-02-05', '2026-02-07', '2026-02-09'),
        (5, 3, '2026-03-01', '2026-03-03', NULL), (7, 1, '2026-03-06', '2026-03-08', NULL),
        (5, 2, '2026-03-02', '2026-03-04', NULL), (8, 1, '2026-02-06', '2026-02-08', '2026-02-10')`);
    const training = trainingSchema.parse(await get('/api/operator/training'));
    const mark = { of: 'champion', days: { from: 1, to: 7 }, since: '2026-03-05' };
    expect(training.champion?.drift).toEqual([{ ...mark, note: expect.stringContaining('1 to 7 days') }]);
    expect(training.models.map(({ id, drift }) => [id, drift.length])).toEqual([
      ['m1', 1],
      ['m0', 0],
    ]);
    expect(training.driftingGames).toMatchObject([
      { gameId: 7, title: 'Game 7', drift: [{ of: 'game', days: { from: 1, to: 7 } }] },
      { gameId: 5, drift: [{ days: { from: 8, to: 28 } }, { days: { from: 29, to: 60 } }] },
    ]);
  });

  it('sees the executions of training and forecast with the error of each failed one', async () => {
    const { executionArn = '' } = await states.client.send(
      new StartExecutionCommand({ stateMachineArn: states.arnOf('train-model'), name: 'one' }),
    );
    await finished(executionArn);
    const { items } = executionsSchema.parse(await get('/api/operator/executions'));
    expect(items).toEqual([
      expect.objectContaining({
        machine: 'train-model',
        name: 'one',
        status: 'FAILED',
        error: { error: 'NoData', cause: 'nothing to learn' },
      }),
    ]);
  });
});

import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  callApi,
  signInAs,
  testApiContext,
  type TestApiContext,
  type TestedApp,
} from '../../../testing/api.ts';
import {
  baselineNames,
  networkSize,
  packFold,
  packWeights,
  sha256,
  type ForecastSet,
} from '../../../forecasting/index.ts';
import type { BaselineName } from '../../../forecasting/baselines/baseline.ts';
import { emptyForecasts } from '../../../forecasting/forecast-set.ts';
import { parameterCount } from '../../../forecasting/model/parameters.ts';
import { smallConfig } from '../../../testing/panels.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/database.ts';
import { runMachines } from '../../../testing/run-machines.ts';
import { startTestStates } from '../../../testing/states.ts';
import { createOperatorApp, type OperatorContext } from './app.ts';
import { championAndEarlier, findWayBack } from './models.ts';
import { rolledBackSchema } from './schemas.ts';

let database: TestDatabase;
let context: TestApiContext;
let operatorContext: OperatorContext;
let app: TestedApp;
let states: Awaited<ReturnType<typeof startTestStates>>;
let operator: string;
let names = 0;
const objects = new Map<string, Uint8Array>();

const text = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

/** A model of one untrained network and no games, as a training leaves it. */
function keepModel(id: string, config: object = smallConfig): void {
  const net = packWeights({
    config: smallConfig,
    seed: 1,
    kernelId: 'simd',
    yearly: false,
    shares: false,
    base: new Float64Array(),
    values: new Float32Array(parameterCount(networkSize(smallConfig))),
  });
  const none = emptyForecasts(0, smallConfig.horizon, 0);
  const baselines = Object.fromEntries(baselineNames.map((name) => [name, none]));
  const fold = {
    origin: 0,
    horizon: smallConfig.horizon,
    gameIds: [],
    bands: new Uint8Array(),
    forecasts: { ...(baselines as Record<BaselineName, ForecastSet>), model: null },
  };
  const key = (name: string) => `kratos/models/${id}/${name}`;
  objects.set(key('net-1.bin'), net);
  objects.set(key('fold.bin'), packFold(fold));
  const manifest = {
    format: 1,
    id,
    runId: 'r',
    asOf: '2026-03-01',
    dataHash: 'h',
    recipe: 'lstm',
    kernelId: 'simd',
    seeds: [1],
    nets: [{ seed: 1, key: key('net-1.bin'), sha256: sha256(net) }],
    foldKey: key('fold.bin'),
    gitCommit: 'c',
    createdAt: '2026-03-01T00:00:00Z',
    config,
    decision: {},
    calibration: {},
  };
  objects.set(key('manifest.json'), text(manifest));
}

beforeAll(async () => {
  database = await createTestDatabase();
  operator = await signInAs(database.pool(), { id: 'olga', role: 'operator' });
  states = await startTestStates(runMachines, () => Promise.resolve({}));
  context = testApiContext(database, 'kratos_operator', () => new Date('2026-03-10T12:00:00Z'));
  operatorContext = {
    ...context.api,
    states: states.client,
    machines: {
      'sales-etl': states.arnOf('sales-etl'),
      'train-model': states.arnOf('train-model'),
      'forecast-sales': states.arnOf('forecast-sales'),
    },
    objects: { find: (key) => Promise.resolve(objects.get(key)) },
    currency: 'USD',
    unique: () => `t${++names}`,
  };
  app = createOperatorApp(operatorContext);
});
afterAll(async () => {
  await states.close();
  await context.close();
  await database.close();
});

/** Three models that took each other's place, and one that was refused. */
beforeEach(async () => {
  for (const id of ['m1', 'm2', 'm3']) keepModel(id);
  await database.pool().query(`
    TRUNCATE models, model_promotions, audit_log, etl_runs CASCADE;
    INSERT INTO models (id, status, manifest_key, recipe, kernel_id, seed, data_hash, as_of, metrics)
      SELECT id, status, 'k', 'lstm', 'simd', 1, 'h', '2026-03-01', '{}'
        FROM (VALUES ('m1', 'candidate'), ('m2', 'candidate'), ('m3', 'candidate'), ('bad', 'refused')) v(id, status);
    SELECT promote_model('m1', NULL, 'gate', NULL);
    SELECT promote_model('m2', 'm1', 'gate', NULL);
    SELECT promote_model('m3', 'm2', 'gate', NULL)`);
});

const rollBack = (id: string, body: unknown) =>
  callApi(app, `/api/operator/models/${id}/roll-back`, { cookie: operator, body });
const champion = async () => (await championAndEarlier(database.pool())).champion;

describe('a roll-back', () => {
  it('serves the older model again, forecasts the newest run by it, and is on record', async () => {
    await database.pool().query(`
      INSERT INTO etl_runs (id, execution_arn, run_date, as_of, cutoff_at, status, published, finished_at)
        VALUES ('runx', 'arn', '2026-03-09', '2026-03-09', now(), 'succeeded', true, now())`);
    const answer = await rollBack('m2', { champion: 'm3' });
    expect(answer.status).toBe(200);
    const { executionArn, champion: now } = rolledBackSchema.parse(answer.json());
    expect(now).toBe('m2');
    const { input } = await states.client.send(
      new DescribeExecutionCommand({ executionArn: executionArn ?? '' }),
    );
    expect(JSON.parse(input ?? '')).toEqual({ runId: 'runx', forecastId: `forecast-runx-t${names}` });
    const { rows } = await database.pool().query(`SELECT id, status FROM models ORDER BY id`);
    expect(rows).toEqual([
      { id: 'bad', status: 'refused' },
      { id: 'm1', status: 'retired' },
      { id: 'm2', status: 'champion' },
      { id: 'm3', status: 'retired' },
    ]);
    const record = await database.pool().query(
      `SELECT p.previous_id, p.kind, p.actor, a.action, a.subject, a.detail
           FROM model_promotions p, audit_log a ORDER BY p.id DESC LIMIT 1`,
    );
    expect(record.rows).toEqual([
      {
        previous_id: 'm3',
        kind: 'roll-back',
        actor: 'olga',
        action: 'model.roll-back',
        subject: 'model:m2',
        detail: { from: 'm3' },
      },
    ]);
  });

  it('is done although the forecast by it cannot be started, which the log says', async () => {
    await database.pool().query(`
      INSERT INTO etl_runs (id, execution_arn, run_date, as_of, cutoff_at, status, published, finished_at)
        VALUES ('runx', 'arn', '2026-03-09', '2026-03-09', now(), 'succeeded', true, now())`);
    const withoutMachine = createOperatorApp({
      ...operatorContext,
      machines: { ...operatorContext.machines, 'forecast-sales': states.arnOf('nosuch') },
    });
    context.logged.length = 0;
    const answer = await callApi(withoutMachine, '/api/operator/models/m2/roll-back', {
      cookie: operator,
      body: { champion: 'm3' },
    });
    expect([answer.status, answer.json()]).toEqual([200, { champion: 'm2', executionArn: null }]);
    expect(await champion()).toBe('m2');
    expect(context.logged.map((line) => JSON.parse(line) as unknown)).toContainEqual(
      expect.objectContaining({ level: 'error', modelId: 'm2', error: 'StateMachineDoesNotExist' }),
    );
  });

  it('leads two models back when it is done twice, not to and fro', async () => {
    for (const expected of ['m2', 'm1']) {
      const { champion: from, earlier } = await championAndEarlier(database.pool());
      expect(earlier[0]).toBe(expected);
      await rollBack(expected, { champion: from });
    }
    expect(await championAndEarlier(database.pool())).toEqual({ champion: 'm1', earlier: [] });
  });

  it('that names no model passes over those that this version cannot serve, and says why', async () => {
    const wayBack = async () => {
      const { earlier } = await championAndEarlier(database.pool());
      return findWayBack(database.pool(), operatorContext.objects, earlier);
    };
    expect(await wayBack()).toEqual({ modelId: 'm2', passedOver: [] });
    objects.delete('kratos/models/m2/net-1.bin');
    const withoutNet = 'model m2 cannot be used: kratos/models/m2/net-1.bin is missing';
    expect(await wayBack()).toEqual({ modelId: 'm1', passedOver: [withoutNet] });
    const older = { ...smallConfig, trust: 0.7 };
    keepModel('m1', older);
    expect(await wayBack()).toEqual({
      modelId: null,
      passedOver: [withoutNet, 'model m1 cannot be used: config: its recipe lacks trust'],
    });
    await database.pool().query('TRUNCATE models CASCADE');
    expect(await wayBack()).toEqual({ modelId: null, passedOver: [] });
  });

  it.each([
    ['an unknown model', 'nosuch', { champion: 'm3' }, 404, 'model_not_found'],
    ['a model that was refused', 'bad', { champion: 'm3' }, 409, 'model_refused'],
    ['a champion that the operator did not see', 'm1', { champion: 'm2' }, 409, 'champion_changed'],
    ['the champion itself', 'm3', { champion: 'm3' }, 409, 'already_champion'],
    ['the champion itself, where another one was seen', 'm3', { champion: 'm2' }, 409, 'already_champion'],
    ['a model that is no champion any more', 'm2', { champion: 'm2' }, 409, 'champion_changed'],
    ['no word on the champion', 'm1', {}, 400, 'invalid_request'],
    ['a field that nobody knows', 'm1', { champion: 'm3', force: true }, 400, 'invalid_request'],
  ])('answers %s by a problem, and the champion stays', async (_what, id, body, status, code) => {
    const answer = await rollBack(id, body);
    expect(answer.json()).toMatchObject({ status, code });
    expect(await champion()).toBe('m3');
  });

  it('to a model that this version cannot read is refused with the reason, and the champion stays', async () => {
    const older = { ...smallConfig, trust: 0.7 };
    keepModel('m1', older);
    objects.delete('kratos/models/m2/net-1.bin');
    const refused = async (id: string) => (await rollBack(id, { champion: 'm3' })).json();
    expect(await refused('m1')).toMatchObject({
      status: 409,
      code: 'model_unusable',
      detail: 'model m1 cannot be used: config: its recipe lacks trust',
    });
    expect(await refused('m2')).toMatchObject({
      code: 'model_unusable',
      detail: 'model m2 cannot be used: kratos/models/m2/net-1.bin is missing',
    });
    expect(await champion()).toBe('m3');
  });

  it('happens once when two operators ask for different models at once', async () => {
    const answers = await Promise.all([
      rollBack('m1', { champion: 'm3' }),
      rollBack('m2', { champion: 'm3' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await champion()).toBe(answers[0].status === 200 ? 'm1' : 'm2');
  });
});

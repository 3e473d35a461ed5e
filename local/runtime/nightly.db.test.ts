import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { dayOf } from '../../domain/days.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { SalesSeeds } from '../../testing/sales-seeds.ts';
import { continueDemo, seedDemo } from '../demo/index.ts';
import { catchUp, runNight, type NightlyParts } from './nightly.ts';

let database: TestDatabase;
let started: string[];
let forecasts: object[];
let parts: NightlyParts;
let seeds: SalesSeeds;

async function open(): Promise<void> {
  database = await createTestDatabase();
  seeds = new SalesSeeds(database.pool());
  started = [];
  forecasts = [];
  parts = {
    pool: database.pool(),
    startRun: (day) => void started.push(day),
    startForecast: (request) => {
      forecasts.push(request);
      return Promise.resolve(true);
    },
  };
}

const noon = (day: string): Date => new Date(`${day}T12:00:00Z`);
const query = (sql: string, values: unknown[] = []) => database.pool().query(sql, values);
const publishedRun = (id: string, asOf: string) =>
  query(
    `INSERT INTO etl_runs (id, execution_arn, run_date, as_of, cutoff_at, status, published, started_at, finished_at)
     VALUES ($1, $1, $2, $2, now(), 'succeeded', true, $3, now())`,
    [id, asOf, `${asOf}T01:15:00Z`],
  );
const champion = async (id: string, asOf: string) => {
  await query(
    `INSERT INTO training_runs (id, execution_arn, run_id, status, stage, started_at)
     VALUES ($1, $1, 'run1', 'succeeded', 'done', $2)`,
    [id, `${asOf}T01:20:00Z`],
  );
  await query(
    `INSERT INTO models (id, training_run_id, status, manifest_key, recipe, kernel_id, seed, data_hash, as_of, metrics, decision)
     VALUES ($1, $1, 'champion', 'key', 'recipe', 'simd', 1, 'hash', $2, '{}', '{}')`,
    [id, asOf],
  );
};
const liveForecast = (id: string, runId: string, model: string | null, origin: string) =>
  query(
    `INSERT INTO forecast_runs (id, kind, run_id, model_id, origin, horizon, status)
     VALUES ($1, 'live', $2, $3, $4, 60, 'succeeded')`,
    [id, runId, model, origin],
  );

describe('what a start catches up with', () => {
  beforeEach(open);
  afterEach(() => database.close());

  it('is nothing in a store without a game', async () => {
    expect(await catchUp(parts, noon('2026-03-02'))).toBe('nothing to do');
    expect(started).toEqual([]);
  });

  it('is the run of today where the store sells', async () => {
    const game = await seeds.game({ title: 'Sold' });
    await seeds.sale(game, '2026-03-01T10:00:00Z');
    expect(await catchUp(parts, noon('2026-03-02'))).toBe('started');
    expect(started).toEqual(['2026-03-02']);
  });

  it('is no run of today over a catalogue whose history ended years ago, before its first run and after it', async () => {
    const game = await seeds.game({ title: 'Of 2020' });
    await seeds.history([
      [game, '2020-06-13', 5],
      [game, '2020-08-12', 5],
    ]);
    expect(await catchUp(parts, noon('2026-03-02'))).toBe('waiting');
    await publishedRun('run1', '2020-06-14');
    await champion('model1', '2020-06-14');
    await liveForecast('forecast1', 'run1', 'model1', '2020-06-14');
    expect(await catchUp(parts, noon('2026-03-02'))).toBe('waiting');
    expect(started).toEqual([]);
    expect(forecasts).toEqual([]);
  });

  it('is the forecast of an old run that was cut off, although no new run starts', async () => {
    const game = await seeds.game({ title: 'Of 2020' });
    await seeds.history([[game, '2020-06-13', 5]]);
    await publishedRun('run1', '2020-06-14');
    expect(await catchUp(parts, noon('2026-03-02'))).toBe('started');
    expect(started).toEqual([]);
    expect(forecasts).toEqual([{ runId: 'run1' }]);
  });

  it('is the forecast by a model whose training had just ended', async () => {
    const game = await seeds.game({ title: 'Sold' });
    await seeds.sale(game, '2026-03-01T10:00:00Z');
    await publishedRun('run1', '2026-03-02');
    await liveForecast('forecast1', 'run1', null, '2026-03-02');
    await champion('model1', '2026-03-02');
    await catchUp(parts, noon('2026-03-02'));
    await liveForecast('forecast2', 'run1', 'model1', '2026-03-02');
    expect(await catchUp(parts, noon('2026-03-02'))).toBe('nothing to do');
    expect(forecasts).toEqual([{ runId: 'run1', modelId: 'model1' }]);
  });

  it('is the forecast that was killed, also when the model stands', async () => {
    const game = await seeds.game({ title: 'Sold' });
    await seeds.sale(game, '2026-03-01T10:00:00Z');
    await publishedRun('run1', '2026-03-02');
    await champion('model1', '2026-03-02');
    await catchUp(parts, noon('2026-03-02'));
    expect(forecasts).toEqual([{ runId: 'run1' }]);
  });
});

describe('a night of an open store', () => {
  const anchor = dayOf('2026-03-02');
  const scale = 0.02;
  const lines: string[] = [];
  const night = (now: Date) =>
    runNight(parts, now, {
      addDemoDays: (instant) => continueDemo({ pool: database.pool(), anchor, scale, now: instant }),
      log: (line) => lines.push(line),
    });

  beforeAll(async () => {
    await open();
    const putCover = (): Promise<void> => Promise.resolve();
    await seedDemo({ pool: database.pool(), anchor, scale, putCover });
  });
  afterAll(() => database.close());

  it('sells the day that has passed and then starts its run', async () => {
    await night(new Date('2026-03-03T01:15:00Z'));
    const { rows } = await query(`SELECT max(paid_at)::date::text AS last FROM orders`);
    expect(rows).toEqual([{ last: '2026-03-02' }]);
    expect(started).toEqual(['2026-03-03']);
    expect(lines).toEqual(['the nightly run of 2026-03-03 has started']);
  });

  it('adds every day that passed while the machine slept', async () => {
    await night(new Date('2026-03-06T09:31:00Z'));
    const { rows } = await query(
      `SELECT count(DISTINCT paid_at::date)::int AS days FROM orders WHERE paid_at >= '2026-03-03'`,
    );
    expect(rows).toEqual([{ days: 3 }]);
    expect(started.at(-1)).toBe('2026-03-06');
  });

  it('says why no run starts when nothing has been sold for long', async () => {
    await runNight(parts, new Date('2026-09-01T01:15:00Z'), {
      addDemoDays: undefined,
      log: (line) => lines.push(line),
    });
    expect(started).not.toContain('2026-09-01');
    expect(lines.at(-1)).toContain('nothing was sold in the 60 days before 2026-09-01');
  });
});

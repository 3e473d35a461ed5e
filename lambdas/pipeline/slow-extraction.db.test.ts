import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { resultsOf } from '../../testing/pipeline-results.ts';
import { openPipelineStore, type PipelineStore } from '../../testing/pipeline-store.ts';
import { SalesSeeds } from '../../testing/sales-seeds.ts';

/** The service cuts a statement after 45 seconds; here after two. */
const statementMs = 2_000;
const asOf = '2026-01-11';
let store: PipelineStore;
let results: ReturnType<typeof resultsOf>;
let game: number;

beforeAll(async () => {
  store = await openPipelineStore({ dataApiLimits: { statementMs } });
  results = resultsOf(store);
  const seeds = new SalesSeeds(store.pool);
  game = await seeds.game({ title: 'Sold' });
  await seeds.sale(game, '2026-01-05T12:00:00Z', { quantity: 3 });
});
afterEach(() => store.intercept(undefined));
afterAll(() => store.close());

/** The extraction's answers, as they come. */
function watchExtraction(): { state: string; starts: number }[] {
  const answers: { state: string; starts: number }[] = [];
  store.intercept((name, payload) =>
    name === 'extract-sales'
      ? store.call(name, payload).then((answer) => {
          answers.push(answer as { state: string; starts: number });
          return answer;
        })
      : undefined,
  );
  return answers;
}

/** Keeps the extraction from reading its orders until it is released. */
async function holdOrders(): Promise<() => Promise<void>> {
  const holder = await store.pool.connect();
  await holder.query('BEGIN');
  await holder.query('LOCK TABLE refunds IN ACCESS EXCLUSIVE MODE');
  return async () => {
    await holder.query('ROLLBACK');
    holder.release();
  };
}

/** Statements of an extraction that are at work now, of whatever run. */
async function extractions(): Promise<number> {
  const { rows } = await store.pool.query<{ n: number }>(
    `SELECT count(*)::integer AS n FROM pg_stat_activity
      WHERE datname = current_database() AND state = 'active' AND query ~ '^CREATE (TABLE|UNIQUE INDEX).*staging_sales_data_'`,
  );
  return rows[0]?.n ?? 0;
}

describe('an extraction that outlives the time of a statement', () => {
  it('goes on by itself, is waited for, is not started twice, and the run ends well', async () => {
    const answers = watchExtraction();
    const release = await holdOrders();
    const started = store.start({ runDate: asOf });
    while (answers.length < 3) await sleep(50);
    await release();
    expect(await store.settled(started.arn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(answers.slice(0, 3)).toEqual([
      { state: 'running', starts: 1 },
      { state: 'running', starts: 1 },
      { state: 'running', starts: 1 },
    ]);
    expect(answers.at(-1)).toEqual({ state: 'done', starts: 1 });
    const states = store.states.executions
      .history(started.arn)
      .flatMap((event) => (event['stateEnteredEventDetails'] as { name?: string } | undefined)?.name ?? []);
    expect(states.filter((name) => name === 'WaitForExtraction').length).toBe(answers.length - 1);
    expect(await results.entry(started.runId, game)).toMatchObject({ status: 'written', units: 3 });
    expect(await store.stagingTables()).toEqual([]);
  });

  it('is started again when it was ended from outside, and given up after the third time', async () => {
    const answers = watchExtraction();
    const release = await holdOrders();
    const started = store.start({ runDate: asOf });
    for (let start = 1; start <= 3; start++) {
      while (answers.at(-1)?.starts !== start) await sleep(50);
      await store.pool.query(
        `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE query LIKE 'CREATE TABLE staging.%'`,
      );
    }
    const ended = await store.settled(started.arn);
    await release();
    expect(ended).toMatchObject({ status: 'FAILED', error: 'ExtractionFailedError' });
    expect(ended.cause).toContain('was started 3 times and never finished');
    expect(await store.stagingTables()).toEqual([]);
    expect(await store.run({ runDate: asOf })).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('and its stopped run is stopped by the next run, and leaves no table then or later', async () => {
    const answers = watchExtraction();
    const release = await holdOrders();
    const started = store.start({ runDate: asOf });
    while (answers.length < 1) await sleep(50);
    await store.states.executions.stop(started.arn);
    expect(await store.settled(started.arn)).toMatchObject({ status: 'ABORTED' });
    expect(await extractions()).toBe(1);

    const execution = { arn: `${started.arn}next`, name: 'next' };
    await store.call('open-run', { execution, input: { runDate: asOf } });
    expect(await extractions()).toBe(0);
    await release();
    while ((await extractions()) > 0) await sleep(50);
    expect(await store.stagingTables()).toEqual([]);
    await store.call('clean-up', { execution, failure: { error: '', cause: '' } });
  });

  it('and goes on to its index is stopped by the next run, which does not wait for it', async () => {
    const { arn, runId } = await store.run({ runDate: asOf });
    const name = `staging_sales_data_${runId}`;
    await store.pool.query(`CREATE TABLE staging.${name} (game_id integer, day date)`);
    await store.pool.query(`ALTER TABLE staging.${name} OWNER TO kratos_pipeline`);
    const reader = await store.pool.connect();
    await reader.query('BEGIN');
    await reader.query(`INSERT INTO staging.${name} VALUES (1, '2026-01-05')`);
    const work = store.call('extract-sales', { runId, starts: 1 });
    expect(await work).toEqual({ state: 'running', starts: 1 });

    const execution = { arn: `${arn}next`, name: 'next' };
    const opened = store.call('open-run', { execution, input: { runDate: asOf } });
    while ((await extractions()) > 0) await sleep(50);
    await reader.query('ROLLBACK');
    reader.release();
    await opened;
    expect(await store.stagingTables()).toEqual([]);
    await store.call('clean-up', { execution, failure: { error: '', cause: '' } });
  });
});

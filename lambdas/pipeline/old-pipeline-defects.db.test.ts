import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { resultsOf, type SeriesRow as Row } from '../../testing/pipeline-results.ts';
import { openPipelineStore, type PipelineStore } from '../../testing/pipeline-store.ts';
import { SalesSeeds } from '../../testing/sales-seeds.ts';

/** Each of the defects of the pipeline that this one replaces, as a story that must not come true again. */
const asOf = '2026-01-11';
let store: PipelineStore;
let seeds: SalesSeeds;
let series: ReturnType<typeof resultsOf>['series'];

beforeAll(async () => {
  store = await openPipelineStore();
  seeds = new SalesSeeds(store.pool);
  ({ series } = resultsOf(store));
});
afterAll(() => store.close());

async function runWell(): Promise<string> {
  const ended = await store.run({ runDate: asOf });
  expect(ended).toMatchObject({ status: 'SUCCEEDED' });
  return ended.runId;
}

async function day(game: number, date: string): Promise<Row | undefined> {
  return (await series(game)).find((row) => row['purchase_date'] === date);
}

const total = (rows: readonly Row[], column: string): number =>
  rows.reduce((sum, row) => sum + Number(row[column]), 0);

describe('defects of the old pipeline', () => {
  it('1: a game without sales does not keep the games after it from their files', async () => {
    const unsold = await seeds.game({
      title: 'Unsold',
      price: { from: '2026-01-05T00:00:00Z', amount: 500 },
    });
    const sold = await seeds.game({ title: 'Sold' });
    await seeds.sale(sold, '2026-01-06T12:00:00Z');
    const runId = await runWell();
    expect(await series(unsold)).toHaveLength(6);
    expect(total(await series(sold), 'quantity')).toBe(1);
    const { rows } = await store.pool.query<{ game_id: number; status: string; reason: string }>(
      'SELECT game_id, status, reason FROM etl_run_games WHERE run_id = $1 AND game_id = ANY ($2) ORDER BY 1',
      [runId, [unsold, sold]],
    );
    expect(rows).toMatchObject([
      { status: 'no_sales', reason: expect.stringContaining('no units sold since 2026-01-05') },
      { status: 'written' },
    ]);
  });

  it('2: extracting again after a failure does not double the sales', async () => {
    const game = await seeds.game({ title: 'Extracted twice' });
    await seeds.sale(game, '2026-01-03T12:00:00Z', { quantity: 2 });
    let extractions = 0;
    store.intercept((name, payload) => {
      if (name !== 'extract-sales' || extractions++ > 0) return undefined;
      return store.call(name, payload).then(() => {
        throw Object.assign(new Error('the answer got lost'), { name: 'Lambda.ServiceException' });
      });
    });
    await runWell();
    store.intercept(undefined);
    expect(extractions).toBe(2);
    expect(total(await series(game), 'quantity')).toBe(2);
  });

  it('3: the staging table goes also when the run fails', async () => {
    store.intercept((name) =>
      name === 'list-games' ? Promise.reject(new Error('out of order')) : undefined,
    );
    const ended = await store.run({ runDate: asOf });
    store.intercept(undefined);
    expect(ended).toMatchObject({
      status: 'FAILED',
      error: 'Error',
      cause: expect.stringContaining('out of order'),
    });
    expect(await store.stagingTables()).toEqual([]);
    const { rows } = await store.pool.query('SELECT status, error FROM etl_runs WHERE id = $1', [
      ended.runId,
    ]);
    expect(rows).toMatchObject([{ status: 'failed', error: { error: 'Error', cause: 'out of order' } }]);
  });

  it('4: every run has a staging table of its own', async () => {
    const names: string[] = [];
    store.intercept((name) => {
      if (name !== 'list-games') return undefined;
      return store.stagingTables().then((tables) => {
        names.push(...tables);
        throw new Error('seen enough');
      });
    });
    const first = await store.run({ runDate: asOf });
    const second = await store.run({ runDate: asOf });
    store.intercept(undefined);
    expect(names).toEqual([`staging_sales_data_${first.runId}`, `staging_sales_data_${second.runId}`]);
  });

  it('5: several prices on one day do not multiply the units of the day', async () => {
    const game = await seeds.game({ title: 'Three prices' });
    for (const unit of [1000, 800, 500]) await seeds.sale(game, '2026-01-04T12:00:00Z', { unit, list: 1000 });
    await seeds.sale(game, '2026-01-04T13:00:00Z', { unit: 500, list: 1000 });
    await runWell();
    const rows = await series(game);
    expect(rows.filter((row) => row['purchase_date'] === '2026-01-04')).toHaveLength(1);
    expect(await day(game, '2026-01-04')).toMatchObject({ quantity: '4', unit_price: '7.00' });
  });

  it('6: identical lines at the same instant all count', async () => {
    const game = await seeds.game({ title: 'Twins' });
    await seeds.sale(game, '2026-01-04T12:00:00Z');
    await seeds.sale(game, '2026-01-04T12:00:00Z');
    await runWell();
    expect(await day(game, '2026-01-04')).toMatchObject({ quantity: '2' });
  });

  it('7: a game without a category keeps its file and says so', async () => {
    const bare = await seeds.game({ title: 'Bare' });
    const shelved = await seeds.game({ title: 'Shelved', categories: ['story'] });
    for (const game of [bare, shelved]) await seeds.sale(game, '2026-01-04T12:00:00Z');
    const runId = await runWell();
    expect(total(await series(bare), 'quantity')).toBe(1);
    const { rows } = await store.pool.query<{ reason: string }>(
      'SELECT reason FROM etl_run_games WHERE run_id = $1 AND game_id = ANY ($2) ORDER BY game_id',
      [runId, [bare, shelved]],
    );
    expect(rows.map((row) => row.reason.includes('no category'))).toEqual([true, false]);
  });

  it('8: reviews are encoded by their nine labels, and without reviews there is no rating at all', async () => {
    const game = await seeds.game({
      title: 'Reviewed',
      price: { from: '2026-01-05T00:00:00Z', amount: 500 },
    });
    await seeds.review(game, '2026-01-06T10:00:00Z', true);
    await seeds.review(game, '2026-01-07T10:00:00Z', false);
    await seeds.review(game, '2026-01-07T11:00:00Z', false);
    await runWell();
    const rows = await series(game);
    expect(rows.slice(0, 3).map((row) => [row['game_rating'], row['game_review_encoded']])).toEqual([
      ['', '0'],
      ['10.0', '7'],
      ['3.3', '4'],
    ]);
  });

  it('9: genres are written, one column a genre of the store', async () => {
    const game = await seeds.game({ title: 'Two genres', genres: ['puzzle', 'racing'] });
    await seeds.game({ title: 'Other genre', genres: ['strategy'] });
    await seeds.sale(game, '2026-01-04T12:00:00Z');
    await runWell();
    expect(await day(game, '2026-01-04')).toMatchObject({
      genre_puzzle: '1',
      genre_racing: '1',
      genre_strategy: '0',
    });
  });

  it('10: days without a sale have a row, up to the day before the run', async () => {
    const game = await seeds.game({
      title: 'Rarely sold',
      price: { from: '2026-01-01T00:00:00Z', amount: 500 },
    });
    await seeds.sale(game, '2026-01-02T12:00:00Z');
    await seeds.sale(game, '2026-01-08T12:00:00Z');
    await runWell();
    const rows = await series(game);
    expect(rows.map((row) => row['purchase_date'])).toEqual(
      Array.from({ length: 10 }, (_, i) => `2026-01-${String(i + 1).padStart(2, '0')}`),
    );
    expect(rows.map((row) => row['quantity']).join('')).toBe('0100000100');
  });

  it('11: a pre-order day is no launch day', async () => {
    const game = await seeds.game({
      title: 'Pre-ordered',
      releaseDate: '2026-01-03',
      preOrder: true,
      price: { from: '2026-01-01T00:00:00Z', amount: 500 },
    });
    await runWell();
    const rows = await series(game);
    expect(rows.map((row) => `${row['days_since_release']}:${row['launch_boost']}`)).toEqual([
      '-2:0',
      '-1:0',
      '0:1',
      '1:1',
      '2:1',
      '3:1',
      '4:1',
      '5:1',
      '6:1',
      '7:1',
    ]);
  });

  it('12: a day is a UTC day, whatever zone wrote the payment', async () => {
    const game = await seeds.game({ title: 'Zones' });
    await seeds.sale(game, '2026-01-05T23:59:59.999Z');
    await seeds.sale(game, '2026-01-06T01:30:00+02:00');
    await seeds.sale(game, '2026-01-05T20:00:00-05:00');
    await runWell();
    expect((await series(game)).slice(0, 2).map((row) => row['quantity'])).toEqual(['2', '1']);
  });

  it('13: the staging table holds nothing about a person', async () => {
    let columns: string[] = [];
    store.intercept((name) => {
      if (name !== 'list-games') return undefined;
      return store.pool
        .query<{ name: string }>(
          `SELECT column_name AS name FROM information_schema.columns WHERE table_schema = 'staging' ORDER BY ordinal_position`,
        )
        .then(({ rows }) => {
          columns = rows.map((row) => row.name);
          throw new Error('seen enough');
        });
    });
    await store.run({ runDate: asOf });
    store.intercept(undefined);
    expect(columns).toEqual([
      'game_id',
      'day',
      'units',
      'refunded',
      'in_history',
      'players',
      'priced_units',
      'revenue_minor',
      'list_minor',
      'unit_minor',
    ]);
  });

  it('14: an id of a game never becomes part of a statement', async () => {
    const ended = await store.run({ runDate: asOf, gameIds: ['1); DROP TABLE games; --'] });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'InvalidInputError' });
    expect(ended.cause).toContain('gameIds.0');
    const { rows } = await store.pool.query(`SELECT to_regclass('games') IS NOT NULL AS there`);
    expect(rows).toEqual([{ there: true }]);
  });

  it('15: a run that fails half-way leaves the published files and their pointer as they were', async () => {
    const game = await seeds.game({ title: 'Published' });
    await seeds.sale(game, '2026-01-04T12:00:00Z');
    await runWell();
    const published = ['kratos/sales_data/latest.json', `kratos/sales_data/${game}/sales_data.csv`];
    const before = await Promise.all(published.map((key) => store.read(key)));
    await seeds.sale(game, '2026-01-05T12:00:00Z');
    store.intercept((name) => (name === 'publish-run' ? Promise.reject(new Error('cut off')) : undefined));
    const ended = await store.run({ runDate: asOf });
    store.intercept(undefined);
    expect(ended.status).toBe('FAILED');
    expect(await store.keys(`kratos/runs/${ended.runId}/sales_data/`)).not.toEqual([]);
    const after = await Promise.all(published.map((key) => store.read(key)));
    expect(after).toEqual(before);
  });

  it('16: unpaid, cancelled and voided orders never count, and a refund counts on its own day', async () => {
    const game = await seeds.game({
      title: 'Money back',
      price: { from: '2026-01-02T00:00:00Z', amount: 1000 },
    });
    for (const status of ['pending', 'cancelled', 'voided'])
      await seeds.sale(game, null, { status, quantity: 100 });
    const line = await seeds.sale(game, '2026-01-03T12:00:00Z', {
      quantity: 3,
      status: 'partially_refunded',
    });
    await seeds.refund(line, '2026-01-06T12:00:00Z', 2);
    await runWell();
    const rows = await series(game);
    expect(total(rows, 'quantity')).toBe(3);
    expect(await day(game, '2026-01-03')).toMatchObject({
      quantity: '3',
      refunded_quantity: '0',
      net_quantity: '3',
    });
    expect(await day(game, '2026-01-06')).toMatchObject({
      quantity: '0',
      refunded_quantity: '2',
      net_quantity: '-2',
    });
  });

  it('17: a passing failure is tried again instead of ending the run', async () => {
    let calls = 0;
    store.intercept((name) =>
      name === 'check-quality' && ++calls === 1
        ? Promise.reject(Object.assign(new Error('throttled'), { name: 'Lambda.TooManyRequestsException' }))
        : undefined,
    );
    await runWell();
    store.intercept(undefined);
    expect(calls).toBe(2);
  });
});

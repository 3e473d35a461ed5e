import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { resultsOf } from '../../testing/pipeline-results.ts';
import { openPipelineStore, type PipelineStore } from '../../testing/pipeline-store.ts';
import { SalesSeeds } from '../../testing/sales-seeds.ts';

const asOf = '2026-01-11';
let store: PipelineStore;
let seeds: SalesSeeds;
let results: ReturnType<typeof resultsOf>;

beforeAll(async () => {
  store = await openPipelineStore();
  seeds = new SalesSeeds(store.pool);
  results = resultsOf(store);
});
afterEach(() => store.intercept(undefined));
afterAll(() => store.close());

describe('a run', () => {
  it('turns orders, refunds and history into one file a game and starts the forecast', async () => {
    const game = await seeds.game({
      title: 'Night, "Run"',
      releaseDate: '2026-01-02',
      genres: ['action', 'indie'],
      price: { from: '2026-01-02T00:00:00Z', amount: 2000 },
    });
    const line = await seeds.sale(game, '2026-01-03T12:00:00Z', { quantity: 3, unit: 1500, list: 2000 });
    await seeds.refund(line, '2026-01-05T10:00:00Z', 1);
    await seeds.history([[game, '2026-01-04', 5, 2000, 1000]]);

    const ended = await store.run({ runDate: '2026-01-07', asOf: '2026-01-06' });

    expect(ended).toMatchObject({ status: 'SUCCEEDED' });
    const rows = await results.series(game);
    expect(
      rows.map((row) => [row['purchase_date'], row['quantity'], row['refunded_quantity'], row['unit_price']]),
    ).toEqual([
      ['2026-01-02', '0', '0', '20.00'],
      ['2026-01-03', '3', '0', '15.00'],
      ['2026-01-04', '5', '0', '10.00'],
      ['2026-01-05', '0', '1', '20.00'],
    ]);
    expect(rows[0]).toMatchObject({ game_title: 'Night, "Run"', genre_action: '1', list_price: '20.00' });
    expect(await store.stagingTables()).toEqual([]);
    expect(store.forecasts.at(-1)).toEqual({
      runId: ended.runId,
      asOf: '2026-01-06',
      manifestKey: `kratos/runs/${ended.runId}/manifest.json`,
    });
    const { rows: stats } = await store.pool.query(
      'SELECT units_30_days FROM game_stats WHERE game_id = $1',
      [game],
    );
    expect(stats).toEqual([{ units_30_days: 8 }]);
  });

  it('adds up sources, takes the newest import of each and counts gaps between rows as no sale', async () => {
    const game = await seeds.game({ title: 'Two sources' });
    await seeds.history([
      [game, '2026-01-02', 100],
      [game, '2026-01-06', 7, 1000, 750],
    ]);
    await seeds.history([[game, '2026-01-02', 10, 1000, 1000]]);
    await seeds.history([[game, '2026-01-02', 3, 900, 450]], { source: 'elsewhere' });
    const undone = await seeds.history([[game, '2026-01-06', 99]]);
    await store.pool.query('UPDATE imports SET undone_at = now() WHERE id = $1', [undone]);
    expect(await store.run({ runDate: asOf })).toMatchObject({ status: 'SUCCEEDED' });
    const rows = await results.series(game);
    expect(rows.map((row) => `${row['quantity']}/${row['observed']}`)).toEqual([
      '13/1',
      '0/1',
      '0/1',
      '0/1',
      '7/1',
      '/0',
      '/0',
      '/0',
      '/0',
    ]);
    expect(rows.map((row) => row['net_quantity'])[5]).toBe('');
    expect(rows[0]).toMatchObject({
      list_price: '10.00',
      unit_price: '8.73',
      discount_rate: '0',
      on_sale: '0',
    });
    expect(rows[4]).toMatchObject({
      list_price: '10.00',
      unit_price: '7.50',
      discount_rate: '0.25',
      on_sale: '1',
    });
    expect(rows[1]).toMatchObject({ list_price: '', unit_price: '', discount_rate: '', on_sale: '' });
  });

  it('marks a game whose history counts players, and derives no paid price from them', async () => {
    const game = await seeds.game({ title: 'Played' });
    await seeds.history([[game, '2026-01-06', 5000, 1000, 500]], { source: 'steam', measure: 'players' });
    await seeds.sale(game, '2026-01-06T12:00:00Z', { unit: 900, list: 1000 });
    const { runId } = await store.run({ runDate: asOf });
    expect(await results.entry(runId, game)).toMatchObject({ measure: 'players', units: 5001 });
    expect((await results.series(game))[0]).toMatchObject({
      quantity: '5001',
      unit_price: '9.00',
      list_price: '10.00',
    });
  });

  it('takes the price that held longest on the day, and never what buyers happened to pay', async () => {
    const game = await seeds.game({
      title: 'Changing',
      price: { from: '2026-01-02T00:00:00Z', amount: 2000 },
    });
    await seeds.price(game, '2026-01-04T18:00:00Z', 1000);
    await seeds.discount(game, 40, '2026-01-06T06:00:00Z', '2026-01-08T06:00:00Z');
    await seeds.sale(game, '2026-01-06T03:00:00Z', { unit: 1000 });
    await store.run({ runDate: asOf });
    const rows = await results.series(game);
    expect(
      rows.slice(0, 7).map((row) => `${row['list_price']} ${row['discount_rate']} ${row['on_sale']}`),
    ).toEqual([
      '20.00 0 0',
      '20.00 0 0',
      '20.00 0 0',
      '10.00 0 0',
      '10.00 0.4 1',
      '10.00 0.4 1',
      '10.00 0 0',
    ]);
    expect(rows[4]).toMatchObject({ unit_price: '10.00', quantity: '1' });
    expect(rows[5]).toMatchObject({ unit_price: '6.00', quantity: '0' });
  });

  it('gives games without sales, release date or category, and pre-orders, a file and a reason', async () => {
    const price = { from: '2026-01-08T00:00:00Z', amount: 0 };
    const silent = await seeds.game({
      title: 'Silent',
      price,
      releaseDate: '2026-01-09',
      categories: ['story'],
    });
    const preOrder = await seeds.game({ title: 'Soon', price, releaseDate: '2026-03-01', preOrder: true });
    const never = await seeds.game({ title: 'Never for sale', releaseDate: '2026-01-01' });
    const { runId } = await store.run({ runDate: asOf });
    expect(await results.entry(runId, silent)).toMatchObject({
      status: 'no_sales',
      rows: 2,
      first_date: '2026-01-09',
      reason: 'no units sold since 2026-01-09',
    });
    expect(await results.entry(runId, preOrder)).toMatchObject({ status: 'no_sales', rows: 3 });
    expect((await results.series(preOrder))[0]).toMatchObject({
      observed: '1',
      quantity: '0',
      launch_boost: '0',
      days_since_release: '-52',
      unit_price: '0.00',
      on_sale: '0',
    });
    expect(await results.entry(runId, never)).toMatchObject({
      status: 'no_sales',
      rows: 0,
      first_date: null,
      reason: 'never on sale before this run; no day to write; no category',
    });
    expect(await store.read(`kratos/sales_data/${never}/sales_data.csv`)).toMatch(
      /^purchase_date,game_title,[^\n]*\n$/,
    );
  });

  it('says of a game whose history holds nothing but zeros that it sold nothing, and not that it was never on sale', async () => {
    const game = await seeds.game({ title: 'Zeros', releaseDate: '2025-12-01', categories: ['story'] });
    await seeds.history([
      [game, '2026-01-03', 0],
      [game, '2026-01-06', 0],
    ]);
    const { runId } = await store.run({ runDate: asOf });
    expect(await results.entry(runId, game)).toMatchObject({
      status: 'no_sales',
      reason: 'no units sold since 2026-01-03',
    });
  });

  it('counts a changed review from the day of its change on, and one taken back no longer', async () => {
    const game = await seeds.game({ title: 'Mixed', price: { from: '2026-01-02T00:00:00Z', amount: 2000 } });
    await seeds.review(game, '2026-01-03T12:00:00Z', true);
    await seeds.review(game, '2026-01-03T12:00:00Z', false);
    await store.pool.query('UPDATE reviews SET positive = true WHERE game_id = $1', [game]);
    await store.pool.query(
      `UPDATE review_votes SET at = '2026-01-05T08:00:00Z' WHERE game_id = $1 AND reviews = 0`,
      [game],
    );
    await store.pool.query('DELETE FROM reviews WHERE game_id = $1', [game]);
    await store.pool.query(
      `UPDATE review_votes SET at = '2026-01-07T08:00:00Z' WHERE game_id = $1 AND reviews < 0`,
      [game],
    );
    await store.run({ runDate: asOf });
    const ratings = (await results.series(game)).slice(0, 6).map((row) => row['game_rating']);
    expect(ratings).toEqual(['', '5.0', '5.0', '10.0', '10.0', '']);
  });

  it('gives a run over a store without a game an end, and publishes nothing for it', async () => {
    const before = await results.pointer();
    const { rows } = await store.pool.query<{ id: number }>('SELECT id FROM games LIMIT 1');
    const ended = await store.run({ runDate: asOf, gameIds: [rows[0]?.id], baseRun: 'nosuchrun' });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'InvalidInputError' });
    expect(await results.pointer()).toBe(before);
  });
});

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

describe('a repeat of a run', () => {
  it('writes the same bytes although sales, prices, reviews and titles were entered meanwhile', async () => {
    const game = await seeds.game({
      title: 'Repeated',
      price: { from: '2026-01-02T00:00:00Z', amount: 2000 },
    });
    const line = await seeds.sale(game, '2026-01-03T12:00:00Z');
    const pending = await seeds.sale(game, null, { status: 'pending' });
    const kept = await seeds.history([[game, '2026-01-04', 4]]);
    const first = await store.run({ runDate: asOf });
    const before = await results.files(first.runId);

    await seeds.discount(game, 50, '2026-01-03T00:00:00Z', '2026-01-06T00:00:00Z');
    await seeds.price(game, '2026-01-03T00:00:00Z', 500);
    await seeds.review(game, '2026-01-03T12:00:00Z', true);
    await seeds.history([[game, '2026-01-04', 40]]);
    await store.pool.query('UPDATE imports SET undone_at = now() WHERE id = $1', [kept]);
    await seeds.sale(game, '2026-01-05T12:00:00Z');
    await seeds.refund(line, '2026-01-05T12:00:00Z');
    await store.pool.query(
      `UPDATE orders SET status = 'paid', paid_at = '2026-01-05T12:00:00Z'
        WHERE id = (SELECT order_id FROM order_items WHERE id = $1)`,
      [pending],
    );

    const onBase = await store.run({ runDate: '2026-01-12', asOf, baseRun: first.runId });
    expect(onBase).toMatchObject({ status: 'SUCCEEDED' });
    expect(await results.files(onBase.runId)).toEqual(before);

    await store.pool.query(`UPDATE games SET title = 'Renamed' WHERE id = $1`, [game]);
    await seeds.game({ title: 'Newcomer', genres: ['brand_new_genre'] });
    await store.redrive(first, { runDate: asOf });
    expect(await results.files(first.runId)).toEqual(before);

    const later = await store.run({ runDate: asOf });
    expect((await results.files(later.runId))[`${game}.csv`]).not.toEqual(before[`${game}.csv`]);
  });

  it('writes the same bytes although reviews were changed, or went with the account of their writer', async () => {
    const game = await seeds.game({
      title: 'Reviewed',
      price: { from: '2026-01-02T00:00:00Z', amount: 2000 },
    });
    for (const positive of [true, true, false]) await seeds.review(game, '2026-01-03T12:00:00Z', positive);
    const first = await store.run({ runDate: asOf });
    const before = await results.files(first.runId);
    expect((await results.series(game))[1]).toMatchObject({ game_rating: '6.7', game_review_encoded: '5' });

    await store.pool.query('UPDATE reviews SET positive = true WHERE game_id = $1', [game]);
    await store.pool.query(
      'DELETE FROM users WHERE id = (SELECT min(user_id) FROM reviews WHERE game_id = $1)',
      [game],
    );
    await store.redrive(first, { runDate: asOf });
    expect(await results.files(first.runId)).toEqual(before);

    const { rows } = await store.pool.query<{ reviews: string; positive: string }>(
      'SELECT sum(reviews) AS reviews, sum(positive) AS positive FROM review_votes WHERE game_id = $1',
      [game],
    );
    expect(rows).toEqual([{ reviews: '2', positive: '2' }]);
  });

  it('is refused for another day', async () => {
    const first = await store.run({ runDate: asOf });
    const execution = { arn: first.arn, name: first.runId };
    await expect(store.call('open-run', { execution, input: { runDate: '2026-01-12' } })).rejects.toThrow(
      `asOf: run ${first.runId} was made for ${asOf}, its repeat cannot be for 2026-01-12`,
    );
  });
});

describe('two runs at once', () => {
  it('the second waits for the first, and both succeed', async () => {
    const order: string[] = [];
    let second: { arn: string; runId: string } | undefined;
    store.intercept((name, payload) => {
      const { runId, execution } = payload as { runId?: string; execution?: { name: string } };
      const run = runId ?? execution?.name ?? '';
      if (name === 'clean-up' || name === 'extract-sales') order.push(`${name} ${run}`);
      if (name !== 'list-games' || second) return undefined;
      second = store.start({ runDate: asOf });
      return new Promise((resolve) => setTimeout(resolve, 300)).then(() => store.call(name, payload));
    });
    const first = await store.run({ runDate: asOf });
    const other = await store.settled(second?.arn ?? '');
    expect([first.status, other.status]).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect(order).toEqual([
      `extract-sales ${first.runId}`,
      `clean-up ${first.runId}`,
      `extract-sales ${other.runId}`,
      `clean-up ${other.runId}`,
    ]);
  });
});

describe('what others read', () => {
  it.each([
    ['a dry run', { dryRun: true }],
    ['a run of some games without a base', { some: true }],
    ['a run for an earlier day than the published one', { asOf: '2026-01-09' }],
  ] as const)('is not moved by %s', async (_name, options) => {
    const game = await seeds.game({
      title: 'Unmoved',
      price: { from: '2026-01-05T00:00:00Z', amount: 1000 },
    });
    await store.run({ runDate: asOf });
    const before = [await results.pointer(), await store.read(`kratos/sales_data/${game}/sales_data.csv`)];
    await seeds.sale(game, '2026-01-06T12:00:00Z');
    const forecasts = store.forecasts.length;
    const { some, ...input } = { some: false, ...options };
    const ended = await store.run({ runDate: asOf, ...input, ...(some ? { gameIds: [game] } : {}) });
    expect(ended).toMatchObject({ status: 'SUCCEEDED' });
    expect(await results.entry(ended.runId, game)).toMatchObject({ status: 'written', units: 1 });
    expect([await results.pointer(), await store.read(`kratos/sales_data/${game}/sales_data.csv`)]).toEqual(
      before,
    );
    expect(store.forecasts).toHaveLength(forecasts);
    const { rows } = await store.pool.query('SELECT published FROM etl_runs WHERE id = $1', [ended.runId]);
    expect(rows).toEqual([{ published: false }]);
  });
});

describe('bad input', () => {
  it.each([
    ['nothing', {}, /runDate/],
    ['a day that does not exist', { runDate: '2026-02-30' }, /runDate: expected a day as YYYY-MM-DD/],
    [
      'a day ahead of time',
      { runDate: asOf, asOf: '2026-01-13' },
      /asOf: must not lie more than one day after/,
    ],
    ['an unknown field', { runDate: asOf, gamesIds: [1] }, /gamesIds/],
    ['no games', { runDate: asOf, gameIds: [] }, /gameIds/],
    ['games that do not exist', { runDate: asOf, gameIds: [999_999] }, /gameIds: no such game: 999999/],
    ['a base that is no id', { runDate: asOf, baseRun: '../x' }, /baseRun: expected the id of a run/],
    ['a text', 'tonight', /expected object/],
  ])('%s is refused with words', async (_name, input, message) => {
    const ended = await store.run(input);
    expect(ended).toMatchObject({
      status: 'FAILED',
      error: 'InvalidInputError',
      cause: expect.stringMatching(message),
    });
  });
});

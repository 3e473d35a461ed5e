import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { resultsOf } from '../../testing/pipeline-results.ts';
import { openPipelineStore, type PipelineStore } from '../../testing/pipeline-store.ts';
import { SalesSeeds } from '../../testing/sales-seeds.ts';

const asOf = '2026-01-11';
let store: PipelineStore;
let results: ReturnType<typeof resultsOf>;
let games: [number, number, number];

beforeAll(async () => {
  store = await openPipelineStore();
  results = resultsOf(store);
  const seeds = new SalesSeeds(store.pool);
  games = [
    await seeds.game({ title: 'First' }),
    await seeds.game({ title: 'Second' }),
    await seeds.game({ title: 'Third' }),
  ];
  for (const game of games) await seeds.sale(game, '2026-01-05T12:00:00Z');
});
afterEach(() => store.intercept(undefined));
afterAll(() => store.close());

/** Stops an execution while it stands in TransformGames, and waits for its end. */
async function stopInTransform(started: { arn: string }): Promise<void> {
  store.intercept((name) => {
    if (name !== 'transform-games') return undefined;
    setImmediate(() => void store.states.executions.stop(started.arn));
    return new Promise(() => undefined);
  });
  expect(await store.settled(started.arn)).toMatchObject({ status: 'ABORTED' });
  store.intercept(undefined);
}

/** What others read, to be compared before and after. */
const published = async (): Promise<unknown[]> => [
  await results.pointer(),
  await Promise.all(games.map((game) => store.read(`kratos/sales_data/${game}/sales_data.csv`))),
];

describe('a run of some games on a base', () => {
  it('is refused, and moves nothing, where the base was stopped before it had a manifest', async () => {
    await store.run({ runDate: asOf });
    const before = await published();
    const base = store.start({ runDate: asOf });
    await stopInTransform(base);

    const ended = await store.run({ runDate: asOf, gameIds: [games[0]], baseRun: base.runId });

    expect(ended).toMatchObject({
      status: 'FAILED',
      error: 'InvalidInputError',
      cause: expect.stringContaining(
        `baseRun: run ${base.runId} never got as far as its manifest, so its other games cannot be taken over; ` +
          'start a run of every game instead, or name a base that ended',
      ),
    });
    expect(await published()).toEqual(before);
  });

  it('is refused, and moves nothing, where the base holds some games only', async () => {
    await store.run({ runDate: asOf });
    const before = await published();
    const base = await store.run({ runDate: asOf, gameIds: games.slice(0, 2) });
    expect(await results.manifest(base.runId)).toMatchObject({ complete: false });

    const ended = await store.run({ runDate: asOf, gameIds: [games[0]], baseRun: base.runId });

    expect(ended).toMatchObject({
      status: 'FAILED',
      error: 'InvalidInputError',
      cause: expect.stringContaining(
        `baseRun: run ${base.runId} holds 2 games and not the store's, because it was started for some games without ` +
          'a base of its day; start a run of every game instead, or name a base that holds them all',
      ),
    });
    expect(await published()).toEqual(before);
  });

  it('is refused where a repeat of the base was stopped half-way', async () => {
    const base = await store.run({ runDate: asOf });
    await store.call('list-games', { runId: base.runId });
    const ended = await store.run({ runDate: asOf, gameIds: [games[0]], baseRun: base.runId });
    expect(ended).toMatchObject({
      status: 'FAILED',
      error: 'InvalidInputError',
      cause: expect.stringContaining(`run ${base.runId} has 3 games that it did not finish`),
    });
  });

  it('stands for the store on a base that itself stands on one', async () => {
    const whole = await store.run({ runDate: asOf });
    const first = await store.run({ runDate: asOf, gameIds: [games[0]], baseRun: whole.runId });
    const second = await store.run({ runDate: asOf, gameIds: [games[1]], baseRun: first.runId });
    expect(second).toMatchObject({ status: 'SUCCEEDED' });
    const manifest = await results.manifest(second.runId);
    expect(manifest).toMatchObject({
      complete: true,
      totals: { games: 3, written: 1, carried: 2, failed: 0 },
    });
    expect(manifest.games.every((game) => game.key !== null)).toBe(true);
  });

  it('counts a game of the base without a file as failed and not as carried over', async () => {
    const base = await store.run({ runDate: asOf });
    await store.pool.query(
      'UPDATE etl_run_games SET object_key = NULL, sha256 = NULL WHERE run_id = $1 AND game_id = $2',
      [base.runId, games[2]],
    );
    const ended = await store.run({ runDate: asOf, gameIds: [games[0]], baseRun: base.runId });
    expect(await results.entry(ended.runId, games[2])).toMatchObject({
      status: 'failed',
      stale: true,
      key: `kratos/runs/${base.runId}/sales_data/${games[2]}.csv`,
      reason: `run ${base.runId}, on which this one stands, has no file of it`,
    });
    expect((await results.manifest(ended.runId)).totals).toMatchObject({ carried: 1, failed: 1 });
  });
});

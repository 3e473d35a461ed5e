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
  const game = await seeds.game({ title: 'Always there' });
  await seeds.sale(game, '2026-01-05T12:00:00Z');
});
afterEach(() => store.intercept(undefined));
afterAll(() => store.close());

describe('a killed run', () => {
  const functions = [
    'open-run',
    'extract-sales',
    'list-games',
    'transform-games',
    'check-quality',
    'publish-run',
    'start-forecast',
    'clean-up',
  ] as const;
  const moments = functions.flatMap((name) => [[name, 'before'] as const, [name, 'after'] as const]);

  it.each(moments)(
    'killed in %s, %s its work: the next run succeeds and no staging table stays',
    async (at, when) => {
      store.intercept((name, payload) => {
        if (name !== at) return undefined;
        const die = (): Promise<never> => {
          setImmediate(() => void store.states.executions.stop(started.arn));
          return new Promise(() => undefined);
        };
        return when === 'before' || name === 'start-forecast' ? die() : store.call(name, payload).then(die);
      });
      const started = store.start({ runDate: asOf });
      const killed = await store.settled(started.arn);
      store.intercept(undefined);
      expect(killed.status).toBe('ABORTED');

      const next = await store.run({ runDate: asOf });
      expect(next).toMatchObject({ status: 'SUCCEEDED' });
      expect(await store.stagingTables()).toEqual([]);
      const { rows } = await store.pool.query<{ status: string }>(
        `SELECT status FROM etl_runs WHERE status = 'running'`,
      );
      expect(rows).toEqual([]);
      const { rows: lock } = await store.pool.query('SELECT * FROM etl_lock');
      expect(lock).toEqual([]);
      expect(JSON.parse((await results.pointer()) ?? '')).toMatchObject({ run_id: next.runId });
    },
  );
});

describe('a broken game', () => {
  it('fails alone among 96: the run ends failed and names it, the others are published, it stays stale', async () => {
    const games: number[] = [];
    for (let i = 0; i < 96; i++) {
      const game = await seeds.game({
        title: `One of 96: ${i}`,
        price: { from: '2026-01-05T00:00:00Z', amount: 1000 },
      });
      games.push(game);
    }
    const [broken = 0, sound = 0] = games;
    await seeds.history([[broken, '2026-01-06', 3, 1000, 900]]);
    const good = await store.run({ runDate: asOf });
    const lastGood = await store.read(`kratos/sales_data/${broken}/sales_data.csv`);
    await seeds.history([[broken, '2026-01-06', 3, 900, 1000]]);
    await seeds.sale(sound, '2026-01-07T12:00:00Z', { quantity: 11 });
    const forecasts = store.forecasts.length;

    const ended = await store.run({ runDate: asOf });

    const manifest = await results.manifest(ended.runId);
    expect(ended).toMatchObject({
      status: 'FAILED',
      error: 'GamesFailed',
      cause: `1 of ${manifest.totals.games} games failed: ${broken}`,
    });
    const failed = manifest.games.filter((game) => game.status === 'failed');
    expect(failed).toMatchObject([
      {
        game_id: broken,
        stale: true,
        key: `kratos/runs/${good.runId}/sales_data/${broken}.csv`,
        reason: 'history of 2026-01-06: unit price 1000 lies above the list price 900 (minor units)',
      },
    ]);
    expect(
      manifest.games.filter((game) => games.includes(game.game_id) && game.status !== 'failed'),
    ).toHaveLength(95);
    expect(await store.read(`kratos/sales_data/${broken}/sales_data.csv`)).toBe(lastGood);
    expect((await results.series(sound)).map((row) => row['quantity'])).toContain('11');
    expect(JSON.parse((await results.pointer()) ?? '')).toMatchObject({ run_id: ended.runId });
    expect(store.forecasts).toHaveLength(forecasts + 1);
    const { rows } = await store.pool.query(
      `SELECT status, published, counts->>'failed' AS failed FROM etl_runs WHERE id = $1`,
      [ended.runId],
    );
    expect(rows).toEqual([{ status: 'failed', published: true, failed: '1' }]);
    await seeds.history([[broken, '2026-01-06', 3, 1000, 900]]);
  });

  it('is found by the check when its file is not what was written', async () => {
    const game = await seeds.game({
      title: 'Damaged',
      price: { from: '2026-01-05T00:00:00Z', amount: 1000 },
    });
    store.intercept((name, payload) => {
      if (name !== 'check-quality') return undefined;
      const key = `kratos/runs/${String(payload['runId'])}/sales_data/${game}.csv`;
      return store.damage(key, (text) => text.replace(',0,', ',9,')).then(() => store.call(name, payload));
    });
    const ended = await store.run({ runDate: asOf });
    expect(ended).toMatchObject({
      status: 'FAILED',
      error: 'GamesFailed',
      cause: expect.stringMatching(`: ${game}$`),
    });
    expect(await results.entry(ended.runId, game)).toMatchObject({
      reason: 'quality: the file is not the one that was written',
    });
  });

  it('does not take its batch along, and a batch that dies does not take the others along', async () => {
    const dead: string[] = [];
    store.intercept((name, payload) => {
      if (name !== 'transform-games' || !String(payload['batch']).endsWith('0001.json')) return undefined;
      dead.push(String(payload['batch']));
      return Promise.reject(Object.assign(new Error('out of memory'), { name: 'Runtime.ExitError' }));
    });
    const ended = await store.run({ runDate: asOf });
    store.intercept(undefined);
    expect(dead).toHaveLength(4);
    const failed = (await results.manifest(ended.runId)).games.filter((game) => game.status === 'failed');
    expect(failed).toHaveLength(25);
    expect(failed[0]).toMatchObject({ reason: 'its batch did not finish: out of memory', stale: true });
    expect(ended.cause).toMatch(/^25 of \d+ games failed: (\d+, ){19}\d+ and more, all in the manifest$/);

    const again = await store.run({
      runDate: asOf,
      gameIds: failed.map((game) => game.game_id),
      baseRun: ended.runId,
    });
    expect(again).toMatchObject({ status: 'SUCCEEDED' });
    const { totals, games } = await results.manifest(again.runId);
    expect(totals).toMatchObject({ failed: 0, carried: totals.games - 25 });
    expect(games.every((game) => game.key !== null && !game.stale)).toBe(true);
    expect(JSON.parse((await results.pointer()) ?? '')).toMatchObject({ run_id: again.runId });
    expect(store.forecasts.at(-1)).toMatchObject({ runId: again.runId });
  });
});

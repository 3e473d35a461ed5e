import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Total } from '../../../forecasting/index.ts';
import { changedPlan } from '../../../forecasting/what-if/plan.ts';
import { answerWhatIf, prepareWhatIf } from '../../../forecasting/what-if/what-if.ts';
import { whatIfReader } from '../../api/publisher/what-if/models.ts';
import { openForecastStore, type ForecastStore } from '../../../testing/forecast-store.ts';
import { rhythmicSeries, seedGames, tinyDependencies, trainWholly } from '../../../testing/tiny-training.ts';

let store: ForecastStore;
let games: number[];
const modelId = 'model-a';

interface Day {
  game_id: number;
  day: number;
  mean: number;
  p10: number;
  p50: number;
  p90: number;
  without: number | null;
}

async function forecast(runId: string, forecastId: string): Promise<Day[]> {
  await store.call('prepare-panel', { runId });
  await store.call('forecast-games', { runId, forecastId });
  const { rows } = await store.pool.query<Day>(
    `SELECT game_id, date - date '2020-08-01' AS day, mean, p10, p50, p90, mean_without_discounts AS without
       FROM sales_forecasts WHERE forecast_run_id = $1 ORDER BY 1, 2`,
    [forecastId],
  );
  return rows;
}

beforeAll(async () => {
  store = await openForecastStore();
  games = await seedGames(store.pool, 12);
  await store.pool.query(
    `INSERT INTO price_points (game_id, currency, amount_minor, valid_from, recorded_at)
     SELECT id, 'USD', 2000, '2019-01-01', '2019-01-01' FROM games`,
  );
  await store.publishRun('runa', '2020-08-01', rhythmicSeries(games, '2019-12-01'));
  await store.call('prepare-panel', { runId: 'runa' });
  const training = { modelId, runId: 'runa', executionArn: 'arn' };
  await trainWholly(tinyDependencies(), training);
  await store.call('promote-model', training);
  // So tiny a network beats nobody; here it is about what the served model says.
  const file = store.objectPath(`kratos/models/${modelId}/manifest.json`);
  const manifest = JSON.parse(await readFile(file, 'utf8')) as { decision: { bands: { served: string }[] } };
  for (const band of manifest.decision.bands) band.served = 'model';
  await writeFile(file, JSON.stringify(manifest));
});
afterAll(() => store.close());

describe('a forecast by the model', () => {
  it('answers 60 days a game in the order of its quantiles, and is the same when it is made again', async () => {
    const first = await forecast('runa', 'one');
    expect(first).toHaveLength(12 * 60);
    for (const day of first) {
      expect(day.p10).toBeLessThanOrEqual(day.p50);
      expect(day.p50).toBeLessThanOrEqual(day.p90);
      expect(day.without).toBeNull();
    }
    expect(await forecast('runa', 'two')).toEqual(first);
  });

  it('hears of a discount that is planned, and says what it would be without', async () => {
    const before = await forecast('runa', 'three');
    await store.pool.query(
      `INSERT INTO discounts (game_id, percent, starts_at, ends_at, recorded_at)
       VALUES ($1, 50, '2020-08-11', '2020-08-21', '2020-07-15')`,
      [games[0]],
    );
    const after = await forecast('runa', 'four');
    const own = (days: Day[]) => days.filter((day) => day.game_id === games[0]);
    expect(own(after).map((day) => day.mean)).not.toEqual(own(before).map((day) => day.mean));
    const during = own(after).filter(({ day }) => day >= 10 && day < 20);
    for (const day of during) expect(day.without).not.toBe(day.mean);
    expect(own(after).every((day) => day.without !== null)).toBe(true);
    const others = (days: Day[]) => days.filter((day) => day.game_id !== games[0]);
    expect(others(after)).toEqual(others(before));
    const { rows } = await store.pool.query(
      `SELECT plan_end::text, jsonb_array_length(plan) AS days, plan->10 AS first
         FROM forecast_games WHERE forecast_run_id = 'four' AND game_id = $1`,
      [games[0]],
    );
    expect(rows).toEqual([
      {
        plan_end: '2020-08-20',
        days: 20,
        first: { date: '2020-08-11', list_price: 20, discount_rate: 0.5 },
      },
    ]);
  });

  it('keeps what a what-if needs, which answers the stored curve when nothing is changed', async () => {
    const stored = await forecast('runa', 'what-if');
    const readBytes = async (key: string) => new Uint8Array(await readFile(store.objectPath(key)));
    const source = await whatIfReader(readBytes)(games[0]!, 'what-if');
    const { forecastId, modelId: keptModel, currency, game } = source!.document;
    expect([forecastId, keptModel, currency]).toEqual(['what-if', modelId, 'USD']);
    const prepared = prepareWhatIf(source!.model, game);
    const { curves } = answerWhatIf(prepared, changedPlan(game.state, [], true));
    const own = stored.filter((day) => day.game_id === games[0]);
    own.forEach(({ mean, p10, p90 }, h) => {
      expect(curves.mean[h]).toBeCloseTo(mean, 4);
      expect(curves.p10[h]).toBeCloseTo(p10, 4);
      expect(curves.p90[h]).toBeCloseTo(p90, 4);
    });
    const without = answerWhatIf(prepared, changedPlan(game.state, [], false)).curves;
    for (const { without: said, day } of own.slice(10, 20)) {
      expect(Math.abs(without.mean[day]! - said!)).toBeLessThan(0.02 * (1 + said!));
    }
  });

  it('keeps the total of a publisher’s games together, surer than its games are one by one', async () => {
    const { rows } = await store.pool.query<{ publisher: number; mean: number; width: number }>(
      `SELECT publisher_id AS publisher, sum(total_mean) AS mean, sum(total_p90 - total_p10) AS width
         FROM forecast_games f JOIN games g ON g.id = f.game_id WHERE forecast_run_id = 'what-if' GROUP BY 1`,
    );
    const { publisher, mean, width } = rows[0]!;
    const file = store.objectPath(`kratos/what-if/what-if/publishers/${publisher}.json`);
    const { origin, portfolios } = JSON.parse(await readFile(file, 'utf8')) as {
      origin: string;
      portfolios: { measure: string; games: number; totals: Total[] }[];
    };
    expect([origin, portfolios.length]).toEqual(['2020-08-01', 1]);
    const { measure, games: count, totals } = portfolios[0]!;
    expect([measure, count]).toEqual(['units', 12]);
    expect(totals[2]!.mean / mean).toBeCloseTo(1, 4);
    expect(totals[2]!.basis).toBe('paths');
    expect(totals[2]!.p90 - totals[2]!.p10).toBeLessThan(width);
  });

  it('is not moved by history that is entered for days from the run on', async () => {
    const before = await forecast('runa', 'five');
    await store.pool.query(
      `WITH i AS (INSERT INTO imports (kind, source, measure, file_name, sha256, row_count)
                  VALUES ('sales-history', 'history', 'units', 'x.csv', repeat('a', 64), 1) RETURNING id)
       INSERT INTO sales_history SELECT i.id, $1, d::date, 9999, 100, 1
         FROM i, generate_series('2020-08-01'::date, '2020-09-29'::date, '1 day') d`,
      [games[0]],
    );
    expect(await forecast('runa', 'six')).toEqual(before);
  });
});

describe('what a crash left', () => {
  it("is nobody's forecast while it says running, is closed by a later one, and can be written again", async () => {
    await store.pool.query(
      `INSERT INTO forecast_runs (id, kind, run_id, origin, horizon, status, created_at)
       VALUES ('crashed', 'live', 'runa', '2020-08-01', 60, 'running', now() - interval '3 hours')`,
    );
    await store.pool.query(`INSERT INTO sales_forecasts VALUES ('crashed', $1, '2020-08-01', 1, 1, 1, 1)`, [
      games[0],
    ]);
    await forecast('runa', 'seven');
    const status = async () =>
      (await store.pool.query(`SELECT status FROM forecast_runs WHERE id = 'crashed'`)).rows as unknown;
    expect(await status()).toEqual([{ status: 'failed' }]);
    expect(await forecast('runa', 'crashed')).toHaveLength(12 * 60);
    expect(await status()).toEqual([{ status: 'succeeded' }]);
  });

  it('keeps the curves of the newest forecast of a day only, and every row that one was made', async () => {
    const { rows } = await store.pool.query(
      `SELECT r.id FROM forecast_runs r WHERE kind = 'live' AND EXISTS (SELECT 1 FROM sales_forecasts s WHERE s.forecast_run_id = r.id)`,
    );
    expect(rows).toHaveLength(1);
    const { rows: all } = await store.pool.query(`SELECT 1 FROM forecast_runs WHERE kind = 'live'`);
    expect(all).toHaveLength(9);
  });
});

describe('a small store without a champion', () => {
  it('is told that it is too small, and not that a model is still to be trained', async () => {
    await store.pool.query(`UPDATE models SET status = 'retired' WHERE status = 'champion'`);
    await forecast('runa', 'small');
    await store.publishRun('short', '2020-03-01', rhythmicSeries(games, '2019-12-01'));
    await forecast('short', 'short');
    const reasons = async (forecastId: string) =>
      (
        await store.pool.query(
          'SELECT DISTINCT served_reason AS reason FROM forecast_games WHERE forecast_run_id = $1',
          [forecastId],
        )
      ).rows as { reason: string }[];
    for (const { reason } of await reasons('small')) {
      expect(reason).toMatch(/^12 games are on record, and a model is served from 20 on; .+ erred .+ %/);
    }
    expect(await reasons('short')).toEqual([
      { reason: '12 games are on record, and a model is served from 20 on' },
    ]);
  });
});

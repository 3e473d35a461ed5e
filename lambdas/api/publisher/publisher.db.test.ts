import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  callApi,
  signInAs,
  testApiContext,
  type TestApiContext,
  type TestedApp,
} from '../../../testing/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/database.ts';
import { dayOf, formatDay } from '../../../domain/days.ts';
import { createPublisherApp } from './app.ts';
import { forecastSchema, publisherGamesSchema } from './schemas.ts';

let database: TestDatabase;
let context: TestApiContext;
let app: TestedApp;
let north: string;
let both: string;
let operator: string;
const asOf = '2026-03-10';
const objects = new Map<string, string>();
const day = (offset: number) => formatDay(dayOf(asOf) + offset);

beforeAll(async () => {
  database = await createTestDatabase();
  const owner = database.pool();
  north = await signInAs(owner, { id: 'nora', role: 'publisher' });
  both = await signInAs(owner, { id: 'bea', role: 'publisher' });
  operator = await signInAs(owner, { id: 'olga', role: 'operator' });
  await owner.query(`
    INSERT INTO publishers (name, slug) VALUES ('North', 'north'), ('South', 'south');
    INSERT INTO publisher_members (publisher_id, user_id) VALUES (1, 'nora'), (1, 'bea'), (2, 'bea');
    INSERT INTO games (publisher_id, slug, title, release_date)
      SELECT 1 + (n > 25)::int, 'game-' || n, 'Game ' || n, '2025-01-01' FROM generate_series(1, 50) n;
    UPDATE games SET title = '=100% Tide' WHERE id = 1;
    INSERT INTO price_points (game_id, currency, amount_minor, valid_from) SELECT id, 'USD', 1999, '2025-01-01' FROM games;
    INSERT INTO discounts (game_id, percent, starts_at, ends_at) VALUES (1, 20, '2026-03-20', '2026-03-27');
    INSERT INTO etl_runs (id, execution_arn, run_date, as_of, cutoff_at, status, published, started_at, finished_at)
      VALUES ('run1', 'arn:1', '${asOf}', '${asOf}', '${asOf}', 'succeeded', true, '${asOf} 02:00Z', '${asOf} 02:05Z');
    INSERT INTO etl_run_games (run_id, game_id, status, object_key) SELECT 'run1', id, 'written', 'series/' || id FROM games;
    INSERT INTO training_runs (id, execution_arn, run_id, status, stage, step, total_steps, finished_at)
      VALUES ('m1', 'arn:2', 'run1', 'succeeded', 'done', 400, 400, now());
    INSERT INTO models (id, training_run_id, status, manifest_key, recipe, kernel_id, seed, data_hash, as_of, metrics)
      VALUES ('m1', 'm1', 'champion', 'k', 'lstm', 'simd', 1, 'h', '${asOf}', '{}');
    INSERT INTO forecast_runs (id, kind, run_id, model_id, origin, horizon, status, finished_at) VALUES
      ('live', 'live', 'run1', 'm1', '${asOf}', 60, 'succeeded', '${asOf} 02:10Z'),
      ('fold', 'fold', 'run1', 'm1', '${day(-60)}', 60, 'succeeded', '${asOf} 02:09Z');
    INSERT INTO forecast_games (forecast_run_id, game_id, served, served_reason, plan_end, plan, past_wape, past_origin,
                                total_mean, total_p10, total_p90)
      SELECT 'live', id, CASE WHEN id = 2 THEN 'seasonal naive' ELSE 'model' END, 'because', '${day(17)}',
             '[{"date": "${day(0)}", "list_price": 19.99, "discount_rate": 0}, {"date": "${day(10)}", "list_price": 19.99, "discount_rate": 0.2}]',
             0.31, '${day(-60)}', 120, 90, 150 FROM games WHERE id <> 3;
    INSERT INTO sales_forecasts (forecast_run_id, game_id, date, mean, p10, p50, p90, mean_without_discounts)
      SELECT r.id, g.id, r.origin + n, 2, 1, 2, 3, 1.5 FROM forecast_runs r, games g, generate_series(0, 59) n WHERE g.id <> 3;
    INSERT INTO orders (id, user_id, status, currency, total_minor, paid_at)
      SELECT gen_random_uuid(), 'olga', 'paid', 'USD', 1999, '${day(-3)}' FROM generate_series(1, 7);
    INSERT INTO order_items (order_id, game_id, list_price_minor, unit_price_minor) SELECT id, 1, 1999, 1999 FROM orders`);
  const header =
    'purchase_date,game_title,quantity,game_rating,unit_price,discount_rate,game_review_encoded,launch_boost,days_since_release,refunded_quantity,net_quantity,list_price,on_sale,observed\n';
  const rows = Array.from({ length: 100 }, (_, n) => {
    const date = day(n - 100);
    if (n < 5) return `${date},"=100%, Tide",,,,,0,0,${n},,,,,0\n`;
    const rate = n >= 20 && n < 25 ? '0.5' : '0';
    return `${date},"=100%, Tide",3,,19.99,${rate},0,0,${n},1,2,19.99,${rate === '0' ? 0 : 1},1\n`;
  });
  objects.set('series/1', header + rows.join(''));
  context = testApiContext(database, 'kratos_publisher', () => new Date(`${asOf}T12:00:00Z`));
  app = createPublisherApp({
    ...context.api,
    currency: 'USD',
    readObject: (key) => Promise.resolve(objects.get(key)),
    readBytes: () => Promise.resolve(undefined),
  });
});
afterAll(async () => {
  await context.close();
  await database.close();
});

const list = async (cookie: string, query = '') =>
  publisherGamesSchema.parse((await callApi(app, `/api/publisher/games${query}`, { cookie })).json());
const forecast = async (cookie: string, id: number) =>
  forecastSchema.parse((await callApi(app, `/api/publisher/games/${id}/forecast`, { cookie })).json());

describe("a publisher's games", () => {
  it('are its own, an operator sees all, and a member of two publishers sees both or one', async () => {
    expect((await list(north)).total).toBe(25);
    expect((await list(both)).total).toBe(50);
    expect((await list(both, '?publisher=2')).total).toBe(25);
    expect((await list(north, '?publisher=2')).total).toBe(0);
    expect((await list(operator)).total).toBe(50);
    expect((await list(operator, '?publisher=2')).items[0]?.publisher).toEqual({ id: 2, name: 'South' });
  });

  it('come with their last and next 60 days', async () => {
    const { items } = await list(north, '?q=tide');
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      id: 1,
      served: 'model',
      units60Last: 7,
      units60Next: { mean: 120, p10: 90, p90: 150 },
      stale: false,
      availability: 'buyable',
    });
  });

  it('come together as one sum, of the member’s own publishers, where the list is not filtered', async () => {
    const total = { days: 60, mean: 500, p10: 400, p90: 650, p50: 490, basis: 'paths' };
    const kept = { origin: asOf, portfolios: [{ measure: 'units', games: 25, totals: [total] }] };
    for (const id of [1, 2]) objects.set(`kratos/what-if/live/publishers/${id}.json`, JSON.stringify(kept));
    const { together } = await list(north);
    expect(together).toEqual([
      {
        ...{ publisherId: 1, origin: asOf, measure: 'units', games: 25 },
        totals: [{ days: 60, mean: 500, p10: 400, p90: 650, basis: 'paths' }],
      },
    ]);
    expect((await list(both)).together).toHaveLength(2);
    expect((await list(north, '?publisher=2')).together).toEqual([]);
    expect((await list(north, '?q=tide')).together).toBeUndefined();
    expect((await list(operator)).together).toBeUndefined();
    objects.delete('kratos/what-if/live/publishers/1.json');
    expect((await list(north)).together).toEqual([]);
  });

  it('take signs in the search as they are', async () => {
    expect((await list(north, '?q=%25')).items.map((game) => game.id)).toEqual([1]);
    expect((await list(north, '?q=_')).items).toEqual([]);
  });

  it('are walked in pages without a gap or a repeat, two statements a page, under 10 KB for 20', async () => {
    const seen: number[] = [];
    for (let cursor = ''; ;) {
      context.statements.length = 0;
      const answer = await callApi(app, `/api/publisher/games?limit=20${cursor}`, { cookie: both });
      // The session look-up is the third.
      expect(context.statements).toHaveLength(3);
      expect(Buffer.byteLength(answer.text)).toBeLessThanOrEqual(10 * 1024);
      const page = publisherGamesSchema.parse(answer.json());
      seen.push(...page.items.map((game) => game.id));
      if (page.nextCursor === null) break;
      cursor = `&cursor=${page.nextCursor}`;
    }
    expect(seen).toHaveLength(50);
    expect(new Set(seen).size).toBe(50);
  });
});

describe('a forecast', () => {
  it('holds the series, the coming days, what was said 60 days ago, and the sentence on top', async () => {
    const found = await forecast(north, 1);
    expect(found).toMatchObject({
      asOf,
      status: 'model',
      noWhatIf: null,
      measure: 'units',
      served: { name: 'model', pastError: { wape: 0.31, origin: day(-60), days: 60 } },
      model: { id: 'm1', recipe: 'lstm', seed: 1, asOf },
      planEnd: day(17),
      drivers: null,
      summary: { next60: { mean: 120 }, last60: { units: 180, days: 60 } },
      training: { state: 'idle', step: 400 },
      generatedAt: '2026-03-10T02:10:00.000Z',
    });
    expect(found.summary.changePercent).toBeCloseTo(-33.33, 1);
    expect(found.actuals).toHaveLength(100);
    expect(found.actuals[0]).toMatchObject({ units: null, onSale: null, price: null });
    expect(found.actuals[20]).toMatchObject({ units: 3, refunded: 1, discountRate: 0.5, onSale: true });
    expect(found.forecast).toHaveLength(60);
    expect(found.forecast[10]).toMatchObject({
      date: day(10),
      discountRate: 0.2,
      planned: true,
      meanWithoutDiscounts: 1.5,
    });
    expect(found.forecast[11]).toMatchObject({ planned: false, discountRate: null });
    expect(found.fold).toMatchObject({ origin: day(-60) });
    expect(found.fold?.days.at(-1)?.date).toBe(day(-1));
    expect(found.discounts).toEqual([
      { startsOn: day(-80), endsOn: day(-76), percent: 50 },
      { startsOn: '2026-03-20', endsOn: '2026-03-26', percent: 20 },
    ]);
  });

  it('says which baseline is served where the model does not win', async () => {
    expect(await forecast(north, 2)).toMatchObject({
      status: 'baseline',
      noWhatIf: expect.stringContaining('knows nothing of prices'),
      served: { name: 'seasonal naive' },
    });
  });

  it('tells the open marks of its game and of the model that made it, in words', async () => {
    expect((await forecast(north, 1)).drift).toEqual([]);
    await database.pool().query(`
      INSERT INTO drift_marks (game_id, horizon_band, since, marked_on, cleared_on) VALUES
        (1, 2, '${day(-5)}', '${day(-3)}', NULL), (1, 1, '${day(-30)}', '${day(-28)}', '${day(-20)}'),
        (4, 1, '${day(-9)}', '${day(-7)}', NULL), (NULL, 3, '${day(-4)}', '${day(-2)}', NULL),
        (2, 1, '${day(-6)}', '${day(-4)}', NULL)`);
    const { drift } = await forecast(north, 1);
    expect(drift).toEqual([
      {
        of: 'game',
        days: { from: 8, to: 28 },
        since: day(-5),
        note: expect.stringContaining('8 to 28 days'),
      },
      { of: 'champion', days: { from: 29, to: 60 }, since: day(-4), note: expect.any(String) },
    ]);
    expect(drift[0]?.note).toMatch(/^Since 2026-03-05 this game's forecasts/);
    expect(drift[1]?.note).toContain('over all games');
    // A baseline is served for the second: the model's drift is nothing to it.
    expect((await forecast(north, 2)).drift).toMatchObject([{ of: 'game', days: { from: 1, to: 7 } }]);
    expect((await forecast(operator, 4)).drift).toMatchObject([{ of: 'game' }, { of: 'champion' }]);
    await database.pool().query('TRUNCATE drift_marks');
  });

  it('is empty and says so before the first forecast', async () => {
    expect(await forecast(north, 3)).toMatchObject({
      status: 'none',
      noWhatIf: expect.stringContaining('no forecast of this game yet'),
      served: null,
      actuals: [],
      forecast: [],
      fold: null,
      summary: { next60: null, last60: { units: 0, days: 0 }, changePercent: null },
    });
  });

  it("does not exist for another publisher's member, but for an operator", async () => {
    const answer = await callApi(app, '/api/publisher/games/40/forecast', { cookie: north });
    expect(answer.json()).toMatchObject({ code: 'game_not_found', status: 404 });
    expect((await forecast(operator, 40)).game.publisher).toBe('South');
    expect((await forecast(both, 40)).game.publisher).toBe('South');
  });

  it.each(['0', '-1', 'abc', '1.5', '99999999999'])('answers 400 for the id %s', async (id) => {
    const answer = await callApi(app, `/api/publisher/games/${id}/forecast`, { cookie: north });
    expect(answer.json()).toMatchObject({
      code: 'invalid_request',
      fieldErrors: { id: [expect.any(String)] },
    });
  });

  it('is downloaded as a table with a row for each day', async () => {
    const answer = await callApi(app, '/api/publisher/games/1/forecast.csv', { cookie: north });
    expect(answer.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="forecast-1-${asOf}.csv"`,
      'cache-control': 'private, no-store',
    });
    const lines = answer.text.trimEnd().split('\n');
    expect(lines).toHaveLength(1 + 100 + 60);
    expect(lines[0]).toBe(
      'date,actual_units,mean,p10,p50,p90,mean_without_discounts,held_out_mean,held_out_p10,held_out_p50,held_out_p90,discount_rate',
    );
    expect(lines[1]).toBe(`${day(-100)},,,,,,,,,,,`);
    expect(lines[100]).toBe(`${day(-1)},3,,,,,,2,1,2,3,0`);
    expect(lines[111]).toBe(`${day(10)},,2,1,2,3,1.5,,,,,0.2`);
    expect(answer.text).not.toMatch(/^[=+@]/m);
  });
});

describe('the database', () => {
  it("shows the publisher's role no forecast without a setting, and those of the set publishers only", async () => {
    const pool = database.pool('kratos_publisher');
    expect((await pool.query('SELECT 1 FROM sales_forecasts')).rows).toEqual([]);
    const client = await pool.connect();
    await client.query("BEGIN; SET LOCAL kratos.publisher_id = '2'");
    const { rows } = await client.query<{ n: number; least: number; sold: string }>(
      'SELECT count(*)::int AS n, min(game_id) AS least, units_sold(1, $1, $2) AS sold FROM forecast_games',
      [day(-60), day(0)],
    );
    await client.query('COMMIT');
    client.release();
    expect(rows).toEqual([{ n: 25, least: 26, sold: '0' }]);
    await expect(pool.query('SELECT 1 FROM orders')).rejects.toThrow('permission denied');
  });
});

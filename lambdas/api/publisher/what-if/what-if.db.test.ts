import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  callApi,
  signInAs,
  testApiContext,
  type TestApiContext,
  type TestedApp,
} from '../../../../testing/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../../testing/database.ts';
import { panelStart, rhythmicPanel } from '../../../../testing/panels.ts';
import { forecastOnce } from '../../../../testing/what-if-objects.ts';
import { formatDay } from '../../../../domain/days.ts';
import type { GameForecast } from '../../../../forecasting/index.ts';
import { createPublisherApp } from '../app.ts';
import { forecastSchema } from '../schemas.ts';
import { whatIfSchema } from './schemas.ts';

const days = 240;
const origin = panelStart + days;
const day = (offset: number) => formatDay(origin + offset);
const panel = rhythmicPanel(9, days);
/** Days that are planned; of those after them nothing is known. */
const PLANNED = 30;
let objects: Map<string, Uint8Array>;
let database: TestDatabase;
let context: TestApiContext;
let app: TestedApp;
let cookie: string;
let games: GameForecast[];
let bucketFails = false;

beforeAll(async () => {
  ({ games, objects } = await forecastOnce(panel, PLANNED));
  database = await createTestDatabase();
  const owner = database.pool();
  cookie = await signInAs(owner, { id: 'nora', role: 'publisher' });
  const asOf = day(0);
  await owner.query(`
    INSERT INTO publishers (name, slug) VALUES ('North', 'north'), ('South', 'south');
    INSERT INTO publisher_members (publisher_id, user_id) VALUES (1, 'nora');
    INSERT INTO games (publisher_id, slug, title, release_date)
      SELECT CASE WHEN n = 8 THEN 2 ELSE 1 END, 'game-' || n, 'Game ' || n, '2018-01-01' FROM generate_series(1, 10) n;
    INSERT INTO price_points (game_id, currency, amount_minor, valid_from)
      SELECT id, 'USD', CASE WHEN id = 4 THEN 0 ELSE 2000 END, '2018-01-01' FROM games;
    INSERT INTO etl_runs (id, execution_arn, run_date, as_of, cutoff_at, status, published, started_at, finished_at)
      VALUES ('run1', 'arn:1', '${asOf}', '${asOf}', '${asOf}', 'succeeded', true, '${asOf} 02:00Z', '${asOf} 02:05Z');
    INSERT INTO etl_run_games (run_id, game_id, status, object_key, measure)
      SELECT 'run1', id, 'written', 'series/' || id, CASE WHEN id = 2 THEN 'players' ELSE 'units' END FROM games;
    INSERT INTO forecast_runs (id, kind, run_id, origin, horizon, status, finished_at)
      VALUES ('live', 'live', 'run1', '${asOf}', 60, 'succeeded', '${asOf} 02:10Z');
    INSERT INTO forecast_games (forecast_run_id, game_id, served, served_reason, label, plan, total_mean)
      SELECT 'live', id, CASE WHEN id = 3 THEN 'weekday median' ELSE 'model' END, 'because',
             CASE WHEN id = 5 THEN 'free' END, '[]', 1 FROM games WHERE id <> 6`);
  context = testApiContext(database, 'kratos_publisher', () => new Date(`${asOf}T12:00:00Z`));
  app = createPublisherApp({
    ...context.api,
    currency: 'USD',
    readObject: () => Promise.resolve(undefined),
    readBytes: (key) =>
      bucketFails ? Promise.reject(new Error('the bucket is away')) : Promise.resolve(objects.get(key)),
  });
});
afterAll(async () => {
  await context.close();
  await database.close();
});

const post = (game: number, body: unknown) =>
  callApi(app, `/api/publisher/games/${game}/what-if`, { method: 'POST', cookie, body });
const answer = async (game: number, body: unknown) => whatIfSchema.parse((await post(game, body)).json());
const segment = (from: number, to: number, percent: number, listPriceMinor: number | null = null) => ({
  startsOn: day(from),
  endsOn: day(to),
  percent,
  listPriceMinor,
});

describe('a what-if', () => {
  it('with nothing changed is the stored forecast, without a difference', async () => {
    const { days: found, units, basis, origin: first } = await answer(1, { segments: [] });
    expect(first).toBe(day(0));
    expect(found.map(({ mean }) => mean)).toEqual([...games[0]!.mean]);
    expect(found.map(({ p90 }) => p90)).toEqual([...games[0]!.p90]);
    expect(basis).toBe('paths');
    expect(units.map((total) => total.difference.mean)).toEqual([0, 0, 0]);
  });

  it('tells curve, difference and revenue of a discount, in one statement beside the session', async () => {
    context.statements.length = 0;
    const {
      days: found,
      units,
      revenue,
      segments,
      seenGroup,
      notes,
    } = await answer(1, { segments: [segment(20, 26, 50)] });
    expect(context.statements).toHaveLength(2);
    expect(found[20]).toMatchObject({
      date: day(20),
      discountRate: 0.5,
      listPriceMinor: 2000,
      planned: true,
    });
    expect(found[20]!.mean).toBeGreaterThan(games[0]!.mean[20]!);
    const [week, , all] = units;
    expect(week!.difference.mean).toBe(0);
    expect(all!.difference.mean).toBeGreaterThan(0);
    expect(all!.difference.mean).toBeCloseTo(all!.changed.mean - all!.current.mean, 3);
    const paid = found.reduce((sum, { mean, discountRate }) => sum + mean * 2000 * (1 - discountRate), 0);
    expect(revenue![2]!.changed.mean / paid).toBeCloseTo(1, 3);
    expect(segments[0]).toMatchObject({ extrapolated: false, reasons: [] });
    expect(seenGroup).toBe('Action games with a price from 10 to 30');
    expect(notes[0]).toContain('does not prove');
  });

  it('marks what was never tried, and says that a list price is answered by an assumption', async () => {
    const { segments, elasticity, notes } = await answer(1, { segments: [segment(20, 40, 80, 999)] });
    expect(segments[0]!.extrapolated).toBe(true);
    expect(segments[0]!.reasons).toEqual([
      { what: 'depth', asked: 80, seenByGame: 50, seenByGroup: 50 },
      { what: 'duration', asked: 21, seenByGame: 7, seenByGroup: 7 },
      { what: 'list price', asked: 999, seenByGame: 2000, seenByGroup: 2000 },
    ]);
    expect(elasticity).toMatchObject({ value: -1, prior: -1, ownChanges: 0, groupChanges: 0 });
    expect(notes.at(-1)).toMatch(
      /^A list price 10% higher is taken to sell 9% fewer units \(an elasticity of −1\.00\)\. That is an assumption, since/,
    );
  });

  it('with a list price alone leaves the discounts as they are, planned or unknown', async () => {
    const days = { startsOn: day(0), endsOn: day(59) };
    const same = await answer(1, { segments: [{ ...days, listPriceMinor: 2000 }] });
    expect(same.days.map(({ mean }) => mean)).toEqual([...games[0]!.mean]);
    expect(same.segments[0]!.percent).toBeNull();
    for (const total of [...same.units, ...same.revenue!]) {
      expect(total.difference).toEqual({ mean: 0, p10: 0, p50: 0, p90: 0 });
    }
    // An elasticity of −1: half the price sells twice as much for the same money.
    const half = await answer(1, { segments: [{ ...days, listPriceMinor: 1000 }] });
    expect(half.units[2]!.changed.mean / same.units[2]!.changed.mean).toBeCloseTo(2, 3);
    expect(half.revenue![2]!.changed.mean / same.revenue![2]!.changed.mean).toBeCloseTo(1, 3);
    expect(half.notes.some((note) => note.includes('not against full price'))).toBe(false);
  });

  it('says what it is held against on days for which nothing is planned', async () => {
    const of = async (from: number, to: number) =>
      (await answer(1, { segments: [segment(from, to, 0)] })).notes.filter((note) =>
        note.includes('not against full price'),
      );
    expect(await of(0, PLANNED - 1)).toEqual([]);
    expect(await of(0, PLANNED)).toEqual([
      expect.stringContaining(`Nothing is planned yet for ${day(PLANNED)},`),
    ]);
  });

  it('knows no revenue where the history counts players', async () => {
    const { revenue, measure, notes, suggestions } = await answer(2, { segments: [segment(20, 26, 50)] });
    expect([revenue, measure]).toEqual([null, 'players']);
    expect(notes.at(-1)).toContain('players');
    for (const suggestion of suggestions) expect(suggestion.revenue).toBeNull();
  });

  it.each([
    [3, 'made by "weekday median", which knows nothing of prices.'],
    [4, 'The game is free'],
    [5, 'The game is free'],
    [6, 'no forecast of this game yet'],
    [9, 'The next nightly forecast prepares it'],
  ])('of game %s is refused, and why is said', async (game, why) => {
    const refused = (await post(game, { segments: [] })).json();
    expect(refused).toMatchObject({ code: 'what_if_unavailable', status: 409 });
    expect((refused as { detail: string }).detail).toContain(why);
  });

  it("of another publisher's game does not exist", async () => {
    expect((await post(8, { segments: [] })).json()).toMatchObject({ code: 'game_not_found', status: 404 });
  });

  it.each([
    [{}, 'segments'],
    [{ segments: [], shadow: 1 }, 'shadow'],
    [{ segments: [{ ...segment(1, 2, 10), percent: 120 }] }, 'segments.0.percent'],
    [{ segments: [{ ...segment(1, 2, 10), percent: 10.5 }] }, 'segments.0.percent'],
    [{ segments: [{ startsOn: day(1), endsOn: day(2) }] }, 'segments.0.percent'],
    [{ segments: [{ ...segment(1, 2, 10), startsOn: 'soon' }] }, 'segments.0.startsOn'],
    [{ segments: [segment(1, 2, 10, 0)] }, 'segments.0.listPriceMinor'],
    [{ segments: [segment(-1, 2, 10)] }, 'segments.0.startsOn'],
    [{ segments: [segment(50, 60, 10)] }, 'segments.0.endsOn'],
    [{ segments: [segment(9, 8, 10)] }, 'segments.0.endsOn'],
    [{ segments: [segment(1, 9, 10), segment(9, 12, 20)] }, 'segments.1.startsOn'],
    [{ segments: Array.from({ length: 21 }, (_, n) => segment(n, n, 10)) }, 'segments'],
  ])('of %j is refused at the field %s', async (body, field) => {
    const refused = (await post(1, body)).json();
    expect(refused).toMatchObject({ code: 'invalid_request', status: 400 });
    expect((refused as { fieldErrors: Record<string, string[]> }).fieldErrors[field]).toEqual([
      expect.stringMatching(/expected|unknown field/),
    ]);
  });

  it('says what value was given', async () => {
    const refused = (await post(1, { segments: [{ ...segment(1, 2, 10), percent: 120 }] })).json();
    expect(refused).toMatchObject({
      fieldErrors: { 'segments.0.percent': ['expected a whole number from 0 to 99, or null, was given 120'] },
    });
  });

  it('is of the forecast that is served, also while the next one is written and after that failed', async () => {
    const before = await answer(1, { segments: [segment(20, 26, 50)] });
    // Of another game, so that an answer from it would be another one.
    objects.set('kratos/what-if/next/1.bin', objects.get('kratos/what-if/live/7.bin')!);
    const owner = database.pool();
    await owner.query(
      `INSERT INTO forecast_runs (id, kind, run_id, origin, horizon, status) VALUES ('next', 'live', 'run1', $1, 60, 'running')`,
      [day(0)],
    );
    await owner.query(
      `INSERT INTO forecast_games (forecast_run_id, game_id, served, served_reason, total_mean) VALUES ('next', 1, 'model', '', 1)`,
    );
    for (const status of ['running', 'failed']) {
      await owner.query(`UPDATE forecast_runs SET status = $1 WHERE id = 'next'`, [status]);
      expect(await answer(1, { segments: [segment(20, 26, 50)] })).toEqual(before);
    }
    await owner.query(`UPDATE forecast_runs SET status = 'succeeded' WHERE id = 'next'`);
    expect(await answer(1, { segments: [segment(20, 26, 50)] })).not.toEqual(before);
    await owner.query(`DELETE FROM forecast_runs WHERE id = 'next'`);
    objects.delete('kratos/what-if/next/1.bin');
  });

  it('of what another version kept waits for the next forecast', async () => {
    const kept = objects.get('kratos/what-if/live/7.bin')!;
    objects.set('kratos/what-if/live/7.bin', kept.slice(0, 40));
    expect((await post(7, { segments: [] })).json()).toMatchObject({ code: 'what_if_unavailable' });
    const shown = await callApi(app, '/api/publisher/games/7/forecast', { cookie });
    expect(forecastSchema.parse(shown.json()).drivers).toBeNull();
    objects.set('kratos/what-if/live/7.bin', kept);
  });
});

describe('a forecast by the model', () => {
  it('comes with what drives it', async () => {
    const shown = await callApi(app, '/api/publisher/games/1/forecast', { cookie });
    const { drivers } = forecastSchema.parse(shown.json());
    expect(drivers!.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  });

  it('comes without them where the bucket fails, which the log says', async () => {
    context.logged.length = 0;
    bucketFails = true;
    const shown = await callApi(app, '/api/publisher/games/1/forecast', { cookie });
    bucketFails = false;
    expect(shown.status).toBe(200);
    expect(forecastSchema.parse(shown.json())).toMatchObject({ status: 'model', drivers: null });
    expect(context.logged.map((line) => JSON.parse(line) as unknown)).toContainEqual(
      expect.objectContaining({
        level: 'error',
        gameId: 1,
        stack: expect.stringContaining('the bucket is away'),
      }),
    );
  });
});

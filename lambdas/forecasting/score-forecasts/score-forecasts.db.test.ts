import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dayOf, formatDay } from '../../../domain/days.ts';
import { openForecastStore, type ForecastStore, type SeriesOfGame } from '../../../testing/forecast-store.ts';
import { seedGames, tinyDependencies, tinyTraining, trainWholly } from '../../../testing/tiny-training.ts';

let store: ForecastStore;
let games: number[];
/** By game: the day from which it sells eight times as much, and the first one on which it does not any more. */
const booms = new Map<number, readonly [string, string]>();

const rows = async (sql: string, values: unknown[] = []) =>
  (await store.pool.query(sql, values)).rows as Record<string, unknown>[];

async function publish(asOf: string): Promise<string> {
  const runId = `run${asOf.replaceAll('-', '')}`;
  // A weekly rhythm without discounts, so that nothing but a boom is out of the ordinary.
  const series = games.map((game, n): SeriesOfGame => {
    const [from, to] = booms.get(game) ?? ['9999-01-01', '9999-01-01'];
    const factor = (day: number): number => (day >= dayOf(from) && day < dayOf(to) ? 8 : 1);
    const units = (day: number): number =>
      50 + 3 * n + (day % 7 < 2 ? 4 : 0) + (((Math.imul(day + 99 * n, 2_654_435_761) >>> 9) % 31) - 15);
    return { game, from: '2019-12-01', units: (day) => units(day) * factor(day) };
  });
  await store.publishRun(runId, asOf, series);
  await store.call('prepare-panel', { runId });
  return runId;
}

/** A night as `forecast-sales` has it. */
async function night(asOf: string): Promise<Record<string, unknown>> {
  return follow(await publish(asOf));
}

async function follow(runId: string): Promise<Record<string, unknown>> {
  await store.call('forecast-games', { runId, forecastId: `forecast-${runId}` });
  return (await store.call('score-forecasts', { runId })) as Record<string, unknown>;
}

const everything = async () => ({
  errors: await rows('SELECT * FROM forecast_errors ORDER BY game_id, day, horizon_band'),
  champion: await rows('SELECT * FROM champion_errors ORDER BY day, horizon_band'),
  marks: await rows('SELECT * FROM drift_marks ORDER BY id'),
});

beforeAll(async () => {
  store = await openForecastStore();
  games = await seedGames(store.pool, 24);
  store.intercept(tinyTraining());
  await publish('2020-08-01');
  const training = { modelId: 'champion', runId: 'run20200801', executionArn: 'arn' };
  await trainWholly(tinyDependencies(), training);
  await store.call('promote-model', training);
  // So that what is served follows neither a tiny network nor the last week.
  const file = store.objectPath('kratos/models/champion/manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as { decision: { bands: { served: string }[] } };
  for (const band of manifest.decision.bands) band.served = 'weekday median';
  await writeFile(file, JSON.stringify(manifest));
});
afterAll(() => store.close());

describe('a night', () => {
  it('scores nothing before a model has forecast a day that came', async () => {
    expect(await follow('run20200801')).toEqual({
      days: 0,
      markedGames: 0,
      markedChampion: false,
      trainingWanted: false,
    });
  });

  it('scores the day that came due, game by game and for the champion, within the limits of the fold', async () => {
    expect(await night('2020-08-02')).toMatchObject({ days: 1, markedGames: 0, markedChampion: false });
    const { errors, champion } = await everything();
    expect(errors).toHaveLength(24);
    for (const error of errors) {
      expect(error).toMatchObject({ horizon_band: 1, error: expect.any(Number), changed_error: null });
      expect(error['error_limit']).toBeGreaterThan(0);
    }
    const sorted = errors.map(({ error }) => error as number).sort((a, b) => a - b);
    const median = (sorted[11]! + sorted[12]!) / 2;
    expect(champion).toMatchObject([{ horizon_band: 1, model_id: 'champion', games: 24, changed_games: 0 }]);
    expect(champion[0]!['error']).toBeCloseTo(median, 9);
  });

  it('is the same when it is run again', async () => {
    const before = await everything();
    expect(await store.call('score-forecasts', { runId: 'run20200802' })).toMatchObject({ days: 1 });
    expect(await everything()).toEqual(before);
  });
});

describe('a game that sells unlike its forecast', () => {
  it('is marked after three nights running, also where one of these was missed', async () => {
    booms.set(games[12]!, ['2020-08-02', '2020-08-06']);
    expect(await night('2020-08-03')).toMatchObject({ days: 1, markedGames: 0 });
    // The night of the 4th does not run: that of the 5th scores both days.
    expect(await night('2020-08-05')).toMatchObject({ days: 2, markedGames: 1, trainingWanted: true });
    expect(await rows('SELECT game_id, since::text, marked_on::text, cleared_on FROM drift_marks')).toEqual([
      { game_id: games[12], since: '2020-08-02', marked_on: '2020-08-04', cleared_on: null },
    ]);
  });

  it('is marked once, however often the night is run and however long it lasts', async () => {
    const before = await everything();
    await store.call('score-forecasts', { runId: 'run20200805' });
    expect(await everything()).toEqual(before);
    expect(await night('2020-08-06')).toMatchObject({ days: 1, markedGames: 1 });
    expect(await rows('SELECT id FROM drift_marks')).toHaveLength(1);
  });

  it('is cleared by the first day within the limit, and a run of older data changes nothing', async () => {
    expect(await night('2020-08-07')).toMatchObject({ markedGames: 0 });
    const before = await everything();
    expect(before.marks).toMatchObject([{ game_id: games[12] }]);
    expect(await rows('SELECT cleared_on::text FROM drift_marks')).toEqual([{ cleared_on: '2020-08-06' }]);
    expect(await store.call('score-forecasts', { runId: 'run20200803' })).toMatchObject({ days: 0 });
    expect(await everything()).toEqual(before);
  });
});

describe('a day whose plan was changed', () => {
  it('is scored apart, marks nobody and breaks no row of nights', async () => {
    const [game] = games.slice(1);
    await store.pool.query(
      `UPDATE forecast_games SET plan = (SELECT jsonb_agg(jsonb_build_object('date', (date '2020-08-07' + n)::text,
          'list_price', 20, 'discount_rate', 0.5)) FROM generate_series(0, 1) n) WHERE game_id = $1`,
      [game],
    );
    await night('2020-08-08');
    expect(
      await rows(
        `SELECT error, changed_error > 0 AS changed FROM forecast_errors WHERE game_id = $1 AND day = '2020-08-07'`,
        [game],
      ),
    ).toEqual([{ error: null, changed: true }]);
    expect(await rows(`SELECT games, changed_games FROM champion_errors WHERE day = '2020-08-07'`)).toEqual([
      { games: 23, changed_games: 1 },
    ]);
  });
});

describe('a champion that drifts', () => {
  it('is marked, gets one training for it, and no second one for the same mark', async () => {
    for (const game of games) booms.set(game, ['2020-08-08', '2020-09-30']);
    for (const asOf of ['2020-08-09', '2020-08-10']) {
      expect(await night(asOf)).toMatchObject({ markedChampion: false });
    }
    // The newest model is young enough that no week has passed.
    await store.pool.query(`UPDATE models SET as_of = '2020-08-10'`);
    expect(await night('2020-08-11')).toMatchObject({ markedChampion: true, trainingWanted: true });

    const answer = await store.call('start-forecast', { runId: 'run20200811', drift: true });
    expect(answer).toEqual({ started: [expect.stringContaining('model-2020-08-11-run20200811')] });
    await store.allSettled();
    expect(
      await rows('SELECT DISTINCT training_id FROM drift_marks WHERE game_id IS NULL AND cleared_on IS NULL'),
    ).toEqual([{ training_id: 'model-2020-08-11-run20200811' }]);

    expect(await night('2020-08-12')).toMatchObject({ markedChampion: true, trainingWanted: false });
    expect(await store.call('start-forecast', { runId: 'run20200812', drift: true })).toEqual({
      started: [],
    });
  });

  it('is no reason to train where the newest model knows the days already', async () => {
    await store.pool.query(`UPDATE drift_marks SET training_id = NULL WHERE cleared_on IS NULL`);
    expect(await store.call('start-forecast', { runId: 'run20200812', drift: true })).toEqual({
      started: [],
    });
  });

  it('stays on record where the errors of single games are removed', async () => {
    expect(await rows('SELECT min(day)::text AS first FROM forecast_errors')).toEqual([
      { first: formatDay(dayOf('2020-08-01')) },
    ]);
    await store.pool.query(`UPDATE forecast_errors SET day = day - 60 WHERE day = '2020-08-01'`);
    await store.call('score-forecasts', { runId: 'run20200812' });
    expect(await rows('SELECT min(day)::text AS first FROM forecast_errors')).toEqual([
      { first: '2020-08-02' },
    ]);
    expect(await rows('SELECT min(day)::text AS first FROM champion_errors')).toEqual([
      { first: '2020-08-01' },
    ]);
  });
});

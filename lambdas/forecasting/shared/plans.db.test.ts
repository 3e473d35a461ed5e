import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { dayOf, formatDay } from '../../../domain/days.ts';
import type { Panel } from '../../../forecasting/index.ts';
import { openForecastStore, type ForecastStore } from '../../../testing/forecast-store.ts';
import { seedGames } from '../../../testing/tiny-training.ts';
import { databaseOfFunction } from '../../shared/context.ts';
import { cutoffOfFold, readPlans } from './plans.ts';

let store: ForecastStore;
let game: number;
const cutoffAt = '2020-08-01T01:00:00.000Z';
const known = '2020-07-01T00:00:00Z';

beforeAll(async () => {
  store = await openForecastStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  [game] = (await seedGames(store.pool, 1)) as [number];
  await price(2000, '-infinity');
});

async function price(amount: number, from: string, recordedAt = known): Promise<void> {
  await store.pool.query(
    `INSERT INTO price_points (game_id, currency, amount_minor, valid_from, recorded_at) VALUES ($1, 'USD', $2, $3, $4)`,
    [game, amount, from, recordedAt],
  );
}

async function discount(
  percent: number,
  [from, to]: readonly [string, string],
  { recordedAt = known, withdrawnAt = null as string | null } = {},
): Promise<void> {
  await store.pool.query(
    `INSERT INTO discounts (game_id, percent, starts_at, ends_at, recorded_at, withdrawn_at) VALUES ($1, $2, $3, $4, $5, $6)`,
    [game, percent, `${from}T00:00:00Z`, `${to}T00:00:00Z`, recordedAt, withdrawnAt],
  );
}

async function planUntil(day: string | null, recordedAt = known): Promise<void> {
  await store.pool.query('UPDATE games SET planning_date = $2 WHERE id = $1', [game, day]);
  await store.pool.query(
    `UPDATE planning_dates SET recorded_at = $2 WHERE id = (SELECT max(id) FROM planning_dates WHERE game_id = $1)`,
    [game, recordedAt],
  );
}

/** The planned days as `date list discount`, one line a stretch of equal days. */
async function plan(): Promise<string[]> {
  const origin = dayOf('2020-08-01');
  const panel = { games: [{ id: String(game), releaseDay: null, genres: [] }] } as unknown as Panel;
  const plans = await readPlans(databaseOfFunction(), panel, {
    origin,
    horizon: 60,
    cutoffAt,
    currency: { code: 'USD', minorUnits: 100 },
  });
  const lines: string[] = [];
  let before = '';
  for (let h = 0; h < 60; h++) {
    const now =
      plans.known[h] === 1
        ? `${plans.listPrice[h]!.toFixed(2)} -${Math.round(plans.discount[h]! * 100)} %`
        : 'unknown';
    if (now !== before) lines.push(`${formatDay(origin + h)} ${now}`);
    before = now;
  }
  return lines;
}

describe('the plan of a game', () => {
  it('is unknown throughout where nothing is scheduled, which is not the same as no discount', async () => {
    expect(await plan()).toEqual(['2020-08-01 unknown']);
  });

  it('reaches to the end of the last scheduled discount', async () => {
    await discount(25, ['2020-08-10', '2020-08-17']);
    expect(await plan()).toEqual(['2020-08-01 20.00 -0 %', '2020-08-10 20.00 -25 %', '2020-08-17 unknown']);
  });

  it('reaches to the planning date that its publisher set, before or behind the last discount', async () => {
    await discount(25, ['2020-08-10', '2020-08-17']);
    await planUntil('2020-08-20');
    expect(await plan()).toEqual([
      '2020-08-01 20.00 -0 %',
      '2020-08-10 20.00 -25 %',
      '2020-08-17 20.00 -0 %',
      '2020-08-21 unknown',
    ]);
    await planUntil('2020-08-12', '2020-07-02T00:00:00Z');
    expect((await plan()).at(-1)).toBe('2020-08-13 unknown');
  });

  it('is the same in a repeat although its publisher moved the planning date, or took it back, after the cutoff', async () => {
    await planUntil('2020-08-12');
    await planUntil('2020-09-20', cutoffAt);
    expect(await plan()).toEqual(['2020-08-01 20.00 -0 %', '2020-08-13 unknown']);
    await planUntil(null, '2020-08-02T00:00:00Z');
    expect(await plan()).toEqual(['2020-08-01 20.00 -0 %', '2020-08-13 unknown']);
    await planUntil(null, '2020-07-03T00:00:00Z');
    expect(await plan()).toEqual(['2020-08-01 unknown']);
  });

  it('knows nothing that was recorded at the cutoff or later', async () => {
    await discount(25, ['2020-08-10', '2020-08-17']);
    await discount(50, ['2020-08-20', '2020-08-27'], { recordedAt: cutoffAt });
    await price(1000, '2020-08-05T00:00:00Z', cutoffAt);
    expect(await plan()).toEqual(['2020-08-01 20.00 -0 %', '2020-08-10 20.00 -25 %', '2020-08-17 unknown']);
  });

  it('takes a changed price and, of two rows for one moment, the one recorded last', async () => {
    await discount(25, ['2020-08-10', '2020-08-17']);
    await price(1500, '2020-08-05T00:00:00Z');
    await price(1200, '2020-08-05T00:00:00Z', '2020-07-02T00:00:00Z');
    expect((await plan())[1]).toBe('2020-08-05 12.00 -0 %');
  });

  it('leaves out a discount that was withdrawn before the cutoff, and keeps one withdrawn after it', async () => {
    await discount(25, ['2020-08-10', '2020-08-17'], { withdrawnAt: '2020-07-20T00:00:00Z' });
    expect(await plan()).toEqual(['2020-08-01 unknown']);
    await discount(30, ['2020-08-12', '2020-08-14'], { withdrawnAt: '2020-08-01T02:00:00Z' });
    expect(await plan()).toContain('2020-08-12 20.00 -30 %');
  });
});

describe('the cutoff of a fold', () => {
  const asOf = dayOf('2020-08-01');
  const origin = dayOf('2020-06-02');

  it.each([
    ['as many days before the run’s', '2020-08-01T01:30:00Z', '2020-06-02T01:30:00.000Z'],
    ['before its first day where the run’s is', '2020-07-31T22:00:00Z', '2020-06-01T22:00:00.000Z'],
    ['on its first day though the run was made late', '2020-08-25T03:15:00Z', '2020-06-02T03:15:00.000Z'],
  ])('lies %s', (_, cutoff, expected) => {
    expect(cutoffOfFold(cutoff, asOf, origin)).toBe(expected);
  });
});

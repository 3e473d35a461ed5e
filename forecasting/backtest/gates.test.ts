import { describe, expect, it } from '@jest/globals';
import { emptyForecasts } from '../forecast-set.ts';
import type { ForecastSet } from '../forecast-set.ts';
import { Random } from '../random.ts';
import { recipeGate, refreshGate } from './gates.ts';
import type { RefreshCandidate } from './gates.ts';
import type { PairedFold } from './gates.ts';

const HORIZON = 10;
const GAMES = 40;
const origin = 18_000;

/** Forecasts that are off by a factor of each game's own. */
function off(units: Float32Array, factor: (game: number) => number): ForecastSet {
  const set = emptyForecasts(origin, HORIZON, GAMES);
  for (const curve of ['mean', 'p10', 'p50', 'p90'] as const) {
    set[curve].set(units.map((value, at) => value * factor(Math.floor(at / HORIZON))));
  }
  return set;
}

/** A fold of 40 games in two bands, the last 10 of them selling over 1,000 a day. */
function fold(challenger: (game: number) => number, incumbent: (game: number) => number): PairedFold {
  const random = Random.seeded(3);
  const big = (game: number): boolean => game >= 30;
  const units = Float32Array.from(
    { length: GAMES * HORIZON },
    (_, at) => (big(Math.floor(at / HORIZON)) ? 2_000 : 50) * (0.5 + random.uniform()),
  );
  return {
    outcome: {
      origin,
      horizon: HORIZON,
      units,
      observed: new Uint8Array(GAMES * HORIZON).fill(1),
      scale: new Float64Array(GAMES).fill(1),
      stepScale: new Float64Array(GAMES).fill(1),
    },
    bands: Uint8Array.from({ length: GAMES }, (_, game) => (big(game) ? 4 : 2)),
    challenger: off(units, challenger),
    incumbent: off(units, incumbent),
  };
}

const always = (factor: number) => () => factor;

/** Of two that know the same days. */
const recipe = (folds: readonly PairedFold[], finite: boolean, seed?: number) =>
  recipeGate(folds, { challenger: '2020-06-01', incumbent: '2020-06-01' }, finite, seed);

describe('the recipe gate', () => {
  it('promotes a recipe that gains on every game', () => {
    const result = recipe([fold(always(1.1), always(1.2))], true);
    expect(result).toMatchObject({ promoted: true, gate: 'recipe', rule: 'all rules' });
    expect(result.figures['wapeGain']).toBeCloseTo(0.5, 5);
    expect(result.figures['wapeGainLower']).toBeCloseTo(0.5, 5);
    expect(result.reason).toMatch(/^promoted: a sure gain on 2019-04-14: WAPE -50\.0 %/);
  });

  it('refuses a recipe that is the same: no gain is not a gain', () => {
    expect(recipe([fold(always(1.2), always(1.2))], true)).toMatchObject({
      promoted: false,
      rule: 'gain in WAPE',
      reason: expect.stringMatching(/^refused: no sure gain in WAPE on 2019-04-14: WAPE 0\.0 %/),
    });
  });

  it('refuses a gain that a single game makes: without it there is none', () => {
    const challenger = (game: number): number => (game === 35 ? 1 : 1.2);
    const result = recipe([fold(challenger, (game) => (game === 35 ? 3 : 1.2))], true);
    expect(result).toMatchObject({ promoted: false, rule: 'gain in WAPE' });
    expect(result.figures['wapeGain']).toBeGreaterThan(0.3);
    expect(result.figures['wapeGainLower']).toBe(0);
  });

  it('refuses a better middle whose quantiles are worse', () => {
    const pair = fold(always(1.1), always(1.15));
    pair.challenger.p90.set(pair.challenger.p50.map((value) => value * 20));
    expect(recipe([pair], true)).toMatchObject({ promoted: false, rule: 'gain in quantile loss' });
  });

  it.each([
    ['5 %', 1.21, true, 'all rules'],
    ['6 %', 1.212, false, 'volume band'],
  ] as const)('lets a volume band be up to 5 %% worse: %s', (_name, factor, promoted, rule) => {
    // The small games go from an error of 0.2 to that of the factor, the big ones halve theirs.
    const result = recipe([fold((game) => (game >= 30 ? 1.1 : factor - 1e-6), always(1.2))], true);
    expect(result).toMatchObject({ promoted, rule, figures: { worstBand: '10 to 100 a day' } });
    if (!promoted)
      expect(result.reason).toMatch(/games that sell 10 to 100 a day are \+6\.0 % in WAPE, at most \+5 %/);
  });

  it('weighs all folds together and names them', () => {
    const older = fold(always(1.2), always(1.1));
    const newer = fold(always(1.1), always(1.5));
    const result = recipe([newer, { ...older, outcome: { ...older.outcome, origin: origin - 60 } }], true);
    expect(result).toMatchObject({ promoted: true, figures: { folds: '2019-04-14, 2019-02-13' } });
    expect(result.figures['wapeGain']).toBeCloseTo(0.5, 5);
  });

  it('gives the same figures for the same seed', () => {
    const mixed = fold(
      (game) => 1 + (game % 7) / 20,
      (game) => 1 + (game % 5) / 15,
    );
    expect(recipe([mixed], true, 7)).toEqual(recipe([mixed], true, 7));
    expect(recipe([mixed], true, 7).figures).not.toEqual(recipe([mixed], true, 8).figures);
  });

  it('leaves out days that nobody observed', () => {
    const pair = fold(always(1.1), always(1.2));
    pair.challenger.p50.fill(1e9, 0, HORIZON);
    pair.outcome.observed.fill(0, 0, HORIZON);
    expect(recipe([pair], true).promoted).toBe(true);
  });

  it('refuses what is not finite, and what nothing was sold to compare on', () => {
    const pair = fold(always(1.1), always(1.2));
    expect(recipe([pair], false)).toMatchObject({ promoted: false, rule: 'not finite' });
    pair.outcome.units.fill(0);
    expect(recipe([pair], true)).toMatchObject({ promoted: false, rule: 'nothing sold' });
  });
});

describe('the refresh gate', () => {
  const of = (
    asOf: string,
    relativeError: number | null,
    foldPlans: 'recorded' | 'came' = 'recorded',
  ): RefreshCandidate => ({ asOf, relativeError, foldPlans });
  const champion = of('2020-06-01', 0.8);

  it.each([
    ['the first model', of('2020-06-08', 1.8), null, true, true, 'no champion', /no model before/],
    ['a broken first model', of('2020-06-08', 0.6), null, false, false, 'not finite', /not a finite/],
    ['a broken better one', of('2020-06-08', 0.6), champion, false, false, 'not finite', /not a finite/],
    ['a better one', of('2020-06-08', 0.7), champion, true, true, 'newest fold', /0\.700 .*had 0\.800/],
    ['one that is 5 % worse', of('2020-06-08', 0.84), champion, true, true, 'newest fold', /0\.840/],
    ['one that is 6 % worse', of('2020-06-08', 0.848), champion, true, false, 'newest fold', /5 % worse/],
    [
      'one beside a champion whose fold knew all prices',
      of('2020-06-08', 0.87),
      of('2020-06-01', 0.8, 'came'),
      true,
      true,
      'other plans',
      /newer data/,
    ],
    [
      'a worse one whose own fold knew all prices',
      of('2020-06-08', 0.87, 'came'),
      champion,
      true,
      false,
      'newest fold',
      /5 % worse/,
    ],
    ['one of older data', of('2020-05-31', 0.1), champion, true, false, 'older data', /before 2020-05-31/],
    ['one of the same data', of('2020-06-01', 0.8), champion, true, true, 'newest fold', /newer data/],
    ['one whose days sold nothing', of('2020-06-08', null), champion, true, true, 'nothing sold', /sold/],
    [
      'one beside a champion without days',
      of('2020-06-08', 0.8),
      of('2020-06-01', null),
      true,
      true,
      'nothing sold',
      /nothing sold/,
    ],
  ] as const)('%s', (_name, challenger, incumbent, finite, promoted, rule, reason) => {
    expect(refreshGate(challenger, incumbent, finite)).toMatchObject({
      promoted,
      gate: 'refresh',
      rule,
      reason: expect.stringMatching(reason),
    });
  });
});

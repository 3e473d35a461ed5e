import { describe, expect, it } from '@jest/globals';
import { volumeBands } from '../backtest/bands.ts';
import type { Outcome } from '../backtest/score.ts';
import {
  calibrateTotals,
  joinTotals,
  jointPaths,
  portfolioTotals,
  totalsOf,
  totalsOfOneHeight,
} from '../backtest/totals.ts';
import type { PortfolioGame, Total, TotalCalibration } from '../backtest/totals.ts';
import { emptyForecasts } from '../forecast-set.ts';
import type { ForecastSet } from '../forecast-set.ts';
import { Random } from '../random.ts';
import type { DailyCurves } from './joint-paths.ts';
import { PATHS } from './joint-paths.ts';
import type { JointPaths } from './joint-paths.ts';
import { NORMAL_90, normalQuantile } from './normal.ts';

const HORIZON = 60;
const BAND = 2;

/** Shares of a day's variance (in log units): common to all games, to a game's days, and to neither. */
interface Law {
  readonly common: number;
  readonly game: number;
}
const SPREAD = 0.5;

/** Units of games whose log deviates from 50 by a normal of 0.5, with the dependence of the law. */
function draw(law: Law, games: number, random: Random): Float32Array {
  const normal = (): number => normalQuantile((random.word() + 0.5) / 4294967296);
  const own = Math.sqrt(1 - law.common - law.game);
  const common = Math.sqrt(law.common) * normal();
  const units = new Float32Array(games * HORIZON);
  for (let game = 0; game < games; game++) {
    const level = common + Math.sqrt(law.game) * normal();
    for (let h = 0; h < HORIZON; h++) {
      units[game * HORIZON + h] = 50.3 * Math.exp(SPREAD * (level + own * normal()));
    }
  }
  return units;
}

const flat = (value: number, games = 1): Float32Array => new Float32Array(games * HORIZON).fill(value);

function trueForecast(games: number): ForecastSet {
  const at = (z: number): Float32Array => flat(51.3 * Math.exp(SPREAD * z) - 1, games);
  const mean = flat(51.3 * Math.exp(SPREAD ** 2 / 2) - 1, games);
  const set = emptyForecasts(18_000, HORIZON, games);
  return { ...set, mean, p10: at(-NORMAL_90), p50: at(0), p90: at(NORMAL_90) };
}

function outcome(units: Float32Array): Outcome {
  const games = units.length / HORIZON;
  const ones = new Float64Array(games).fill(1);
  const observed = new Uint8Array(units.length).fill(1);
  return { origin: 18_000, horizon: HORIZON, units, observed, scale: ones, stepScale: ones };
}

function calibration(law: Law, folds: number, games: number, seed: number): TotalCalibration {
  const random = Random.seeded(seed);
  return joinTotals(
    Array.from({ length: folds }, () =>
      calibrateTotals(
        trueForecast(games),
        new Uint8Array(games).fill(BAND),
        outcome(draw(law, games, random)),
      ),
    ),
  );
}

function curvesOf(set: ForecastSet): DailyCurves {
  const own = (array: Float32Array): Float32Array => array.subarray(0, HORIZON);
  return { mean: own(set.mean), p10: own(set.p10), p50: own(set.p50), p90: own(set.p90) };
}

const curves = curvesOf(trueForecast(1));
const width = ({ p10, p90 }: Pick<Total, 'p10' | 'p90'>): number => p90 - p10;
const added = (span: number): number => span * (curves.p90[0]! - curves.p10[0]!);

/** The true interval of a game's total, from many drawn ones. */
function trueWidth(law: Law, span: number): number {
  const units = draw({ common: 0, game: law.common + law.game }, 4000, Random.seeded(77));
  const totals = Array.from({ length: 4000 }, (_, game) =>
    units.subarray(game * HORIZON, game * HORIZON + span).reduce((sum, value) => sum + value, 0),
  ).sort((a, b) => a - b);
  return totals[3600]! - totals[400]!;
}

const portfolio = (games: number, paths: JointPaths): PortfolioGame[] => {
  const totals = totalsOf(curves, BAND, paths);
  return Array.from({ length: games }, (_, n) => ({ ...curves, gameId: `game-${n}`, band: BAND, totals }));
};

describe('a total', () => {
  it.each([
    ['higher than the quantiles tell', 1.6],
    ['lower', 0.8],
    ['much lower', 0.55],
  ])('has its mean within its interval where that is %s', (_, factor) => {
    const paths = jointPaths(calibration({ common: 0, game: 0 }, 2, 60, 3))!;
    // Days that err each by itself leave the sum of sixty hardly in doubt.
    const mean = curves.mean.map((value) => factor * value);
    const total = totalsOf({ ...curves, mean }, BAND, paths).at(-1)!;
    expect(total.mean).toBeCloseTo(factor * 60 * curves.mean[0]!, 0);
    expect(total.p10).toBeLessThan(total.mean);
    expect(total.p90).toBeGreaterThan(total.mean);
    const { units } = paths.sums({ ...curves, mean }, BAND, [60]);
    const ofPaths = units[0]!.reduce((sum, value) => sum + value, 0) / PATHS;
    expect(ofPaths / total.mean).toBeGreaterThan(0.98);
    expect(ofPaths / total.mean).toBeLessThan(1.05);
  });

  it.each([
    { days: 'err together by a half', law: { common: 0, game: 0.5 } },
    { days: 'err each by itself', law: { common: 0, game: 0 } },
    { days: 'all err alike', law: { common: 0, game: 1 } },
  ])('is as uncertain as it truly is where days $days', ({ law }) => {
    const totals = totalsOf(curves, BAND, jointPaths(calibration(law, 2, 60, 3)));
    for (const total of totals) {
      const ratio = width(total) / trueWidth(law, total.days);
      expect(ratio).toBeGreaterThan(0.8);
      expect(ratio).toBeLessThan(1.35);
    }
  });

  it('has the sum of the means, quantiles in order, and grows with the span', () => {
    const random = Random.seeded(5);
    const paths = jointPaths(calibration({ common: 0.2, game: 0.4 }, 3, 60, 4));
    for (let n = 0; n < 30; n++) {
      const cut = Array.from({ length: HORIZON }, () =>
        [random.uniform(), random.uniform(), random.uniform()].map((u) => 100 ** u - 1).sort((a, b) => a - b),
      );
      const at = (index: number): Float32Array => Float32Array.from(cut, (day) => day[index]!);
      const own = { mean: at(n % 3), p10: at(0), p50: at(1), p90: at(2) };
      const totals = totalsOf(own, n % volumeBands.length, paths);
      totals.forEach((total, span) => {
        expect(total.p10).toBeLessThanOrEqual(total.p50);
        expect(total.p50).toBeLessThanOrEqual(total.p90);
        expect(total.p10).toBeGreaterThanOrEqual(0);
        expect(total.mean).toBeCloseTo(
          own.mean.subarray(0, total.days).reduce((sum, value) => sum + value, 0),
          1,
        );
        const before = totals[span - 1];
        for (const name of ['mean', 'p10', 'p50', 'p90'] as const) {
          if (before !== undefined) expect(total[name]).toBeGreaterThanOrEqual(before[name]);
        }
      });
    }
  });

  it('is nothing, and surely so, where nothing sells', () => {
    const none = flat(0);
    const still = calibrateTotals(
      { ...trueForecast(30), mean: flat(0, 30), p10: flat(0, 30), p50: flat(0, 30), p90: flat(0, 30) },
      new Uint8Array(30),
      outcome(flat(0, 30)),
    );
    const totals = totalsOf({ mean: none, p10: none, p50: none, p90: none }, 0, jointPaths(still));
    for (const { mean, p10, p50, p90 } of totals) expect([mean, p10, p50, p90]).toEqual([0, 0, 0, 0]);
  });

  it('knows of rare sales that no daily quantile shows', () => {
    const none = flat(0);
    const rare = { mean: flat(0.05), p10: none, p50: none, p90: none };
    const [, , total] = totalsOf(rare, BAND, jointPaths(calibration({ common: 0, game: 0 }, 1, 40, 6)));
    expect(total!.mean).toBeCloseTo(3, 3);
    expect(total!.p50).toBeGreaterThan(1);
    expect(total!.p90).toBeLessThan(10);
  });

  it('is the same bytes from the same folds, and no larger to keep from many folds than from one', () => {
    const law = { common: 0.2, game: 0.3 };
    const once = calibration(law, 1, 250, 7);
    expect(calibration(law, 1, 250, 7)).toEqual(once);
    const copied = JSON.parse(JSON.stringify(once)) as TotalCalibration;
    expect(totalsOf(curves, BAND, jointPaths(copied))).toEqual(totalsOf(curves, BAND, jointPaths(once)));
    const many = JSON.stringify(calibration(law, 2, 250, 7)).length;
    expect(many).toBeLessThan(1.1 * JSON.stringify(once).length);
  });

  it('reaches as far as the totals of the fold did, where its days said too little', () => {
    const law = { common: 0, game: 0.5 };
    const random = Random.seeded(9);
    const units = draw(law, 200, random);
    const bands = new Uint8Array(200).fill(BAND);
    const honest = trueForecast(200);
    const tight = { ...honest, p10: flat(honest.p50[0]! * 0.95, 200), p90: flat(honest.p50[0]! * 1.05, 200) };
    const paths = jointPaths(calibrateTotals(tight, bands, outcome(units)));
    const next = draw(law, 200, random);
    const [, , total] = totalsOf(curvesOf(tight), BAND, paths);
    const came = Array.from({ length: 200 }, (_, game) =>
      next.subarray(game * HORIZON, (game + 1) * HORIZON).reduce((sum, value) => sum + value, 0),
    );
    const within = came.filter((sum) => sum >= total!.p10 && sum <= total!.p90).length / 200;
    expect(within).toBeGreaterThan(0.7);
    expect(within).toBeLessThan(0.9);
  });

  it('takes all bands together where one holds few games, and is labelled a guess where there are few in all', () => {
    const games = 60;
    const units = draw({ common: 0, game: 0.5 }, games, Random.seeded(8));
    const bands = new Uint8Array(games).fill(BAND);
    bands.fill(4, 0, 5);
    const paths = jointPaths(calibrateTotals(trueForecast(games), bands, outcome(units)));
    expect(totalsOf(curves, 4, paths)[2]!.basis).toBe('paths');
    expect(totalsOf(curves, 4, paths)).toEqual(totalsOf(curves, 0, paths));
    const few = calibrateTotals(
      trueForecast(5),
      new Uint8Array(5),
      outcome(draw({ common: 0, game: 0 }, 5, Random.seeded(1))),
    );
    expect(jointPaths(few)).toBeNull();
    expect(jointPaths({ folds: [] })).toBeNull();
    // Folds that hold enough are not lost to an older one that does not.
    const enough = calibration({ common: 0, game: 0.5 }, 2, 60, 3);
    const withThin = jointPaths({ folds: [...enough.folds, ...few.folds] });
    expect(totalsOf(curves, BAND, withThin)).toEqual(totalsOf(curves, BAND, jointPaths(enough)));
    const [week] = totalsOf(curves, BAND, null);
    expect(week).toMatchObject({ basis: 'guess', p10: week!.mean / 2, p50: week!.mean, p90: week!.mean * 2 });
  });
});

describe('a portfolio of games', () => {
  const law = { common: 0.35, game: 0.35 };
  it.each([1, 3])(
    'is less sure than with independent games and surer than with added quantiles, from %s folds',
    (folds) => {
      const paths = jointPaths(calibration(law, folds, 50, 21))!;
      const alone = totalsOf(curves, BAND, paths);
      portfolioTotals(portfolio(12, paths), paths).forEach((total, n) => {
        expect(width(total)).toBeGreaterThan(1.1 * Math.sqrt(12) * width(alone[n]!));
        expect(width(total)).toBeLessThan(0.95 * 12 * width(alone[n]!));
        expect(width(total)).toBeLessThan(12 * added(total.days));
        expect(total.mean).toBeCloseTo(12 * alone[n]!.mean, 0);
      });
    },
  );

  it('shrinks by the square root where games have nothing in common', () => {
    const paths = jointPaths(calibration({ common: 0, game: 0.5 }, 2, 60, 22))!;
    const alone = totalsOf(curves, BAND, paths)[2]!;
    const ratio = width(portfolioTotals(portfolio(12, paths), paths)[2]!) / width(alone) / Math.sqrt(12);
    expect(ratio).toBeGreaterThan(0.75);
    expect(ratio).toBeLessThan(1.3);
  });

  it('does not depend on the order of its games, and is the game itself when it is one', () => {
    const paths = jointPaths(calibration(law, 2, 25, 23))!;
    const games = portfolio(7, paths);
    expect(portfolioTotals([...games].reverse(), paths)).toEqual(portfolioTotals(games, paths));
    const [own, , whole] = portfolioTotals(games.slice(0, 1), paths);
    const totals = totalsOf(curves, BAND, paths);
    expect([own!.p10, whole!.p90]).toEqual([totals[0]!.p10, totals[2]!.p90]);
  });
});

describe('a portfolio with a launch', () => {
  it('holds the mean of pre-orders that are too rare for the middle of a day', () => {
    const rare = { ...curves, p10: flat(0), p50: flat(0), p90: flat(0), mean: flat(0.1) };
    expect(totalsOfOneHeight(rare, 3)[2]).toMatchObject({ p10: 0, p50: 0, p90: expect.closeTo(6, 4) });
  });

  it('has the height of the launch for itself, and is a labelled guess without paths', () => {
    const paths = jointPaths(calibration({ common: 0, game: 0.5 }, 2, 25, 23))!;
    const high = { ...curves, p10: flat(1), p50: flat(10), p90: flat(1000), mean: flat(10) };
    const launch = { ...high, gameId: 'launch', band: 0, totals: totalsOfOneHeight(high, 100) };
    const together = portfolioTotals([...portfolio(3, paths), launch], paths)[2]!;
    expect(together.mean).toBeCloseTo(launch.totals[2]!.mean + 3 * totalsOf(curves, BAND, paths)[2]!.mean, 0);
    expect(together.p90).toBeGreaterThan(launch.totals[2]!.p90);
    expect(together.p90).toBeLessThan(1.5 * launch.totals[2]!.p90);
    expect(portfolioTotals([launch], null)[0]).toMatchObject({
      basis: 'guess',
      p90: 2 * launch.totals[0]!.mean,
    });
    expect(portfolioTotals([], paths)).toEqual([]);
  });
});

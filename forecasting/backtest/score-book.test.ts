import { beforeAll, describe, expect, it } from '@jest/globals';
import { formatDay } from '../../domain/days.ts';
import { panelStart, rhythmicPanel, smallConfig } from '../../testing/panels.ts';
import { runBacktest } from './rolling.ts';
import type { OriginResult } from './rolling.ts';
import { bestBaseline, ScoreBook, servedName } from './score-book.ts';
import type { BacktestScores, SliceScores } from './score-book.ts';
import { meanScores } from './score-means.ts';
import { scoreForecasts } from './score.ts';
import type { BreakdownName } from './slices.ts';

const days = 260;
const full = rhythmicPanel(9, days);
/** The last two games are young: one was released, one first seen shortly before the origins. */
const panel = {
  ...full,
  games: full.games.map((game, n) =>
    n === 7 ? { ...game, releaseDay: panelStart + 175 } : n === 8 ? { ...game, releaseDay: null } : game,
  ),
};
panel.observed.fill(0, 8 * days, 8 * days + 100);
panel.units.fill(0, 8 * days, 8 * days + 100);
const origins = [panelStart + 180, panelStart + 194];
let results: readonly OriginResult[];
let scores: BacktestScores;

beforeAll(async () => {
  const config = { ...smallConfig, horizon: 30 };
  const seeds = [1];
  const now = (): number => 0;
  const options = { panel, origins, config, seeds, plans: 'file', kernel: 'simd', threads: 1, now } as const;
  ({ results } = await runBacktest(options));
  const book = new ScoreBook(panel);
  for (const result of results) book.add(result);
  scores = book.scores();
});

const slicesOf = (name: BreakdownName): readonly SliceScores[] =>
  scores.breakdowns.find((breakdown) => breakdown.name === name)!.slices;
const model = (): number => scores.forecasters.indexOf('model');

describe('the scores of a backtest', () => {
  it('are, for each origin, those of its fold', () => {
    expect(slicesOf('origin').map(({ name }) => name)).toEqual(origins.map(formatDay));
    slicesOf('origin').forEach((slice, n) => {
      const { outcome, fold } = results[n]!;
      expect(slice.scores[model()]).toEqual(scoreForecasts(outcome, fold.forecasts.model!));
    });
  });

  it('split the same days in every way', () => {
    const sum = (slices: readonly SliceScores[], of: 'days' | 'units'): number =>
      slices.reduce((all, slice) => all + slice.scores[0]![of], 0);
    expect(sum(slicesOf('all'), 'days')).toBe(9 * 30 * 2);
    for (const name of ['origin', 'horizon', 'volume', 'age', 'promotion'] as const) {
      expect(sum(slicesOf(name), 'days')).toBe(9 * 30 * 2);
      expect(sum(slicesOf(name), 'units')).toBe(sum(slicesOf('all'), 'units'));
    }
    expect(slicesOf('horizon').map((slice) => slice.scores[0]!.days)).toEqual([9 * 14, 9 * 42, 9 * 4]);
  });

  it('take a game’s age from its release, else from its first day', () => {
    const bands = slicesOf('age').map(({ name, scores: [first] }) => [name, first!.days]);
    expect(bands).toEqual([
      ['out for under 30 days', 60],
      ['out for 30 to 180 days', 60],
      ['out for longer', 7 * 60],
    ]);
  });

  it('tell days on discount by the price that the day had', () => {
    let discounted = 0;
    for (const origin of origins) {
      for (let game = 0; game < 9; game++) {
        for (let h = 0; h < 30; h++) {
          if (panel.discount[game * days + origin - panelStart + h]! > 0) discounted += 1;
        }
      }
    }
    expect(slicesOf('promotion')[0]).toMatchObject({ name: 'days on discount' });
    expect(slicesOf('promotion')[0]!.scores[0]!.days).toBe(discounted);
  });

  it('compare game by game over all origins', () => {
    const found = scores.comparisons.find(
      ({ forecaster, reference }) => forecaster === 'model' && reference === 'seasonal naive',
    )!;
    const ratios = panel.games.map((_, game) => {
      const error = (name: 'model' | 'seasonal naive'): number =>
        results.reduce((sum, { outcome, fold }) => {
          const { wape, units } = scoreForecasts(outcome, fold.forecasts[name]!, (one) => one === game);
          return sum + wape! * units;
        }, 0);
      return error('model') / error('seasonal naive');
    });
    ratios.sort((a, b) => a - b);
    expect(found).toMatchObject({ games: 9, leftOut: 0 });
    expect(found.medianRatio).toBeCloseTo(ratios[4]!, 5);
    expect(found.better).toBeCloseTo(ratios.filter((ratio) => ratio < 1).length / 9);
  });

  it('judge totals by the sum of the means, and their intervals where there are any', () => {
    const total = scores.totals.find(
      ({ forecaster, days: span, slice }) => forecaster === servedName && span === 7 && slice === 'all',
    )!;
    let error = 0;
    let units = 0;
    let inside = 0;
    for (const { games, outcome } of results) {
      games.forEach(({ totals }, game) => {
        const came = outcome.units.subarray(game * 30, game * 30 + 7).reduce((sum, value) => sum + value, 0);
        error += Math.abs(totals[0]!.mean - came);
        units += came;
        inside += came >= totals[0]!.p10 && came <= totals[0]!.p90 ? 1 : 0;
      });
    }
    expect(total.totals).toBe(18);
    expect(total.error).toBeCloseTo(error / units, 5);
    expect(total.coverage).toBeCloseTo(inside / 18);
    expect(scores.totals.find(({ forecaster }) => forecaster === 'seasonal naive')!.coverage).toBeNull();
  });

  it('give the error of each day of the horizon, which make up the whole', () => {
    expect(scores.byDay.map((line) => line.length)).toEqual(scores.forecasters.map(() => 30));
    const [first, last] = [Math.min(...numbers()), Math.max(...numbers())];
    const { wape } = slicesOf('all')[0]!.scores[model()]!;
    expect(wape).toBeGreaterThan(first);
    expect(wape).toBeLessThan(last);
    function numbers(): number[] {
      return scores.byDay[model()]!.map((value) => value!);
    }
  });

  it('name the baseline that erred least', () => {
    const slice = slicesOf('all')[0]!;
    const best = bestBaseline(scores.forecasters, slice, 'wape')!;
    const errors = scores.forecasters.flatMap((name, n) =>
      name === servedName || name === 'model' ? [] : [slice.scores[n]!.wape!],
    );
    expect(slice.scores[scores.forecasters.indexOf(best)]!.wape).toBe(Math.min(...errors));
  });
});

describe('the mean over seeds', () => {
  it('is taken number by number, and not known where one is not', () => {
    const slice = slicesOf('all')[0]!;
    const better = slice.scores.map((one) => ({ ...one, wape: one.wape! / 2, bias: null }));
    const other = {
      ...scores,
      breakdowns: [{ name: 'all' as const, slices: [{ name: 'all', scores: better }] }],
    };
    const first = { ...scores, breakdowns: scores.breakdowns.slice(0, 1) };
    const mean = meanScores([first, other]);
    const found = mean.breakdowns[0]!.slices[0]!.scores[0]!;
    expect(found.wape).toBeCloseTo(slice.scores[0]!.wape! * 0.75);
    expect(found).toMatchObject({ bias: null, games: 18, mase: slice.scores[0]!.mase });
    expect(mean.forecasters).toEqual(scores.forecasters);
  });
});

import { quantile } from '../baselines/intervals.ts';
import type { ForecastSet } from '../forecast-set.ts';
import { JointPaths, PATHS } from '../totals/joint-paths.ts';
import type { DailyCurves } from '../totals/joint-paths.ts';
import { fewerTemplates, MOST_PATHS, readTemplates } from '../totals/templates.ts';
import type { FoldTemplates } from '../totals/templates.ts';
import { volumeBands } from './bands.ts';
import type { Outcome } from './score.ts';

/** Spans of days whose totals are forecast. */
export const totalSpans = [7, 30, 60] as const;

/** How the days of past folds went together, newest fold first. Plain data, kept with the model. */
export interface TotalCalibration {
  readonly folds: readonly FoldTemplates[];
}

/**
 * Takes from a fold how its days went together. Daily quantiles are never added: days err together, so their sum would
 * be far too wide, and far too narrow if days were taken to err each by itself.
 */
export function calibrateTotals(served: ForecastSet, bands: Uint8Array, outcome: Outcome): TotalCalibration {
  const templates = readTemplates(served, bands, outcome);
  const paths = JointPaths.of([templates]);
  if (paths === null) return { folds: [templates] };
  const scores = reachScores(served, bands, outcome, paths);
  const reached = templates.bands.map((band, n) => ({ ...band, reach: reachOf(scores[n]!) }));
  return { folds: [{ ...templates, bands: reached }] };
}

/** How far beyond p10 or p90 each total of a fold came, in ln(1 + units); below 0 = within. By band. */
function reachScores(set: ForecastSet, bands: Uint8Array, outcome: Outcome, paths: JointPaths): number[][] {
  const { horizon } = outcome;
  const spans = spansWithin(horizon);
  const scores: number[][] = volumeBands.map(() => []);
  bands.forEach((band, game) => {
    const own = (array: Float32Array): Float32Array => array.subarray(game * horizon, (game + 1) * horizon);
    const unknown = outcome.observed.subarray(game * horizon, (game + 1) * horizon).includes(0);
    if (!(outcome.scale[game]! > 0) || unknown) return;
    const curves = { mean: own(set.mean), p10: own(set.p10), p50: own(set.p50), p90: own(set.p90) };
    paths.sums(curves, band, spans).units.forEach((sums, n) => {
      const { p10, p90 } = intervalOf(sums);
      const came = Math.log1p(sumOf(own(outcome.units), spans[n]!));
      scores[band]!.push(Math.max(Math.log1p(p10) - came, came - Math.log1p(p90)));
    });
  });
  return scores;
}

/** What four totals of five stay within (Romano, Patterson & Candès 2019, in logarithms); never narrower than the paths. */
function reachOf(scores: readonly number[]): number {
  return scores.length === 0
    ? 0
    : Math.max(
        0,
        quantile(
          [...scores].sort((a, b) => a - b),
          0.8,
        ),
      );
}

/** Several folds' calibrations as one, in their order, no larger than that of a single one. */
export function joinTotals(calibrations: readonly TotalCalibration[]): TotalCalibration {
  const folds = calibrations.flatMap((calibration) => calibration.folds);
  const most = Math.floor(MOST_PATHS / Math.max(1, folds.length));
  return { folds: folds.map((fold) => fewerTemplates(fold, most)) };
}

/** The paths of a calibration; `null` where it does not tell enough. */
export function jointPaths(calibration: TotalCalibration | null): JointPaths | null {
  return calibration === null ? null : JointPaths.of(calibration.folds);
}

/**
 * Where a total's interval comes from. `paths`: summed paths. `one height`: one shape at an uncertain height. `guess`:
 * half to double the mean, since no fold has been held out yet.
 */
export type TotalBasis = 'paths' | 'one height' | 'guess';

export interface Total {
  /** First days of the horizon that are added up. */
  readonly days: number;
  /** The sum of the daily means, in units. */
  readonly mean: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  readonly basis: TotalBasis;
}

export function spansWithin(horizon: number): number[] {
  return totalSpans.filter((days) => days <= horizon);
}

const sumOf = (daily: Float32Array, days: number): number =>
  daily.subarray(0, days).reduce((all, value) => all + value, 0);

/** The quantiles of summed paths. */
export function intervalOf(sums: Float64Array): { p10: number; p50: number; p90: number } {
  const sorted = Array.from(sums.slice().sort());
  return { p10: quantile(sorted, 0.1), p50: quantile(sorted, 0.5), p90: quantile(sorted, 0.9) };
}

/** The totals of one game: quantiles of its summed paths; without paths half to double, which is a guess. */
export function totalsOf(curves: DailyCurves, band: number, paths: JointPaths | null): Total[] {
  const spans = spansWithin(curves.mean.length);
  const sums = paths?.sums(curves, band, spans).units;
  return spans.map((days, n) => {
    const mean = sumOf(curves.mean, days);
    return sums === undefined
      ? { days, mean, p10: mean / 2, p50: mean, p90: mean * 2, basis: 'guess' }
      : { days, mean, ...intervalOf(sums[n]!), basis: 'paths' };
  });
}

/**
 * The totals of curves that are one shape at an uncertain height, as a launch's are: too high on one day is too high on
 * all, while the days' own ups and downs cancel out.
 *
 * @param width how many times the middle the p90 of a sum is, and the middle the p10
 */
export function totalsOfOneHeight(curves: DailyCurves, width: number): Total[] {
  return spansWithin(curves.mean.length).map((days) => {
    const [mean, p50] = [sumOf(curves.mean, days), sumOf(curves.p50, days)];
    // Pre-orders so rare that the middle of every day is 0 are nobody's height, but they do come.
    const [p10, p90] = [Math.min(mean, p50 / width), Math.max(mean, p50 * width)];
    return { days, mean, p10, p50, p90, basis: 'one height' };
  });
}

/** One game of several that are added up, as `forecastPanel` gives it. */
export interface PortfolioGame extends DailyCurves {
  readonly gameId: string;
  readonly band: number;
  readonly totals: readonly Total[];
}

/**
 * The totals of several games together. Their paths are added path by path, all in the same fold, so that what hit all
 * games of a fold at once makes the sum uncertain too; of launches every path takes a height of its own. The order of
 * the games does not matter. Without paths half to double, which is a guess.
 */
export function portfolioTotals(games: readonly PortfolioGame[], paths: JointPaths | null): Total[] {
  const sorted = [...games].sort((a, b) => (a.gameId < b.gameId ? -1 : 1));
  const spans = sorted[0]?.totals.map(({ days }) => days) ?? [];
  const means = spans.map((_, n) => sorted.reduce((sum, { totals }) => sum + totals[n]!.mean, 0));
  if (paths === null) {
    return spans.map((days, n) => {
      const mean = means[n]!;
      return { days, mean, p10: mean / 2, p50: mean, p90: mean * 2, basis: 'guess' };
    });
  }
  const sums = spans.map(() => new Float64Array(PATHS));
  for (const game of sorted) {
    const places = paths.placesOf(game.gameId);
    const own =
      game.totals[0]?.basis === 'one height'
        ? game.totals.map((total) => paths.heights(total))
        : paths.sums(game, game.band, spans).units;
    own.forEach((values, n) => values.forEach((value, k) => (sums[n]![places[k]!]! += value)));
  }
  return spans.map((days, n) => ({ days, mean: means[n]!, ...intervalOf(sums[n]!), basis: 'paths' }));
}

import { quantile } from '../baselines/intervals.ts';
import type { ForecastSet } from '../forecast-set.ts';
import { volumeBands } from './bands.ts';
import type { Outcome } from './score.ts';

/** Spans of days whose totals are forecast. */
export const totalSpans = [7, 30, 60] as const;

/** Fewer games than this in a band, and the spread of all games is taken. */
const ENOUGH_GAMES = 20;
/** Share of a single fold's common error that is taken to come again. */
const KEPT_CENTRE = 0.5;
/** Where nothing is known: half to double. */
const UNKNOWN: TotalSpread = { low: -Math.LN2, middle: 0, high: Math.LN2 };

/** Of ln((1 + total that came) / (1 + total forecast)): the quantiles 0.1, 0.5 and 0.9. */
export interface TotalSpread {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

/** How far totals went from their forecast in a fold: by span, then by volume band. Plain data. */
export interface TotalCalibration {
  readonly spans: readonly { readonly days: number; readonly bands: readonly TotalSpread[] }[];
}

/**
 * Measures, over the games of each band, the ratio of what came to the sum of the daily means. Daily quantiles are
 * never added: days err together, so their sum would be far too narrow or, taken as certain, too wide.
 */
export function calibrateTotals(served: ForecastSet, bands: Uint8Array, outcome: Outcome): TotalCalibration {
  const spans = spansWithin(outcome.horizon).map((days) => {
    const ratios = ratiosOf(served, bands, outcome, days);
    const all = ratios.flat();
    return {
      days,
      bands: ratios.map((own) => spreadOf(own.length >= ENOUGH_GAMES ? own : all)),
    };
  });
  return { spans };
}

function spansWithin(horizon: number): number[] {
  return totalSpans.filter((days) => days <= horizon);
}

function ratiosOf(served: ForecastSet, bands: Uint8Array, outcome: Outcome, days: number): number[][] {
  const ratios: number[][] = volumeBands.map(() => []);
  const { horizon } = outcome;
  for (let game = 0; game < bands.length; game++) {
    // A game that had not sold yet tells of launches, not of how far a forecast goes from what comes.
    if (!(outcome.scale[game]! > 0)) continue;
    let came = 0;
    let said = 0;
    let scored = 0;
    for (let at = game * horizon; at < game * horizon + Math.min(days, horizon); at++) {
      if (outcome.observed[at] !== 1) continue;
      scored += 1;
      came += outcome.units[at]!;
      said += served.mean[at]!;
    }
    if (scored * 2 > days) ratios[bands[game]!]!.push(Math.log((1 + came) / (1 + said)));
  }
  return ratios;
}

function spreadOf(ratios: readonly number[]): TotalSpread {
  if (ratios.length < ENOUGH_GAMES) return UNKNOWN;
  const sorted = [...ratios].sort((a, b) => a - b);
  const centre = quantile(sorted, 0.5);
  const shift = (KEPT_CENTRE - 1) * centre;
  return {
    low: quantile(sorted, 0.1) + shift,
    middle: centre + shift,
    high: quantile(sorted, 0.9) + shift,
  };
}

export interface Total {
  /** First days of the horizon that are added up. */
  readonly days: number;
  /** The sum of the daily means, in units. */
  readonly mean: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

/**
 * The totals of curves `[horizon]` that are one shape at an uncertain height, as a launch's are: too high on one day
 * is too high on all, so here, and only here, the daily quantiles add up.
 */
export function totalsOfOneHeight(curves: DailyCurves): Total[] {
  return spansWithin(curves.mean.length).map((days) => {
    const sum = (daily: Float32Array): number =>
      daily.subarray(0, days).reduce((all, value) => all + value, 0);
    return { days, mean: sum(curves.mean), p10: sum(curves.p10), p50: sum(curves.p50), p90: sum(curves.p90) };
  });
}

/** Units a day of one game. */
interface DailyCurves {
  readonly mean: Float32Array;
  readonly p10: Float32Array;
  readonly p50: Float32Array;
  readonly p90: Float32Array;
}

/** The totals of one game's daily means `[horizon]`, with the spread of its volume band. */
export function totalsOf(mean: Float32Array, band: number, calibration: TotalCalibration | null): Total[] {
  return spansWithin(mean.length).map((days) => {
    const total = mean.subarray(0, days).reduce((sum, value) => sum + value, 0);
    const spread = calibration?.spans.find((span) => span.days === days)?.bands[band] ?? UNKNOWN;
    const at = (offset: number): number => Math.max(0, (1 + total) * Math.exp(offset) - 1);
    return { days, mean: total, p10: at(spread.low), p50: at(spread.middle), p90: at(spread.high) };
  });
}

import { naive, seasonalNaive, weekdayMedian } from './rules.ts';
import type { PointForecast } from './rules.ts';
import type { Series } from './series.ts';
import { learnSmoothing } from './smoothing/exponential-smoothing.ts';
import { learnTsb } from './tsb.ts';

export const baselineNames = [
  'naive',
  'seasonal naive',
  'weekday median',
  'exponential smoothing',
  'rare-sales smoothing (TSB)',
] as const;
export type BaselineName = (typeof baselineNames)[number];

/**
 * What a baseline has learnt of one series forecasts the days from `end` on, from the days before it alone; `end` may
 * lie before or behind what was learnt from.
 */
export type Learnt = (end: number, horizon: number) => PointForecast;

/** Learns from the days of `series` before `end`. */
export type Baseline = (series: Series, end: number) => Learnt;

export const baselines: Record<BaselineName, Baseline> = {
  naive: (series) => rule(naive, series),
  'seasonal naive': (series) => rule(seasonalNaive, series),
  'weekday median': (series) => rule(weekdayMedian, series),
  'exponential smoothing': (series, end) => learnSmoothing(series, end) ?? rule(weekdayMedian, series),
  'rare-sales smoothing (TSB)': learnTsb,
};

/** A rule that has nothing to learn. */
function rule(
  forecast: (series: Series, end: number, horizon: number) => PointForecast,
  series: Series,
): Learnt {
  return (end, horizon) => forecast(series, end, horizon);
}

import type { Panel } from '../panel/panel.ts';

/** One game's days as the baselines see them; day n of `units` counts only where `observed` is 1. */
export interface Series {
  readonly units: Float32Array;
  readonly observed: Uint8Array;
}

export function seriesOf(panel: Panel, game: number): Series {
  const from = game * panel.days;
  return {
    units: panel.units.subarray(from, from + panel.days),
    observed: panel.observed.subarray(from, from + panel.days),
  };
}

/** The mean of the latest up to `count` observed days before `end`; 0 when there is none. */
export function recentMean(series: Series, end: number, count: number): number {
  let sum = 0;
  let days = 0;
  for (let day = end - 1; day >= 0 && days < count; day--) {
    if (series.observed[day] !== 1) continue;
    sum += series.units[day]!;
    days += 1;
  }
  return days === 0 ? 0 : sum / days;
}

import { WEEK } from './recursion.ts';
import type { SmoothingState } from './recursion.ts';

/** Days at the start of a series that tell its first level, and its first season. */
const LEVEL_DAYS = 2 * WEEK;
const SEASON_DAYS = 30 * WEEK;

/**
 * The state before column `begin`, which must be observed: what each weekday lies above its week over the first weeks,
 * and the mean of what is left of the first two.
 */
export function initialState(
  values: Float64Array,
  begin: number,
  end: number,
  seasonal: boolean,
): SmoothingState {
  const season = seasonal ? firstSeason(values, begin, end) : new Float64Array(WEEK);
  let days = 0;
  let sum = 0;
  for (let day = begin; day < Math.min(end, begin + LEVEL_DAYS); day++) {
    const value = values[day]! - season[day % WEEK]!;
    if (Number.isNaN(value)) continue;
    days += 1;
    sum += value;
  }
  return { level: sum / days, season };
}

/** By column modulo 7, the mean distance to the mean of its week, over weeks that were observed as a whole. */
function firstSeason(values: Float64Array, begin: number, end: number): Float64Array {
  const season = new Float64Array(WEEK);
  let weeks = 0;
  for (let week = begin; week + WEEK <= Math.min(end, begin + SEASON_DAYS); week += WEEK) {
    const days = values.subarray(week, week + WEEK);
    const mean = days.reduce((sum, value) => sum + value, 0) / WEEK;
    if (Number.isNaN(mean)) continue;
    weeks += 1;
    days.forEach((value, n) => (season[(week + n) % WEEK]! += value - mean));
  }
  return season.map((sum) => (weeks > 0 ? sum / weeks : 0));
}

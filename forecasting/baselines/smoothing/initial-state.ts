import { WEEK } from './recursion.ts';
import type { SmoothingForm, SmoothingState } from './recursion.ts';

/** Days at the start of a series that tell its first level and slope, and its first season. */
const LEVEL_DAYS = 2 * WEEK;
const SEASON_DAYS = 8 * WEEK;

/**
 * The state before column `begin`: what each weekday lies above its week over the first weeks, and the line through
 * what is left of the first two.
 */
export function initialState(
  values: Float64Array,
  begin: number,
  end: number,
  form: SmoothingForm,
): SmoothingState {
  const season = form.seasonal ? firstSeason(values, begin, end) : new Float64Array(WEEK);
  let days = 0;
  let sum = 0;
  let sumDay = 0;
  let sumSquare = 0;
  let sumProduct = 0;
  for (let day = begin; day < Math.min(end, begin + LEVEL_DAYS); day++) {
    const value = values[day]! - season[day % WEEK]!;
    if (Number.isNaN(value)) continue;
    const at = day - begin + 1;
    days += 1;
    sum += value;
    sumDay += at;
    sumSquare += at * at;
    sumProduct += at * value;
  }
  const spread = days * sumSquare - sumDay * sumDay;
  const slope = form.damped && spread > 0 ? (days * sumProduct - sumDay * sum) / spread : 0;
  return { level: (sum - slope * sumDay) / days, slope, season };
}

/** By column modulo 7, the mean distance to the mean of its week; sums to 0. */
function firstSeason(values: Float64Array, begin: number, end: number): Float64Array {
  const season = new Float64Array(WEEK);
  const counts = new Float64Array(WEEK);
  for (let week = begin; week + WEEK <= Math.min(end, begin + SEASON_DAYS); week += WEEK) {
    const days = values.subarray(week, week + WEEK);
    const mean = days.reduce((sum, value) => sum + value, 0) / WEEK;
    if (Number.isNaN(mean)) continue;
    days.forEach((value, n) => {
      season[(week + n) % WEEK]! += value - mean;
      counts[(week + n) % WEEK]! += 1;
    });
  }
  return season.map((sum, slot) => (counts[slot]! > 0 ? sum / counts[slot]! : 0));
}

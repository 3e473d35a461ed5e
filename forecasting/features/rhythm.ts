import type { SeriesTables } from './series.ts';
import { median } from './series.ts';

/** Days before an origin that rhythm and smoothed levels are read from. */
export const RHYTHM_DAYS = 56;
/** Weights of the newest day in the exponentially smoothed levels, from the quickest to the slowest. */
export const SMOOTHINGS = [0.7, 0.35, 0.2, 0.1] as const;
/** Place in `SMOOTHINGS` of the level that the others are told against. */
export const SLOW = 2;
/** Days that `medians` look back, of which the last takes the bare logs, since it passes `RHYTHM_DAYS`. */
export const MEDIAN_DAYS = [28, 56, 112] as const;

/** Days before and after that a weekday is compared with. */
const SPAN = 3;
/** A weekday seen less often has no rhythm yet. */
const ENOUGH_WEEKS = 2;
/** A smoothed level starts at the mean of so many days. */
const FIRST_DAYS = 7;

/** A game's weekly rhythm, and its height at several speeds, as seen at an origin; in logs, ln(1 + units), without discounts. */
export interface Rhythm {
  /** By day of the horizon modulo 7: how far that weekday stands above the days around it, a median over eight weeks. */
  readonly weekday: Float64Array;
  /** By `SMOOTHINGS`: exponentially smoothed logs less the weekday's part (Brown 1956). */
  readonly smoothed: Float64Array;
  /** By `MEDIAN_DAYS`: medians of the logs less the weekday's part; the last one of the bare logs. */
  readonly medians: Float64Array;
}

export function createRhythm(): Rhythm {
  return {
    weekday: new Float64Array(7),
    smoothed: new Float64Array(SMOOTHINGS.length),
    medians: new Float64Array(MEDIAN_DAYS.length),
  };
}

/** What `readRhythm` reads besides the series. */
export interface RhythmSource {
  /** Log units that the game rises a unit of discount; running discounts are taken out of its days by it. */
  readonly response: number;
  /** Every height where no day was observed. */
  readonly fallback: number;
}

/**
 * Fills `out` from the days before the panel's column `origin`, as they would have been without discounts; unobserved
 * days are skipped.
 */
export function readRhythm(
  t: SeriesTables,
  game: number,
  origin: number,
  { response, fallback }: RhythmSource,
  out: Rhythm,
): void {
  readPlainLogs(t, game, origin, response);
  readWeekdays(out.weekday);
  let count = 0;
  let older = 0;
  let long = 0;
  for (let at = 0; at < LONGEST; at++) {
    const log = plainLogs[at]!;
    if (Number.isNaN(log)) continue;
    const back = LONGEST - at;
    longValues[long++] = log;
    if (back > RHYTHM_DAYS) continue;
    if (back > MEDIAN_DAYS[0]) older += 1;
    values[count++] = log - out.weekday[(7 * RHYTHM_DAYS - back) % 7]!;
  }
  const own = values.subarray(0, count);
  for (let n = 0; n < SMOOTHINGS.length; n++) out.smoothed[n] = smooth(own, SMOOTHINGS[n]!, fallback);
  out.medians[0] = medianOr(own.subarray(older), out.smoothed[SLOW]!);
  out.medians[1] = medianOr(own, out.smoothed[SLOW]!);
  out.medians[2] = medianOr(longValues.subarray(0, long), out.smoothed[SLOW]!);
}

const LONGEST = MEDIAN_DAYS[2];
/** Room for one window's days, filled anew by each call: windows are read by the ten thousands. */
const plainLogs = new Float64Array(LONGEST);
const values = new Float64Array(LONGEST);
const longValues = new Float64Array(LONGEST);
const deviations = new Float64Array(RHYTHM_DAYS / 7);

/** Fills `plainLogs`: the log units of the last 112 days less what running discounts added; NaN where not observed. */
function readPlainLogs({ panel, logs }: SeriesTables, game: number, origin: number, response: number): void {
  const first = game * panel.days + origin - LONGEST;
  for (let n = 0; n < LONGEST; n++) {
    const at = first + n;
    plainLogs[n] =
      origin - LONGEST + n < 0 || panel.observed[at] !== 1
        ? NaN
        : Math.max(0, logs[at]! - response * panel.discount[at]!);
  }
}

function medianOr(of: Float64Array, otherwise: number): number {
  return of.length > 0 ? median(of) : otherwise;
}

function readWeekdays(out: Float64Array): void {
  for (let slot = 0; slot < 7; slot++) {
    let count = 0;
    for (let at = LONGEST - 7 + slot; at >= LONGEST - RHYTHM_DAYS; at -= 7) {
      if (Number.isNaN(plainLogs[at]!)) continue;
      deviations[count++] = plainLogs[at]! - meanAround(Math.min(at, LONGEST - 1 - SPAN));
    }
    out[slot] = count >= ENOUGH_WEEKS ? median(deviations.subarray(0, count)) : 0;
  }
}

/** Mean of the plain logs of the observed days of a week around `centre`. */
function meanAround(centre: number): number {
  let sum = 0;
  let count = 0;
  for (let at = centre - SPAN; at <= centre + SPAN; at++) {
    if (Number.isNaN(plainLogs[at]!)) continue;
    sum += plainLogs[at]!;
    count += 1;
  }
  return sum / count;
}

function smooth(of: Float64Array, weight: number, fallback: number): number {
  if (of.length === 0) return fallback;
  const first = Math.min(FIRST_DAYS, of.length);
  let level = 0;
  for (let n = 0; n < first; n++) level += of[n]! / first;
  for (let n = first; n < of.length; n++) level += weight * (of[n]! - level);
  return level;
}

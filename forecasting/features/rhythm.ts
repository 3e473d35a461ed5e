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
  /** By `MEDIAN_DAYS`: medians of the logs less the weekday's part. */
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
  const logs = plainLogs(t, game, origin, response);
  readWeekdays(logs, out.weekday);
  const plain: number[] = [];
  const recent: number[] = [];
  const long: number[] = [];
  logs.forEach((log, at) => {
    if (Number.isNaN(log)) return;
    const back = logs.length - at;
    long.push(log);
    if (back > RHYTHM_DAYS) return;
    const value = log - out.weekday[(7 * RHYTHM_DAYS - back) % 7]!;
    plain.push(value);
    if (back <= MEDIAN_DAYS[0]) recent.push(value);
  });
  for (let n = 0; n < SMOOTHINGS.length; n++) out.smoothed[n] = smooth(plain, SMOOTHINGS[n]!, fallback);
  [recent, plain, long].forEach((values, n) => {
    out.medians[n] = values.length > 0 ? median(values) : out.smoothed[SLOW]!;
  });
}

/** The log units of the last 112 days less what running discounts added; NaN where not observed. */
function plainLogs(
  { panel, logs }: SeriesTables,
  game: number,
  origin: number,
  response: number,
): Float64Array {
  const first = origin - MEDIAN_DAYS[2];
  return Float64Array.from({ length: MEDIAN_DAYS[2] }, (_, n) => {
    const at = game * panel.days + first + n;
    if (first + n < 0 || panel.observed[at] !== 1) return NaN;
    return Math.max(0, logs[at]! - response * panel.discount[at]!);
  });
}

function readWeekdays(logs: Float64Array, out: Float64Array): void {
  const deviations: number[] = [];
  for (let slot = 0; slot < 7; slot++) {
    deviations.length = 0;
    for (let at = logs.length - 7 + slot; at >= logs.length - RHYTHM_DAYS; at -= 7) {
      if (Number.isNaN(logs[at]!)) continue;
      deviations.push(logs[at]! - meanAround(logs, Math.min(at, logs.length - 1 - SPAN)));
    }
    out[slot] = deviations.length >= ENOUGH_WEEKS ? median(deviations) : 0;
  }
}

/** Mean of the logs of the observed days of a week around `centre`. */
function meanAround(logs: Float64Array, centre: number): number {
  let sum = 0;
  let count = 0;
  for (let at = centre - SPAN; at <= centre + SPAN; at++) {
    if (Number.isNaN(logs[at]!)) continue;
    sum += logs[at]!;
    count += 1;
  }
  return sum / count;
}

function smooth(values: readonly number[], weight: number, fallback: number): number {
  if (values.length === 0) return fallback;
  const first = Math.min(FIRST_DAYS, values.length);
  let level = 0;
  for (let n = 0; n < first; n++) level += values[n]! / first;
  for (let n = first; n < values.length; n++) level += weight * (values[n]! - level);
  return level;
}

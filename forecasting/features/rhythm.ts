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

/** A game's weekly rhythm, and its height at several speeds, as seen at an origin; in logs, ln(1 + units). */
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

/**
 * Fills `out` from the days before the panel's column `origin`; unobserved days are skipped. Where none of the 56 days
 * was observed, every height is `fallback`.
 */
export function readRhythm(
  t: SeriesTables,
  game: number,
  origin: number,
  fallback: number,
  out: Rhythm,
): void {
  const { panel, logs } = t;
  const row = game * panel.days;
  readWeekdays(t, game, origin, out.weekday);
  const plain: number[] = [];
  const recent: number[] = [];
  const long: number[] = [];
  for (let day = Math.max(0, origin - MEDIAN_DAYS[2]); day < origin; day++) {
    if (panel.observed[row + day] !== 1) continue;
    const back = origin - day;
    long.push(logs[row + day]!);
    if (back > RHYTHM_DAYS) continue;
    const value = logs[row + day]! - out.weekday[(7 * RHYTHM_DAYS - back) % 7]!;
    plain.push(value);
    if (back <= MEDIAN_DAYS[0]) recent.push(value);
  }
  for (let n = 0; n < SMOOTHINGS.length; n++) out.smoothed[n] = smooth(plain, SMOOTHINGS[n]!, fallback);
  [recent, plain, long].forEach((values, n) => {
    out.medians[n] = values.length > 0 ? median(values) : out.smoothed[SLOW]!;
  });
}

function readWeekdays(t: SeriesTables, game: number, origin: number, out: Float64Array): void {
  const { panel, logs } = t;
  const row = game * panel.days;
  const deviations: number[] = [];
  for (let slot = 0; slot < 7; slot++) {
    deviations.length = 0;
    for (let day = origin - 7 + slot; day >= Math.max(0, origin - RHYTHM_DAYS); day -= 7) {
      if (panel.observed[row + day] !== 1) continue;
      deviations.push(logs[row + day]! - meanAround(t, row, Math.min(day, origin - 1 - SPAN)));
    }
    out[slot] = deviations.length >= ENOUGH_WEEKS ? median(deviations) : 0;
  }
}

/** Mean of the logs of the observed days of a week around `centre`. */
function meanAround({ panel, logs }: SeriesTables, row: number, centre: number): number {
  let sum = 0;
  let count = 0;
  for (let day = Math.max(0, centre - SPAN); day <= centre + SPAN; day++) {
    if (panel.observed[row + day] !== 1) continue;
    sum += logs[row + day]!;
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

import { responseAt } from './discount-response.ts';
import { leastAbsolute } from './least-absolute.ts';
import { observedOver } from './levels.ts';
import type { Rhythm } from './rhythm.ts';
import { createRhythm, MEDIAN_DAYS, readRhythm, RHYTHM_DAYS, SLOW, SMOOTHINGS } from './rhythm.ts';
import type { SeriesTables } from './series.ts';

/**
 * Coefficients of the linear forecast that the network corrects, `[bands, TERMS]`: on each coming day
 *   base = weekday's part + slow level + Σ coefficient · (another height − slow level),
 * with the other smoothed levels and the medians as heights and coefficients of the band that the day lies in. So a
 * quick level counts on the first days and the long memory on the last ones.
 */
export type LinearBase = Float64Array;

/** First days of the bands of the horizon: each of the first seven days, then wider ones. */
const BANDS = [0, 1, 2, 3, 4, 5, 6, 7, 10, 14, 21, 28, 35, 42, 50] as const;
const TERMS = SMOOTHINGS.length - 1 + MEDIAN_DAYS.length;
export const LINEAR_BASE_LENGTH = BANDS.length * TERMS;

/** Days between the origins that are learnt from, and most windows that are. */
const EVERY = 7;
const MOST_WINDOWS = 20_000;
/** A window needs so many observed days among the last 56. */
const ENOUGH_DAYS = 28;
/** Big games count more, but less than in proportion: units a day to this power. */
const VOLUME_POWER = 0.25;

/** Writes the base of each coming day into `out`, in logs and not below 0. */
export function writeLinearBase(fitted: LinearBase, rhythm: Rhythm, out: Float64Array): void {
  const terms = new Float64Array(TERMS);
  writeTerms(rhythm, terms, 0);
  const slow = rhythm.smoothed[SLOW]!;
  let band = -1;
  let level = slow;
  for (let h = 0; h < out.length; h++) {
    if (BANDS[band + 1] === h) {
      band += 1;
      level = slow;
      for (let n = 0; n < TERMS; n++) level += fitted[band * TERMS + n]! * terms[n]!;
    }
    out[h] = Math.max(0, level + rhythm.weekday[h % 7]!);
  }
}

/**
 * Learns the coefficients from all windows of the panel whose horizon lies inside it, a week apart, by least absolute
 * errors in logs; what discounts added to their days is taken out. Without such a window they are 0: the base is then the slow level in its weekly rhythm.
 */
export function fitLinearBase(t: SeriesTables, horizon: number): LinearBase {
  const windows = windowsOf(t, horizon);
  const terms = new Float64Array(windows.length * TERMS);
  const weights = new Float64Array(windows.length);
  const targets = BANDS.map(() => new Float64Array(windows.length));
  const rhythm = createRhythm();
  windows.forEach((window, row) => {
    const { game, origin, mean } = window;
    const response = responseAt(t, game, origin);
    readRhythm(t, game, origin, { response, fallback: 0 }, rhythm);
    writeTerms(rhythm, terms, row * TERMS);
    weights[row] = mean ** VOLUME_POWER;
    BANDS.forEach((from, band) => {
      const to = Math.min(horizon, BANDS[band + 1] ?? horizon);
      targets[band]![row] = meanRise(t, window, [from, to], response, rhythm);
    });
  });
  const fitted = new Float64Array(LINEAR_BASE_LENGTH);
  targets.forEach((own, band) => {
    fitted.set(leastAbsolute({ terms, targets: own, weights }, TERMS), band * TERMS);
  });
  return fitted;
}

interface Window {
  readonly game: number;
  readonly origin: number;
  /** Mean units of the last 28 observed days. */
  readonly mean: number;
}

function windowsOf(t: SeriesTables, horizon: number): Window[] {
  const { panel } = t;
  const found: Window[] = [];
  for (let origin = panel.days - horizon; origin >= RHYTHM_DAYS; origin -= EVERY) {
    for (let game = 0; game < panel.games.length; game++) {
      if (observedOver(t, game, origin, RHYTHM_DAYS) < ENOUGH_DAYS) continue;
      const at = game * (panel.days + 1) + origin;
      const units = t.unitsBefore[at]! - t.unitsBefore[at - 28]!;
      if (units > 0) found.push({ game, origin, mean: units / observedOver(t, game, origin, 28) });
    }
  }
  // Of the games that are learnt from: one that has no day yet must change nothing.
  const games = new Set(found.map(({ game }) => game)).size;
  const stride = coprime(Math.ceil(found.length / MOST_WINDOWS), games);
  return found.filter((_, n) => n % stride === 0);
}

/** The next number from `value` on that has no divisor in common with `other`: no game is then passed over each time. */
function coprime(value: number, other: number): number {
  let stride = Math.max(1, value);
  while (divisor(stride, other) > 1) stride += 1;
  return stride;
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

/** Mean over the observed days of a band of what rhythm, slow level and discounts leave; NaN when no day is observed. */
function meanRise(
  { panel, logs }: SeriesTables,
  { game, origin }: Window,
  [from, to]: readonly [number, number],
  response: number,
  rhythm: Rhythm,
): number {
  let sum = 0;
  let count = 0;
  for (let h = from; h < to; h++) {
    const at = game * panel.days + origin + h;
    if (panel.observed[at] !== 1) continue;
    const plain = Math.max(0, logs[at]! - response * panel.discount[at]!);
    sum += plain - rhythm.weekday[h % 7]! - rhythm.smoothed[SLOW]!;
    count += 1;
  }
  return sum / count;
}

function writeTerms({ smoothed, medians }: Rhythm, out: Float64Array, at: number): void {
  const slow = smoothed[SLOW]!;
  smoothed.forEach((level, n) => {
    if (n !== SLOW) out[at++] = level - slow;
  });
  medians.forEach((level) => {
    out[at++] = level - slow;
  });
}

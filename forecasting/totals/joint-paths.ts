import { volumeBands } from '../backtest/bands.ts';
import { Random } from '../random.ts';
import { DayLaw } from './day-law.ts';
import type { DayForecast, DayShape } from './day-law.ts';
import { NORMAL_90, normalQuantile } from './normal.ts';
import { shuffled, unpackScores } from './templates.ts';
import type { FoldTemplates } from './templates.ts';

/** Paths that a total is made of. */
export const PATHS = 500;
/** Fewer templates than this in a band, and those of all bands are taken; fewer in all, and a fold tells nothing. */
const ENOUGH = 20;
const ENOUGH_IN_ALL = 8;
const SEED = 1;
/** Laws that sell more than the forecast's mean are brought down to it, by no more than this. */
const LEAST_MEASURE = 0.5;

/** Units a day of one game, each `[horizon]`. */
export interface DailyCurves {
  readonly mean: Float32Array;
  readonly p10: Float32Array;
  readonly p50: Float32Array;
  readonly p90: Float32Array;
}

export interface PathSums {
  /** By span, ascending, `[PATHS]` each. */
  readonly units: Float64Array[];
  readonly revenue: Float64Array[];
  /** Of each day's law. */
  readonly shapes: readonly DayShape[];
  /** By span: what the paths are multiplied by to mean what the forecast does. */
  readonly measures: readonly number[];
}

/** The templates of one fold for one band, `[paths, horizon]`, and what they have in common, `[horizon]`. */
interface Rows {
  readonly count: number;
  readonly scores: Float32Array;
  readonly common: Float32Array;
}

/**
 * How the days of a horizon go together, learnt from folds: the Schaake shuffle (Clark et al. 2004). Path k follows one
 * game's whole path of scores in fold k mod folds; on every day the 500 paths take the ranks of these scores, so that
 * each day keeps its forecast law and the days hang together as they did in the folds.
 *
 * Between games: in path k all games follow games of the same fold on the same days, each another one. A fold's common
 * error, the mean score of a band, so hits all games at once; since the sign of the last one says nothing of the next
 * one's, every second round of the folds turns it round. Drawn with a fixed seed: the same templates give the same
 * paths.
 */
export class JointPaths {
  readonly horizon: number;
  readonly #law = new DayLaw(PATHS);
  /** By band, `[horizon, PATHS]`: the rank of each path on each day. */
  readonly #ranks: readonly Uint16Array[];
  /** By band, `[PATHS]`: how far a path as a whole is moved, in ln(1 + units). */
  readonly #moves: readonly Float64Array[];
  /** Paths that may change places within a game: those of the same fold and sign. */
  readonly #strata: readonly (readonly number[])[];
  readonly #quantiles = new Float64Array(PATHS);

  private constructor(folds: readonly FoldTemplates[], horizon: number, ranks: readonly Uint16Array[]) {
    this.horizon = horizon;
    this.#ranks = ranks;
    this.#moves = ranks.map((own, band) => movesOf(own, reachOf(folds, band)));
    const paths = Array.from({ length: PATHS }, (_, path) => path);
    this.#strata = Array.from({ length: 2 * folds.length }, (_, stratum) =>
      paths.filter((path) => path % (2 * folds.length) === stratum),
    );
  }

  /** From the folds that hold enough games to tell; `null` where none does. */
  static of(given: readonly FoldTemplates[]): JointPaths | null {
    const folds = given.filter(
      ({ bands }) => bands.reduce((sum, { paths }) => sum + paths, 0) >= ENOUGH_IN_ALL,
    );
    if (folds.length === 0) return null;
    const horizon = Math.min(...folds.map((fold) => fold.horizon));
    const bands = folds.map((fold) => volumeBands.map((_, band) => unpackScores(fold, band)));
    const rowsOf = (fold: number, scores: readonly Float32Array[]): Rows =>
      cut(scores, folds[fold]!.horizon, horizon);
    const all = bands.map((scores, fold) => rowsOf(fold, scores));
    const pooled = ranksOf(all, horizon, Random.seeded(SEED));
    const ranks = volumeBands.map((_, band) => {
      const own = bands.map((scores, fold) => rowsOf(fold, [scores[band]!]));
      return own.every(({ count }) => count >= ENOUGH) ? ranksOf(own, horizon, Random.seeded(SEED)) : pooled;
    });
    return new JointPaths(folds, horizon, ranks);
  }

  /**
   * Adds up the first days of every path. A day's law through its quantiles may sell more than the forecast's mean, never
   * less; the sums are brought down to what the means add up to.
   *
   * @param prices of a unit on each day, `[horizon]`; without them there is no revenue
   * @param like the sums with another plan, whose days' laws keep their shape, and the paths their measure; `liftsOf` a
   *   day is what its paths are multiplied by, `[PATHS]`, or `null`
   */
  sums(
    curves: DailyCurves,
    band: number,
    spans: readonly number[],
    prices?: Float64Array,
    like?: PathSums & { readonly liftsOf?: (day: number) => Float64Array | null },
  ): PathSums {
    const days = Math.min(curves.mean.length, Math.max(...spans));
    if (days > this.horizon) throw new RangeError(`paths reach ${this.horizon} days, ${days} were asked for`);
    const ranks = this.#ranks[band]!;
    const moves = this.#moves[band]!;
    const units = new Float64Array(PATHS);
    const revenue = new Float64Array(PATHS);
    const shapes: DayShape[] = [];
    const measures: number[] = [];
    const out: PathSums = { units: [], revenue: [], shapes, measures };
    let meant = 0;
    for (let h = 0; h < days; h++) {
      const [mean, p10, p50, p90] = [curves.mean[h]!, curves.p10[h]!, curves.p50[h]!, curves.p90[h]!];
      shapes.push(this.#law.write({ mean, p10, p50, p90 }, this.#quantiles, like?.shapes[h]));
      const price = prices?.[h] ?? 0;
      const lifts = like?.liftsOf?.(h) ?? null;
      for (let k = 0; k < PATHS; k++) {
        const drawn = this.#quantiles[ranks[h * PATHS + k]!]!;
        const value = lifts === null ? drawn : drawn * lifts[k]!;
        units[k]! += value;
        revenue[k]! += value * price;
      }
      meant += mean;
      if (!spans.includes(h + 1)) continue;
      const measure = like?.measures[out.units.length] ?? measureOf(units, meant);
      measures.push(measure);
      // No sum is less than that of fewer days, though these may have another measure.
      const least = out.units.at(-1);
      const moved = units.map((sum, k) =>
        Math.max(least?.[k] ?? 0, (1 + measure * sum) * Math.exp(moves[k]!) - 1),
      );
      out.units.push(moved);
      out.revenue.push(revenue.map((sum, k) => (units[k]! > 0 ? (sum * moved[k]!) / units[k]! : 0)));
    }
    return out;
  }

  /** A sum that is one uncertain height, as `[PATHS]` values in ascending order. */
  heights(total: DayForecast): Float64Array {
    const out = new Float64Array(PATHS);
    this.#law.write(total, out);
    return out;
  }

  /**
   * The places that one game's paths take beside other games': another one for every game, the same for the same one,
   * and never out of the fold.
   */
  placesOf(gameId: string): Uint16Array {
    const random = Random.seeded(hashOf(gameId) ^ SEED);
    const places = new Uint16Array(PATHS);
    for (const stratum of this.#strata) {
      const order = shuffled(stratum, random);
      stratum.forEach((path, n) => (places[path] = order[n]!));
    }
    return places;
  }
}

function measureOf(sums: Float64Array, meant: number): number {
  const mean = sums.reduce((all, sum) => all + sum, 0) / sums.length;
  return mean > 0 ? Math.min(1, Math.max(LEAST_MEASURE, meant / mean)) : 1;
}

/** Puts the paths of several bands together and cuts them to the horizon. */
function cut(scores: readonly Float32Array[], from: number, horizon: number): Rows {
  const count = scores.reduce((sum, own) => sum + own.length / from, 0);
  const rows = new Float32Array(count * horizon);
  const common = new Float32Array(horizon);
  let row = 0;
  for (const own of scores) {
    for (let at = 0; at < own.length; at += from, row++) {
      rows.set(own.subarray(at, at + horizon), row * horizon);
      for (let h = 0; h < horizon; h++) common[h]! += own[at + h]! / count;
    }
  }
  return { count, scores: rows, common };
}

/** `[horizon, PATHS]`: path k follows a game of fold k mod folds, every second time with the fold's error turned round. */
function ranksOf(folds: readonly Rows[], horizon: number, random: Random): Uint16Array {
  const drawn = folds.map(({ count }) =>
    shuffled(
      Array.from({ length: count }, (_, n) => n),
      random,
    ),
  );
  const values = new Float32Array(PATHS * horizon);
  for (let k = 0; k < PATHS; k++) {
    const fold = k % folds.length;
    const round = Math.floor(k / folds.length);
    const { count, scores, common } = folds[fold]!;
    // Each game is followed once with either sign before one comes a third time.
    const row = drawn[fold]![Math.floor(round / 2) % count]!;
    for (let h = 0; h < horizon; h++) {
      const turned = round % 2 === 1 ? 2 * common[h]! : 0;
      values[h * PATHS + k] = scores[row * horizon + h]! - turned;
    }
  }
  const ranks = new Uint16Array(PATHS * horizon);
  const order = Array.from({ length: PATHS }, (_, k) => k);
  for (let h = 0; h < horizon; h++) {
    const day = values.subarray(h * PATHS, (h + 1) * PATHS);
    order.sort((a, b) => day[a]! - day[b]! || a - b);
    order.forEach((path, rank) => (ranks[h * PATHS + path] = rank));
  }
  return ranks;
}

/** Of all folds, by their paths; a band with too few takes all bands'. */
function reachOf(folds: readonly FoldTemplates[], band: number): number {
  const own = folds.map(({ bands }) => bands[band]!);
  const counted = own.every(({ paths }) => paths >= ENOUGH) ? own : folds.flatMap(({ bands }) => bands);
  const paths = counted.reduce((sum, one) => sum + one.paths, 0);
  return counted.reduce((sum, one) => sum + (one.reach * one.paths) / paths, 0);
}

/** Moves the tenth path from below, by its mean rank, down by `reach`, the tenth from above up, and all others in step. */
function movesOf(ranks: Uint16Array, reach: number): Float64Array {
  const heights = new Float64Array(PATHS);
  ranks.forEach((rank, at) => (heights[at % PATHS]! += rank));
  const order = Array.from({ length: PATHS }, (_, k) => k).sort((a, b) => heights[a]! - heights[b]! || a - b);
  const moves = new Float64Array(PATHS);
  order.forEach((path, place) => (moves[path] = (reach * normalQuantile((place + 0.5) / PATHS)) / NORMAL_90));
  return moves;
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let n = 0; n < text.length; n++) hash = Math.imul(hash ^ text.charCodeAt(n), 0x01000193);
  return hash >>> 0;
}

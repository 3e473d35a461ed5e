import { quantileLevels, reachedByCounts } from './reach.ts';
import type { ByLevel } from './reach.ts';

/** What is scored of one game: all `[horizon]`, units. */
export interface ScoredGame {
  readonly actual: Float32Array;
  /** 1 where the day counts. */
  readonly observed: Uint8Array;
  readonly mean: Float32Array;
  readonly p10: Float32Array;
  readonly p50: Float32Array;
  readonly p90: Float32Array;
  /** Mean |y_t − y_{t−7}| of the game's observed days before the origin; see `seasonalScale`. */
  readonly scale: number;
  /** Mean (y_t − y_{t−1})² since the game's first sale before the origin; see `stepScale`. */
  readonly stepScale: number;
}

export interface Metrics {
  /** Σ|y − p50| / Σ|y| over all games and days; `null` when nothing was sold. */
  readonly wape: number | null;
  /** Mean over games of mean|y − p50| / scale (Hyndman & Koehler 2006, m = 7); `null` when no game has a scale. */
  readonly mase: number | null;
  /** Mean over games of √(mean (y − mean)² / stepScale), as in the M5 competition; `null` when no game has a scale. */
  readonly rmsse: number | null;
  /** Mean over τ of 2·Σ QL_τ / Σ|y|, τ = 0.1, 0.5, 0.9; `null` when nothing was sold. */
  readonly weightedQuantileLoss: number | null;
  /** Share of days with p10 ≤ y ≤ p90; `null` without days. */
  readonly coverage: number | null;
  /** The same made fair to counts: the chance that the randomised transform lies in (0.1, 0.9); see `reachedByCounts`. */
  readonly coverageOfCounts: number | null;
  /** Share of days at or below p10, p50 and p90, by `reachedByCounts`; 0.1, 0.5, 0.9 is perfect. `null` without days. */
  readonly reached: ByLevel | null;
  /** Σ(mean − y) / Σ y; `null` when nothing was sold. */
  readonly bias: number | null;
  /** Games with at least one observed day, and their observed days. */
  readonly games: number;
  readonly days: number;
  /** Games left out of MASE because their history never changed from week to week. */
  readonly leftOutOfMase: number;
  /** Games left out of RMSSE because their history never changed from day to day. */
  readonly leftOutOfRmsse: number;
  /** Σ y. */
  readonly units: number;
}

/** A mean over games that leaves out those without a scale. */
class ScaledMean {
  sum = 0;
  games = 0;

  add(value: number, scale: number): void {
    if (!(scale > 0)) return;
    this.sum += value;
    this.games += 1;
  }

  result(): number | null {
    return this.games > 0 ? this.sum / this.games : null;
  }
}

/** Adds up games one at a time, in constant memory. */
export class MetricsAccumulator {
  #games = 0;
  #days = 0;
  #units = 0;
  #absolute = 0;
  #quantile = 0;
  #inside = 0;
  #difference = 0;
  readonly #reached = [0, 0, 0] as [number, number, number];
  readonly #mase = new ScaledMean();
  readonly #rmsse = new ScaledMean();

  add(game: ScoredGame): void {
    let days = 0;
    let absolute = 0;
    let squared = 0;
    for (let h = 0; h < game.actual.length; h++) {
      if (game.observed[h] !== 1) continue;
      const y = game.actual[h]!;
      const quantiles: ByLevel = [game.p10[h]!, game.p50[h]!, game.p90[h]!];
      const difference = game.mean[h]! - y;
      days += 1;
      absolute += Math.abs(y - quantiles[1]);
      squared += difference * difference;
      this.#units += y;
      this.#difference += difference;
      this.#addQuantiles(y, quantiles);
    }
    if (days === 0) return;
    this.#games += 1;
    this.#days += days;
    this.#absolute += absolute;
    this.#mase.add(absolute / days / game.scale, game.scale);
    this.#rmsse.add(Math.sqrt(squared / days / game.stepScale), game.stepScale);
  }

  #addQuantiles(y: number, quantiles: ByLevel): void {
    this.#inside += y >= quantiles[0] && y <= quantiles[2] ? 1 : 0;
    const share = reachedByCounts(y, quantiles);
    for (let n = 0; n < 3; n++) {
      this.#quantile += pinball(y, quantiles[n]!, quantileLevels[n]!);
      this.#reached[n]! += share[n]!;
    }
  }

  result(): Metrics {
    const perUnit = (sum: number): number | null => (this.#units > 0 ? sum / this.#units : null);
    const perDay = (sum: number): number | null => (this.#days > 0 ? sum / this.#days : null);
    const [low, middle, high] = this.#reached;
    const share = (sum: number): number => sum / this.#days;
    return {
      wape: perUnit(this.#absolute),
      mase: this.#mase.result(),
      rmsse: this.#rmsse.result(),
      weightedQuantileLoss: perUnit((2 * this.#quantile) / 3),
      coverage: perDay(this.#inside),
      coverageOfCounts: perDay(high - low),
      reached: this.#days > 0 ? [share(low), share(middle), share(high)] : null,
      bias: perUnit(this.#difference),
      games: this.#games,
      days: this.#days,
      leftOutOfMase: this.#games - this.#mase.games,
      leftOutOfRmsse: this.#games - this.#rmsse.games,
      units: this.#units,
    };
  }
}

/** QL_τ = τ·max(y − q, 0) + (1 − τ)·max(q − y, 0) */
export function pinball(actual: number, forecast: number, tau: number): number {
  const error = actual - forecast;
  return error > 0 ? tau * error : (tau - 1) * error;
}

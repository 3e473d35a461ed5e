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
}

export interface Metrics {
  /** Σ|y − p50| / Σ|y| over all games and days; `null` when nothing was sold. */
  readonly wape: number | null;
  /** Mean over games of mean|y − p50| / scale (Hyndman & Koehler 2006, m = 7); `null` when no game has a scale. */
  readonly mase: number | null;
  /** Mean over τ of 2·Σ QL_τ / Σ|y|, τ = 0.1, 0.5, 0.9; `null` when nothing was sold. */
  readonly weightedQuantileLoss: number | null;
  /** Share of days with p10 ≤ y ≤ p90; `null` without days. */
  readonly coverage: number | null;
  /** Σ(mean − y) / Σ y; `null` when nothing was sold. */
  readonly bias: number | null;
  /** Games with at least one observed day, and their observed days. */
  readonly games: number;
  readonly days: number;
  /** Games left out of MASE because their history never changed from week to week. */
  readonly leftOutOfMase: number;
  /** Σ y. */
  readonly units: number;
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
  #scaled = 0;
  #scaledGames = 0;

  add(game: ScoredGame): void {
    let days = 0;
    let absolute = 0;
    for (let h = 0; h < game.actual.length; h++) {
      if (game.observed[h] !== 1) continue;
      const y = game.actual[h]!;
      const low = game.p10[h]!;
      const middle = game.p50[h]!;
      const high = game.p90[h]!;
      days += 1;
      absolute += Math.abs(y - middle);
      this.#units += y;
      this.#quantile += pinball(y, low, 0.1) + pinball(y, middle, 0.5) + pinball(y, high, 0.9);
      this.#inside += y >= low && y <= high ? 1 : 0;
      this.#difference += game.mean[h]! - y;
    }
    if (days === 0) return;
    this.#games += 1;
    this.#days += days;
    this.#absolute += absolute;
    if (!(game.scale > 0)) return;
    this.#scaled += absolute / days / game.scale;
    this.#scaledGames += 1;
  }

  result(): Metrics {
    const perUnit = (sum: number): number | null => (this.#units > 0 ? sum / this.#units : null);
    return {
      wape: perUnit(this.#absolute),
      mase: this.#scaledGames > 0 ? this.#scaled / this.#scaledGames : null,
      weightedQuantileLoss: perUnit((2 * this.#quantile) / 3),
      coverage: this.#days > 0 ? this.#inside / this.#days : null,
      bias: perUnit(this.#difference),
      games: this.#games,
      days: this.#days,
      leftOutOfMase: this.#games - this.#scaledGames,
      units: this.#units,
    };
  }
}

/** QL_τ = τ·max(y − q, 0) + (1 − τ)·max(q − y, 0) */
export function pinball(actual: number, forecast: number, tau: number): number {
  const error = actual - forecast;
  return error > 0 ? tau * error : (tau - 1) * error;
}

/**
 * MASE's denominator: the mean of |y_t − y_{t−7}| over pairs of observed days; 0 when there is no pair or nothing
 * ever changed.
 */
export function seasonalScale(units: Float32Array, observed: Uint8Array): number {
  let sum = 0;
  let pairs = 0;
  for (let day = 7; day < units.length; day++) {
    if (observed[day] !== 1 || observed[day - 7] !== 1) continue;
    sum += Math.abs(units[day]! - units[day - 7]!);
    pairs += 1;
  }
  return pairs === 0 ? 0 : sum / pairs;
}

import { NORMAL_90, normalQuantile } from './normal.ts';

/** Units of one day as forecast: 0 ≤ p10 ≤ p50 ≤ p90. */
export interface DayForecast {
  readonly mean: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

/** What of a day's law its quantiles leave open. */
export interface DayShape {
  /** A standard deviation below p10, in ln(1 + units). */
  readonly down: number;
  /** How far the levels above p90 lie beyond it, in units on average. */
  readonly excess: number;
  /** p90 and the mean together, which the excess is in proportion to. */
  readonly height: number;
}

/** Read once: this runs a million times a second, and a global is looked up anew each time. */
const { exp, max, min } = Math;

/** Counts up to here are taken apart within their unit before they are scored. */
const COUNTS = 50;

/**
 * The whole law of a day that its three quantiles and its mean stand for. ln(1 + units) is a two-piece normal (Gibbons
 * & Mylroie 1973) through the quantiles, cut at no units; above p90 an exponential takes over, whose mean makes the
 * law's mean the forecast one where that is possible. So a day on which a sale is rare, with three quantiles of 0 and
 * a small mean, still sells now and then.
 */
export class DayLaw {
  readonly levels: number;
  readonly #normal: Float64Array;
  /** ln(1/(1 − u)) above 0.9, of mean 1 over the levels there; 0 below. */
  readonly #excess: Float64Array;
  readonly #firstInTail: number;

  /** @param levels probabilities (r + ½) / levels at which the law is read, at least 10 */
  constructor(levels: number) {
    this.levels = levels;
    this.#normal = Float64Array.from({ length: levels }, (_, r) => normalQuantile((r + 0.5) / levels));
    this.#firstInTail = Math.ceil(0.9 * levels - 0.5);
    const raw = Float64Array.from({ length: levels }, (_, r) =>
      r < this.#firstInTail ? 0 : -Math.log((1 - (r + 0.5) / levels) / 0.1),
    );
    const mean = raw.reduce((sum, value) => sum + value, 0) / (levels - this.#firstInTail);
    this.#excess = raw.map((value) => value / mean);
  }

  /**
   * Writes the quantiles of a day at all levels, ascending, into `out` `[levels]`.
   *
   * @param shape of the same day with another plan: beyond p10 and p90 the law then keeps it, so that no level falls
   *   when none of the four does. A law that is fitted to its own mean sells less above p90 the more it sells below.
   */
  write(day: DayForecast, out: Float64Array, shape?: DayShape): DayShape {
    const { mean, p10, p50, p90 } = day;
    const low = Math.log1p(p10);
    const centre = Math.log1p(p50);
    const high = Math.log1p(p90);
    const down = (centre - low) / NORMAL_90;
    const up = (high - centre) / NORMAL_90;
    const beyond = shape?.down ?? down;
    let sum = 0;
    for (let r = 0; r < this.#firstInTail; r++) {
      const z = this.#normal[r]!;
      const log = z < -NORMAL_90 ? low + (z + NORMAL_90) * beyond : centre + z * (z < 0 ? down : up);
      const value = max(0, min(p90, exp(log) - 1));
      out[r] = value;
      sum += value;
    }
    // Of the log-normal's own tail the mean excess is about (1 + p90)·σ·φ-ratio; half of it is the least.
    const least = ((1 + p90) * up) / 4;
    const excess = shape ? this.#excessLike(shape, day) : max(this.#excessFor(mean, sum, p90), least);
    for (let r = this.#firstInTail; r < this.levels; r++) out[r] = p90 + excess * this.#excess[r]!;
    return { down: beyond, excess, height: p90 + mean };
  }

  /** What makes the mean of a law the one forecast, whose levels up to p90 add up to `sum`. */
  #excessFor(mean: number, sum: number, p90: number): number {
    return (mean * this.levels - sum) / (this.levels - this.#firstInTail) - p90;
  }

  #excessLike({ excess, height }: DayShape, { mean, p90 }: DayForecast): number {
    // Where nothing sold at all, whatever sells now counts as rare.
    return height > 0 ? (excess * (p90 + mean)) / height : this.#excessFor(mean, 0, 0);
  }
}

/**
 * Where what came lies in a day's law, as a standard normal score. A small count stands for all values that round to
 * it; `within` in [0, 1) says which, so that ties of counts are broken by chance.
 */
export function scoreOfDay(
  { p10, p50, p90 }: Omit<DayForecast, 'mean'>,
  units: number,
  within: number,
): number {
  const spread = units < COUNTS && Number.isInteger(units) ? within - 0.5 : 0;
  const centre = Math.log1p(p50);
  // Narrower than a unit says nothing about counts.
  const least = 0.5 / (1 + p50);
  const off = Math.log1p(Math.max(-0.5, units + spread)) - centre;
  const width = off < 0 ? centre - Math.log1p(p10) : Math.log1p(p90) - centre;
  return off / Math.max(width / NORMAL_90, least);
}

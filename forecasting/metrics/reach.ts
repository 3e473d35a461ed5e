/** The levels of the three quantiles that a forecast holds. */
export const quantileLevels = [0.1, 0.5, 0.9] as const;

/** One number for each of `quantileLevels`. */
export type ByLevel = readonly [number, number, number];

/**
 * Whether what came lies at or below each quantile, 1 or 0: over many days the means should be the levels. Where
 * sales are few this reads high even for a perfect forecast: a game that sells 0 on 95 days of 100 has 0 as its best
 * p90, and stays at or below it on 95.
 */
function reached(actual: number, quantiles: ByLevel): ByLevel {
  const [low, middle, high] = quantiles;
  return [actual <= low ? 1 : 0, actual <= middle ? 1 : 0, actual <= high ? 1 : 0];
}

/**
 * The same for counts, free of that bias: the chance that u ≤ τ for the randomised probability integral transform
 * u = F(y − 1) + v·P(Y = y), v uniform in (0, 1). It is the mean over v in closed form (Czado, Gneiting & Held 2009,
 * "Predictive model assessment for count data"), so that nothing is drawn and the order of days does not matter.
 *
 * Three quantiles are no distribution. The one taken here is linear between them; the tenth of the chance beyond p90
 * lies evenly in (p90, p90 + (p90 − p50)), and that below p10 in (p10 − (p50 − p10), p10) as far as that is above 0. A
 * count y stands for the reals that round to it, so P(Y ≤ y) = F(y + ½), and P(Y ≤ −1) = 0. A value that is not whole
 * is no count and is judged by `reached`; from a hundred units on the two hardly differ.
 */
export function reachedByCounts(actual: number, quantiles: ByLevel): ByLevel {
  if (!Number.isInteger(actual)) return reached(actual, quantiles);
  const below = actual <= 0 ? 0 : distribution(actual - 0.5, quantiles);
  const upTo = distribution(actual + 0.5, quantiles);
  return [chanceUpTo(0.1, below, upTo), chanceUpTo(0.5, below, upTo), chanceUpTo(0.9, below, upTo)];
}

/** The chance that a uniform number between `below` and `upTo` is at most `level`. */
function chanceUpTo(level: number, below: number, upTo: number): number {
  if (upTo <= level) return 1;
  return below >= level ? 0 : (level - below) / (upTo - below);
}

/** F(x) of the distribution that `reachedByCounts` describes; x not below 0. */
function distribution(x: number, [low, middle, high]: ByLevel): number {
  if (x < low) return 0.1 * part(Math.max(0, 2 * low - middle), low, x);
  if (x < middle) return 0.1 + 0.4 * part(low, middle, x);
  if (x < high) return 0.5 + 0.4 * part(middle, high, x);
  return 0.9 + 0.1 * part(high, 2 * high - middle, x);
}

/** How far x lies on the way from `from` to `to`, from 0 to 1. */
function part(from: number, to: number, x: number): number {
  if (x >= to) return 1;
  return x <= from ? 0 : (x - from) / (to - from);
}

/** Observations of a linear model, row after row. */
export interface Observations {
  /** `[rows, terms]` */
  readonly terms: Float64Array;
  /** `[rows]`; a row whose target is NaN does not count. */
  readonly targets: Float64Array;
  /** `[rows]`, positive. */
  readonly weights: Float64Array;
}

const ITERATIONS = 6;
/** Errors below this count as this, which keeps the weights finite. */
const SMALLEST_ERROR = 0.02;
/** Pulls the coefficients towards 0 as much as one observation of 1 would. */
const RIDGE = 1;

/**
 * Coefficients `[terms]` of the least weighted sum of absolute errors, by iteratively reweighted least squares
 * (Schlossmacher 1973), with a small ridge. All 0 where nothing counts.
 */
export function leastAbsolute({ terms, targets, weights }: Observations, count: number): Float64Array {
  let coefficients = new Float64Array(count);
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const gram = new Float64Array(count * count);
    const moments = new Float64Array(count);
    for (let row = 0; row < targets.length; row++) {
      const target = targets[row]!;
      if (Number.isNaN(target)) continue;
      const from = row * count;
      let error = target;
      for (let n = 0; n < count; n++) error -= coefficients[n]! * terms[from + n]!;
      const weight =
        iteration === 0 ? weights[row]! : weights[row]! / Math.max(SMALLEST_ERROR, Math.abs(error));
      for (let n = 0; n < count; n++) {
        const own = weight * terms[from + n]!;
        moments[n]! += own * target;
        for (let m = 0; m <= n; m++) gram[n * count + m]! += own * terms[from + m]!;
      }
    }
    for (let n = 0; n < count; n++) gram[n * count + n]! += RIDGE;
    coefficients = solve(gram, moments);
  }
  return coefficients;
}

/** x of A·x = b by Cholesky's decomposition; A is positive definite, given by its lower half and overwritten. */
function solve(a: Float64Array, b: Float64Array): Float64Array<ArrayBuffer> {
  const size = b.length;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * size + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * size + k]! * a[j * size + k]!;
      a[i * size + j] = i === j ? Math.sqrt(sum) : sum / a[j * size + j]!;
    }
  }
  const x = Float64Array.from(b);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i]! -= a[i * size + k]! * x[k]!;
    x[i]! /= a[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i]! -= a[k * size + i]! * x[k]!;
    x[i]! /= a[i * size + i]!;
  }
  return x;
}

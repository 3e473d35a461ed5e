/**
 * MASE's denominator (Hyndman & Koehler 2006, m = 7): the mean of |y_t − y_{t−7}| over pairs of observed days; 0 when
 * there is no pair or nothing ever changed.
 */
export function seasonalScale(units: Float32Array, observed: Uint8Array): number {
  return meanChange(units, observed, 0, 7, Math.abs);
}

/**
 * RMSSE's denominator as in the M5 competition (Makridakis et al. 2022): the mean of (y_t − y_{t−1})² over pairs of
 * observed days from the first day on that sold anything; 0 when there is no pair or nothing ever changed.
 */
export function stepScale(units: Float32Array, observed: Uint8Array): number {
  const first = units.findIndex((value, day) => observed[day] === 1 && value !== 0);
  return first === -1 ? 0 : meanChange(units, observed, first, 1, (change) => change * change);
}

function meanChange(
  units: Float32Array,
  observed: Uint8Array,
  first: number,
  lag: number,
  cost: (change: number) => number,
): number {
  let sum = 0;
  let pairs = 0;
  for (let day = first + lag; day < units.length; day++) {
    if (observed[day] !== 1 || observed[day - lag] !== 1) continue;
    sum += cost(units[day]! - units[day - lag]!);
    pairs += 1;
  }
  return pairs === 0 ? 0 : sum / pairs;
}

import type { Learnt } from './baseline.ts';
import type { Series } from './series.ts';

/** Smoothing parameters that are tried for the size of a sale and for its probability. */
const SPEEDS = [0.02, 0.05, 0.1, 0.2, 0.3];

/** The parameters of TSB: how fast the size of sales and their probability are learnt. */
export interface TsbSpeeds {
  readonly size: number;
  readonly probability: number;
}

/**
 * The method of Teunter, Syntetos & Babai (2011) for games that sell on few days: the probability p of a day with
 * sales is smoothed every observed day, the size z of a day's sales on days with sales, and the mean forecast is p·z.
 *
 *     p ← p + β(1{y > 0} − p),   z ← z + α(y − z) where y > 0
 *
 * Where a day more often than not sells nothing, the middle of what may come is 0. The parameters are those of least squared one-step error before `end`.
 */
export function learnTsb(series: Series, end: number): Learnt {
  let best: TsbSpeeds = { size: SPEEDS[0]!, probability: SPEEDS[0]! };
  let least = Infinity;
  for (const size of SPEEDS) {
    for (const probability of SPEEDS) {
      const { squares } = runTsb(series, end, { size, probability });
      if (squares < least) [least, best] = [squares, { size, probability }];
    }
  }
  return (from, horizon) => {
    const { probability, size } = runTsb(series, from, best);
    const rate = probability * size;
    return {
      middle: new Float64Array(horizon).fill(probability < 0.5 ? 0 : rate),
      mean: new Float64Array(horizon).fill(rate),
    };
  };
}

/** p and z after the days before `end`, 0 where nothing was sold, and the sum of squared one-step errors. */
export function runTsb(
  { units, observed }: Series,
  end: number,
  speeds: TsbSpeeds,
): { readonly probability: number; readonly size: number; readonly squares: number } {
  let probability = NaN;
  let size = 0;
  let squares = 0;
  for (let day = 0; day < end; day++) {
    if (observed[day] !== 1) continue;
    const sold = units[day]!;
    const any = sold > 0 ? 1 : 0;
    if (Number.isNaN(probability)) probability = any;
    else {
      const error = sold - probability * size;
      squares += error * error;
      probability += speeds.probability * (any - probability);
    }
    if (any === 1) size = size === 0 ? sold : size + speeds.size * (sold - size);
  }
  return { probability: Number.isNaN(probability) ? 0 : probability, size, squares };
}

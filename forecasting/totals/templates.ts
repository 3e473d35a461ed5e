import type { ForecastSet } from '../forecast-set.ts';
import type { Outcome } from '../backtest/score.ts';
import { volumeBands } from '../backtest/bands.ts';
import { Random } from '../random.ts';
import { scoreOfDay } from './day-law.ts';

/** Paths kept of a band, over all folds together. */
export const MOST_PATHS = 240;

/** A score is kept as a whole number of these, within ±127 of them. */
const STEP = 1 / 32;

/** The residual paths of one fold. Plain data. */
export interface FoldTemplates {
  readonly horizon: number;
  /** By volume band. */
  readonly bands: readonly BandTemplates[];
}

export interface BandTemplates {
  readonly paths: number;
  /** `[paths, horizon]`, as base64 of signed bytes of 1/32. */
  readonly scores: string;
  /** How much further than summed paths the fold's totals reached, in ln(1 + units): 0 = not at all. */
  readonly reach: number;
}

/**
 * Scores of what came in a fold in the law that was forecast, whole paths of days, by volume band. Left out are games
 * that had not sold yet, which tell of launches, and games known on half of the days or fewer; a day that is not known
 * goes on as the day before it.
 */
export function readTemplates(served: ForecastSet, bands: Uint8Array, outcome: Outcome): FoldTemplates {
  const random = Random.seeded(1);
  const paths: Int8Array[][] = volumeBands.map(() => []);
  for (let game = 0; game < bands.length; game++) {
    const path = pathOf(served, outcome, game, random);
    if (path !== undefined) paths[bands[game]!]!.push(path);
  }
  return {
    horizon: outcome.horizon,
    bands: paths.map((own) => {
      const kept = shuffled(own, random).slice(0, MOST_PATHS);
      return { paths: kept.length, scores: packRows(kept), reach: 0 };
    }),
  };
}

function pathOf(set: ForecastSet, outcome: Outcome, game: number, random: Random): Int8Array | undefined {
  const { horizon } = outcome;
  const from = game * horizon;
  const observed = outcome.observed.subarray(from, from + horizon);
  const known = observed.reduce((sum, one) => sum + one, 0);
  if (!(outcome.scale[game]! > 0) || known * 2 <= horizon) return undefined;
  const path = new Int8Array(horizon);
  let last = 0;
  for (let h = observed.indexOf(1); h < horizon; h++) {
    const at = from + h;
    if (observed[h] === 1) {
      const law = { p10: set.p10[at]!, p50: set.p50[at]!, p90: set.p90[at]! };
      const score = scoreOfDay(law, outcome.units[at]!, random.uniform());
      last = Math.max(-127, Math.min(127, Math.round(score / STEP)));
    }
    path[h] = last;
  }
  path.fill(path[observed.indexOf(1)]!, 0, observed.indexOf(1));
  return path;
}

function packRows(paths: readonly Int8Array[]): string {
  return Buffer.concat(paths.map((path) => new Uint8Array(path.buffer))).toString('base64');
}

/** The first `most` paths of every band, which are as good as drawn by chance. */
export function fewerTemplates({ horizon, bands }: FoldTemplates, most: number): FoldTemplates {
  return {
    horizon,
    bands: bands.map(({ paths, scores, reach }) => {
      const kept = Math.min(paths, most);
      const bytes = Buffer.from(scores, 'base64').subarray(0, kept * horizon);
      return { paths: kept, scores: bytes.toString('base64'), reach };
    }),
  };
}

/** The scores of a band's paths, `[paths, horizon]`. */
export function unpackScores({ bands }: FoldTemplates, band: number): Float32Array {
  const bytes = Buffer.from(bands[band]!.scores, 'base64');
  return Float32Array.from(new Int8Array(bytes), (value) => value * STEP);
}

/** A new array in an order drawn by `random` (Fisher & Yates). */
export function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const out = [...items];
  for (let n = out.length - 1; n > 0; n--) {
    const other = random.below(n + 1);
    [out[n], out[other]] = [out[other]!, out[n]!];
  }
  return out;
}

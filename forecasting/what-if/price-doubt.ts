import { Random } from '../random.ts';
import { PATHS } from '../totals/joint-paths.ts';
import { normalQuantile } from '../totals/normal.ts';
import { shuffled } from '../totals/templates.ts';

const SEED = 1;
/** Beyond a price ratio of four either way doubt grows no further: that far nobody's answer is known at all. */
const FURTHEST = Math.log(4);

/** A standard normal draw for each path, in an order that has nothing to do with the paths' own. */
const draws = shuffled(
  Array.from({ length: PATHS }, (_, path) => normalQuantile((path + 0.5) / PATHS)),
  Random.seeded(SEED),
);

/** How differently the paths answer a list price: each has an elasticity of its own, and the mean answer stays. */
export class PriceDoubt {
  readonly #lifts = new Map<number, Float64Array>();
  readonly #ratios: Float64Array;
  readonly #elasticities: readonly number[];

  constructor(
    game: { readonly elasticity: number; readonly elasticityDeviation: number },
    current: Float64Array,
    changed: Float64Array,
  ) {
    this.#ratios = changed.map((price, day) => Math.log(price / current[day]!));
    // Dearer never sells more.
    const { elasticity, elasticityDeviation } = game;
    this.#elasticities = draws.map((draw) => Math.min(0, elasticity + elasticityDeviation * draw));
  }

  /** What a path's units of a day are multiplied by. */
  readonly lift = (day: number, path: number): number => {
    const ratio = this.#ratios[day]!;
    return ratio === 0 || !Number.isFinite(ratio) ? 1 : this.#of(ratio)[path]!;
  };

  #of(ratio: number): Float64Array {
    const found = this.#lifts.get(ratio);
    if (found !== undefined) return found;
    const bounded = Math.max(-FURTHEST, Math.min(FURTHEST, ratio));
    const raw = Float64Array.from(this.#elasticities, (elasticity) => Math.exp(elasticity * bounded));
    const mean = raw.reduce((sum, value) => sum + value, 0) / raw.length;
    const lifts = raw.map((value) => value / mean);
    this.#lifts.set(ratio, lifts);
    return lifts;
  }
}

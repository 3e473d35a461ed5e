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

/** Halvings of the range in which the middle elasticity is looked for. */
const STEPS = 60;

/**
 * How differently the paths answer a list price: each has an elasticity of its own, at most 0, as dearer never sells more,
 * and all are moved so far that the mean answer stays.
 */
export class PriceDoubt {
  readonly #lifts = new Map<number, Float64Array>();
  readonly #ratios: Float64Array;
  readonly #law: { readonly elasticity: number; readonly elasticityDeviation: number };

  constructor(
    game: { readonly elasticity: number; readonly elasticityDeviation: number },
    current: Float64Array,
    changed: Float64Array,
  ) {
    this.#ratios = changed.map((price, day) => Math.log(price / current[day]!));
    this.#law = game;
  }

  /** What the paths' units of a day are multiplied by, `[PATHS]`; `null` where its price is the same, or unknown. */
  readonly liftsOf = (day: number): Float64Array | null => {
    const ratio = this.#ratios[day]!;
    return ratio === 0 || !Number.isFinite(ratio) ? null : this.#of(ratio);
  };

  #of(ratio: number): Float64Array {
    const found = this.#lifts.get(ratio);
    if (found !== undefined) return found;
    const bounded = Math.max(-FURTHEST, Math.min(FURTHEST, ratio));
    const { elasticity, elasticityDeviation } = this.#law;
    const answers = (middle: number): Float64Array =>
      Float64Array.from(draws, (draw) =>
        Math.exp(bounded * (Math.min(0, middle + elasticityDeviation * draw) - elasticity)),
      );
    // A dearer game sells the more the higher the middle lies, a cheaper one the less: halved until the mean is 1.
    let [low, high] = [elasticity - 3 * elasticityDeviation, 3 * elasticityDeviation];
    for (let step = 0; step < STEPS; step++) {
      const middle = (low + high) / 2;
      const mean = answers(middle).reduce((sum, value) => sum + value, 0) / PATHS;
      if (mean > 1 === bounded > 0) high = middle;
      else low = middle;
    }
    const lifts = answers((low + high) / 2);
    this.#lifts.set(ratio, lifts);
    return lifts;
  }
}

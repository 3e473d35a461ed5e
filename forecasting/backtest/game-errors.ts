/** How a forecaster stands against another, with every game counted alike. */
export interface Comparison {
  readonly forecaster: string;
  readonly reference: string;
  /** Median over games of Σ|y − p50| divided by the reference's; below 1 is better. `null` without games. */
  readonly medianRatio: number | null;
  /** Share of games whose error is smaller than the reference's; `null` without games. */
  readonly better: number | null;
  readonly games: number;
  /** Games left out because neither erred at all. */
  readonly leftOut: number;
}

/** Σ|y − p50| by forecaster and game: one number each, however many origins and days there are. */
export class GameErrors {
  readonly #games: number;
  readonly #sums = new Map<string, Float64Array>();

  constructor(games: number) {
    this.#games = games;
  }

  add(forecaster: string, game: number, error: number): void {
    let sums = this.#sums.get(forecaster);
    if (sums === undefined) this.#sums.set(forecaster, (sums = new Float64Array(this.#games)));
    sums[game]! += error;
  }

  compare(forecaster: string, reference: string): Comparison {
    const own = this.#sums.get(forecaster) ?? new Float64Array(0);
    const other = this.#sums.get(reference) ?? new Float64Array(0);
    // 0/0 is no number and says nothing; x/0 is infinite and worse than any.
    const ratios = own.map((error, game) => error / other[game]!).filter((ratio) => !Number.isNaN(ratio));
    ratios.sort();
    const middle = ratios.length >> 1;
    const upper = ratios[middle];
    return {
      forecaster,
      reference,
      medianRatio:
        upper === undefined ? null : ratios.length % 2 === 1 ? upper : (ratios[middle - 1]! + upper) / 2,
      better: upper === undefined ? null : ratios.filter((ratio) => ratio < 1).length / ratios.length,
      games: ratios.length,
      leftOut: own.length - ratios.length,
    };
  }
}

import type { Total } from './totals.ts';
import { MetricsAccumulator } from '../metrics/metrics.ts';
import type { Metrics } from '../metrics/metrics.ts';

/** How well the sums over the first days of the horizon were forecast. */
export interface TotalScore {
  readonly forecaster: string;
  readonly days: number;
  /** All games, or the name of a volume band or an origin. */
  readonly slice: string;
  /** Σ|total − total of the means| / Σ total; `null` when nothing was sold. */
  readonly error: number | null;
  /** Σ(total of the means − total) / Σ total; `null` when nothing was sold. */
  readonly bias: number | null;
  /** Share of totals within p10 and p90, raw and made fair to counts; `null` for a forecaster without such intervals. */
  readonly coverage: number | null;
  readonly coverageOfCounts: number | null;
  /** Totals that were scored: those of games whose every day of the span is known. */
  readonly totals: number;
}

interface Sums {
  readonly forecaster: string;
  readonly days: number;
  readonly slice: string;
  readonly hasInterval: boolean;
  /** A total is scored as if it were a single day whose median is the mean. */
  readonly metrics: MetricsAccumulator;
}

const one = Uint8Array.of(1);
const number = (value: number): Float32Array => Float32Array.of(value);

/** Adds up scores of totals, one game at a time. */
export class TotalScores {
  readonly #sums = new Map<string, Sums>();

  /**
   * @param actual units of each day, `[horizon]`
   * @param observed 1 where the day is known, `[horizon]`
   */
  add(
    forecaster: string,
    slices: readonly string[],
    total: Pick<Total, 'days' | 'mean'> & Partial<Total>,
    actual: Float32Array,
    observed: Uint8Array,
  ): void {
    const { days, mean, p10, p90 } = total;
    if (observed.subarray(0, days).includes(0)) return;
    const came = actual.subarray(0, days).reduce((sum, value) => sum + value, 0);
    const game = {
      actual: number(came),
      observed: one,
      mean: number(mean),
      p10: number(p10 ?? mean),
      p50: number(mean),
      p90: number(p90 ?? mean),
      scale: 0,
      stepScale: 0,
    };
    for (const slice of slices) {
      const key = JSON.stringify([forecaster, days, slice]);
      let sums = this.#sums.get(key);
      if (sums === undefined) {
        sums = { forecaster, days, slice, hasInterval: p10 !== undefined, metrics: new MetricsAccumulator() };
        this.#sums.set(key, sums);
      }
      sums.metrics.add(game);
    }
  }

  /** In the order in which they were first added. */
  result(): TotalScore[] {
    return [...this.#sums.values()].map(({ forecaster, days, slice, hasInterval, metrics }) => {
      const scores: Metrics = metrics.result();
      return {
        forecaster,
        days,
        slice,
        error: scores.wape,
        bias: scores.bias,
        coverage: hasInterval ? scores.coverage : null,
        coverageOfCounts: hasInterval ? scores.coverageOfCounts : null,
        totals: scores.games,
      };
    });
  }
}

import { baselineNames } from '../baselines/baseline.ts';
import type { curveNames } from '../forecast-set.ts';
import { MetricsAccumulator } from '../metrics/metrics.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Panel } from '../panel/panel.ts';
import { GameErrors } from './game-errors.ts';
import type { Comparison } from './game-errors.ts';
import type { OriginResult } from './rolling.ts';
import { forecasterNames } from './score.ts';
import { breakdownNames, Slicer, sliceOrder } from './slices.ts';
import type { BreakdownName } from './slices.ts';
import { TotalScores } from './total-scores.ts';
import type { TotalScore } from './total-scores.ts';
import { volumeBands } from './bands.ts';
import { formatDay } from '../../domain/days.ts';

/** The name under which scores are kept of what a publisher would have been shown. */
export const servedName = 'served';

/** What a report shows of a backtest, apart from pictures of single games. Plain data. */
export interface BacktestScores {
  /** Who was scored: what was served, then the model, if any, and the baselines. */
  readonly forecasters: readonly string[];
  readonly breakdowns: readonly Breakdown[];
  /** What was served and the model, each against seasonal naive and against the best baseline. */
  readonly comparisons: readonly Comparison[];
  readonly totals: readonly TotalScore[];
  /** WAPE of each day of the horizon, in the order of `forecasters`. */
  readonly byDay: readonly (readonly (number | null)[])[];
}

export interface Breakdown {
  readonly name: BreakdownName;
  readonly slices: readonly SliceScores[];
}

export interface SliceScores {
  readonly name: string;
  /** In the order of `forecasters`. */
  readonly scores: readonly Metrics[];
}

/** Units a day of one game, `[horizon]`. */
type Curves = Readonly<Record<(typeof curveNames)[number], Float32Array>>;

/**
 * Scores a backtest origin by origin. It keeps sums alone, a few for each slice and one number a game and forecaster:
 * what it holds does not grow with origins or days, and an origin may be forgotten once it is added.
 */
export class ScoreBook {
  readonly #panel: Panel;
  readonly #sums = new Map<BreakdownName, Map<string, Map<string, MetricsAccumulator>>>();
  readonly #days = new Map<string, { readonly error: Float64Array; readonly units: Float64Array }>();
  readonly #games: GameErrors;
  readonly #totals = new TotalScores();

  constructor(panel: Panel) {
    this.#panel = panel;
    this.#games = new GameErrors(panel.games.length);
  }

  add(result: OriginResult): void {
    const { outcome, origin, fold } = result;
    const slicer = new Slicer(this.#panel, origin, fold.bands);
    result.existed.forEach((existed, game) => {
      if (!existed) return;
      const from = game * outcome.horizon;
      const actual = outcome.units.subarray(from, from + outcome.horizon);
      const observed = outcome.observed.subarray(from, from + outcome.horizon);
      if (!observed.includes(1)) return;
      const slices = slicer.slicesOf(game, observed);
      const scales = { scale: outcome.scale[game]!, stepScale: outcome.stepScale[game]! };
      for (const [name, curves] of this.#curvesOf(result, game)) {
        for (const { breakdown, name: slice, days } of slices) {
          this.#sumsOf(breakdown, slice, name).add({ ...curves, actual, observed: days, ...scales });
        }
        this.#addDays(name, game, curves.p50, actual, observed);
      }
      this.#addTotals(result, game, actual, observed);
    });
  }

  /** What each forecaster said of a game. */
  #curvesOf({ games, fold, outcome }: OriginResult, game: number): [string, Curves][] {
    const days = [game * outcome.horizon, (game + 1) * outcome.horizon] as const;
    const said: [string, Curves][] = [[servedName, games[game]!]];
    for (const name of forecasterNames) {
      const set = fold.forecasts[name];
      if (set === null) continue;
      const { mean, p10, p50, p90 } = set;
      said.push([
        name,
        {
          mean: mean.subarray(...days),
          p10: p10.subarray(...days),
          p50: p50.subarray(...days),
          p90: p90.subarray(...days),
        },
      ]);
    }
    return said;
  }

  #sumsOf(breakdown: BreakdownName, slice: string, forecaster: string): MetricsAccumulator {
    const slices = within(this.#sums, breakdown, () => new Map<string, Map<string, MetricsAccumulator>>());
    const forecasters = within(slices, slice, () => new Map<string, MetricsAccumulator>());
    return within(forecasters, forecaster, () => new MetricsAccumulator());
  }

  #addDays(name: string, game: number, p50: Float32Array, actual: Float32Array, observed: Uint8Array): void {
    const sums = within(this.#days, name, () => ({
      error: new Float64Array(p50.length),
      units: new Float64Array(p50.length),
    }));
    let all = 0;
    for (let h = 0; h < p50.length; h++) {
      if (observed[h] !== 1) continue;
      const error = Math.abs(actual[h]! - p50[h]!);
      sums.error[h]! += error;
      sums.units[h]! += actual[h]!;
      all += error;
    }
    this.#games.add(name, game, all);
  }

  #addTotals(result: OriginResult, game: number, actual: Float32Array, observed: Uint8Array): void {
    const slices = ['all', formatDay(result.origin), volumeBands[result.fold.bands[game]!]!.name];
    for (const total of result.games[game]!.totals) {
      this.#totals.add(servedName, slices, total, actual, observed);
      for (const [name, { mean }] of this.#curvesOf(result, game)) {
        if (name === servedName) continue;
        const sum = mean.subarray(0, total.days).reduce((all, value) => all + value, 0);
        this.#totals.add(name, slices, { days: total.days, mean: sum }, actual, observed);
      }
    }
  }

  scores(): BacktestScores {
    const forecasters = [...this.#days.keys()];
    const breakdowns = breakdownNames.map((name): Breakdown => {
      const slices = this.#sums.get(name) ?? new Map<string, Map<string, MetricsAccumulator>>();
      const known = [
        ...sliceOrder[name],
        ...[...slices.keys()].filter((key) => !sliceOrder[name].includes(key)),
      ];
      return {
        name,
        slices: known.flatMap((slice) => {
          const sums = slices.get(slice);
          const scores = forecasters.map((forecaster) =>
            (sums?.get(forecaster) ?? new MetricsAccumulator()).result(),
          );
          return scores.some(({ days }) => days > 0) ? [{ name: slice, scores }] : [];
        }),
      };
    });
    const scores = { forecasters, breakdowns };
    return {
      ...scores,
      comparisons: this.#compare(scores),
      totals: this.#totals.result(),
      byDay: this.#byDay(),
    };
  }

  #compare(scores: Pick<BacktestScores, 'forecasters' | 'breakdowns'>): Comparison[] {
    const all = scores.breakdowns[0]?.slices[0];
    const best = all === undefined ? null : bestBaseline(scores.forecasters, all, 'wape');
    const references = new Set(['seasonal naive', ...(best === null ? [] : [best])]);
    return [servedName, 'model']
      .filter((name) => scores.forecasters.includes(name))
      .flatMap((name) => [...references].map((reference) => this.#games.compare(name, reference)));
  }

  #byDay(): (number | null)[][] {
    return [...this.#days.values()].map(({ error, units }) =>
      Array.from(error, (sum, h) => (units[h]! > 0 ? sum / units[h]! : null)),
    );
  }
}

function within<Key, Value>(map: Map<Key, Value>, key: Key, create: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = create()));
  return value;
}

/** The baseline that erred least in a slice by the given measure; `null` where none could be scored. */
export function bestBaseline(
  forecasters: readonly string[],
  { scores }: SliceScores,
  measure: 'wape' | 'weightedQuantileLoss',
): string | null {
  let best: string | null = null;
  let least = Infinity;
  for (const name of baselineNames) {
    const value = scores[forecasters.indexOf(name)]?.[measure] ?? Infinity;
    if (value < least) [best, least] = [name, value];
  }
  return best;
}

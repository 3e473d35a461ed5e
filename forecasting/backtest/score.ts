import type { EpochDay } from '../../domain/days.ts';
import { baselineNames } from '../baselines/baseline.ts';
import type { BaselineName } from '../baselines/baseline.ts';
import type { ForecastSet } from '../forecast-set.ts';
import { MetricsAccumulator } from '../metrics/metrics.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { seasonalScale, stepScale } from '../metrics/scales.ts';
import { firstObserved } from '../panel/panel.ts';
import type { Panel } from '../panel/panel.ts';

/** Who can be served: the networks or a baseline. */
export type ForecasterName = 'model' | BaselineName;
export const forecasterNames: readonly ForecasterName[] = ['model', ...baselineNames];

/** What came in the days of a forecast, with what is needed to score it; `[games, horizon]`, games as in the panel. */
export interface Outcome {
  readonly origin: EpochDay;
  readonly horizon: number;
  readonly units: Float32Array;
  /** 1 where the day is known and the game existed before the origin. */
  readonly observed: Uint8Array;
  /** MASE's denominators, from the days before the origin. `[games]` */
  readonly scale: Float64Array;
  /** RMSSE's denominators, likewise. `[games]` */
  readonly stepScale: Float64Array;
}

/** Reads from a panel what came in the `horizon` days from `origin` on; days beyond the panel stay unobserved. */
export function outcomeOf(panel: Panel, origin: EpochDay, horizon: number): Outcome {
  const count = panel.games.length;
  const column = origin - panel.start;
  const units = new Float32Array(count * horizon);
  const observed = new Uint8Array(count * horizon);
  const scale = new Float64Array(count);
  const steps = new Float64Array(count);
  for (let game = 0; game < count; game++) {
    const from = game * panel.days;
    const first = firstObserved(panel, game);
    if (first === -1 || first >= column) continue;
    const end = Math.min(panel.days, column + horizon);
    units.set(panel.units.subarray(from + column, from + end), game * horizon);
    observed.set(panel.observed.subarray(from + column, from + end), game * horizon);
    const before = [from, from + Math.min(column, panel.days)] as const;
    const past = [panel.units.subarray(...before), panel.observed.subarray(...before)] as const;
    scale[game] = seasonalScale(...past);
    steps[game] = stepScale(...past);
  }
  return { origin, horizon, units, observed, scale, stepScale: steps };
}

/** Adds one game of a forecast to an accumulator. */
export function scoreGame(
  outcome: Outcome,
  forecasts: ForecastSet,
  game: number,
  into: MetricsAccumulator,
): void {
  const from = game * outcome.horizon;
  const to = from + outcome.horizon;
  into.add({
    actual: outcome.units.subarray(from, to),
    observed: outcome.observed.subarray(from, to),
    mean: forecasts.mean.subarray(from, to),
    p10: forecasts.p10.subarray(from, to),
    p50: forecasts.p50.subarray(from, to),
    p90: forecasts.p90.subarray(from, to),
    scale: outcome.scale[game]!,
    stepScale: outcome.stepScale[game]!,
  });
}

/** Scores the games of a forecast that `wanted` lets pass. */
export function scoreForecasts(
  outcome: Outcome,
  forecasts: ForecastSet,
  wanted: (game: number) => boolean = () => true,
): Metrics {
  const accumulator = new MetricsAccumulator();
  for (let game = 0; game < outcome.scale.length; game++) {
    if (wanted(game)) scoreGame(outcome, forecasts, game, accumulator);
  }
  return accumulator.result();
}

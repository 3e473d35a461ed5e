import type { EpochDay } from '../domain/days.ts';
import { bandsOf } from './backtest/bands.ts';
import { defaultBaseline } from './backtest/decide.ts';
import type { ServedDecision } from './backtest/decide.ts';
import type { ForecasterName } from './backtest/score.ts';
import { jointPaths, totalsOf, totalsOfOneHeight } from './backtest/totals.ts';
import type { Total, TotalCalibration } from './backtest/totals.ts';
import { widen } from './backtest/widening.ts';
import { forecastBaselines } from './baselines/forecast-baseline.ts';
import type { BaselineForecasts } from './baselines/forecast-baseline.ts';
import { coldStart } from './coldstart/cold-start.ts';
import type { ColdStartName } from './coldstart/cold-start.ts';
import { followLaunch, launchShare } from './coldstart/follow-launch.ts';
import { labelOf } from './coldstart/labels.ts';
import type { GameLabel } from './coldstart/labels.ts';
import { readLaunches } from './coldstart/launches.ts';
import type { JointPaths } from './totals/joint-paths.ts';
import { copyForecast, emptyForecasts } from './forecast-set.ts';
import type { ForecastSet } from './forecast-set.ts';
import type { LstmKernel } from './kernels/kernel.ts';
import { packState } from './model/decoder-state.ts';
import type { DecoderState } from './model/decoder-state.ts';
import { predict } from './model/predict.ts';
import type { NetWeights } from './model/weights.ts';
import type { Panel } from './panel/panel.ts';
import type { Plans } from './panel/plans.ts';

/** Who made a game's forecast. */
export type ServedName = ForecasterName | ColdStartName;

export interface GameForecast {
  readonly gameId: string;
  readonly label: GameLabel | null;
  readonly served: ServedName;
  /** Why, in words for a publisher. */
  readonly reason: string;
  /** Units a day from the origin on, `[horizon]`: finite and 0 ≤ p10 ≤ p50 ≤ p90. */
  readonly mean: Float32Array;
  readonly p10: Float32Array;
  readonly p50: Float32Array;
  readonly p90: Float32Array;
  /** The mean had no discount been planned; `null` where none is planned or the served one does not see plans. */
  readonly meanWithoutDiscounts: Float32Array | null;
  /** Of the first 7, 30 and 60 days. */
  readonly totals: readonly Total[];
  /** The last day whose plan is known; `null` when none is. */
  readonly planEnd: EpochDay | null;
  /** The volume band that the totals' paths are of. */
  readonly band: number;
  /** From `packState`, for a what-if; `null` unless asked for, and where the model is not served. */
  readonly decoder: Uint8Array | null;
}

export interface ForecastOptions {
  /** The history; the forecast's first day is the one after its last. */
  readonly panel: Panel;
  /** Prices of the coming days, in the panel's order of games; as long as the forecast. */
  readonly plans: Plans;
  /** The networks, or none as long as none is trained: then the baselines speak. */
  readonly nets: readonly NetWeights[];
  readonly kernel: LstmKernel;
  /** From `decideServed`. */
  readonly decision: ServedDecision;
  /** From `calibrateTotals`; without it, totals run from half to double. */
  readonly calibration: TotalCalibration | null;
  /** What the baselines say, where it is known already. */
  readonly baselines?: BaselineForecasts;
  /** Whether each game comes with what a what-if needs. */
  readonly keepDecoders?: boolean;
}

/** The forecast of every game of the panel, in its order. */
export function forecastPanel(options: ForecastOptions): GameForecast[] {
  const { panel, plans, nets, kernel } = options;
  const { horizon } = plans;
  const decoders: Uint8Array[] = [];
  const keep = options.keepDecoders
    ? (game: number, state: DecoderState) => void (decoders[game] = packState(state))
    : undefined;
  const sets = options.baselines ?? forecastBaselines(panel, horizon);
  const prediction = nets.length > 0 ? predict(nets, panel, plans, kernel, keep) : null;
  const out = emptyForecasts(panel.start + panel.days, horizon, panel.games.length);
  const launches = readLaunches(panel, 'all');
  const plainLaunches = readLaunches(panel, 'without discount');
  const bands = bandsOf(panel);
  const paths = jointPaths(options.calibration);
  return panel.games.map((_, game) => {
    const label = labelOf(panel, game);
    const band = bands[game]!;
    const chosen = choose(options.decision, band, prediction !== null);
    copyForecast(
      chosen.served === 'model' && prediction !== null
        ? prediction.forecasts
        : sets[chosen.served === 'model' ? defaultBaseline : chosen.served],
      out,
      game,
    );
    widen(out, game, options.decision.bands[band]!.widening);
    const own = coldStart(panel, game, label, launches, out);
    const { served } = own ?? chosen;
    const row = [game * horizon, (game + 1) * horizon] as const;
    const plain = served === 'model' ? (prediction?.meanWithoutDiscounts.slice(...row) ?? null) : null;
    const share = own === null ? launchShare(panel, game, plainLaunches) : 0;
    if (share > 0) followLaunch(panel, game, plainLaunches, share, out, plain ?? out.mean.slice(...row));
    const reason = own?.reason ?? chosen.reason + (share > 0 ? launchWords(share) : '');
    const decoder = served === 'model' ? (decoders[game] ?? null) : null;
    const width = own?.width ?? null;
    return describe(options, { game, label, served, reason, band, paths, decoder, width, plain }, out);
  });
}

function launchWords(share: number): string {
  const part = share === 1 ? 'wholly' : `by ${Math.round(100 * share)} %`;
  return `; it came out a few weeks ago, so beside discounts it follows earlier launches ${part}`;
}

function choose(
  decision: ServedDecision,
  band: number,
  trained: boolean,
): { readonly served: ForecasterName; readonly reason: string } {
  const { served, reason } = decision.bands[band]!;
  if (served === 'model' && !trained) return { served: defaultBaseline, reason: 'no model is trained yet' };
  return { served, reason };
}

interface Chosen {
  readonly game: number;
  readonly label: GameLabel | null;
  readonly served: ServedName;
  readonly reason: string;
  readonly band: number;
  readonly paths: JointPaths | null;
  readonly decoder: Uint8Array | null;
  /** Of a cold start's totals; `null` for any other. */
  readonly width: number | null;
  /** The mean without planned discounts, `[horizon]`; `null` where the served one does not see plans. */
  readonly plain: Float32Array | null;
}

function describe(
  { panel, plans }: ForecastOptions,
  { game, label, served, reason, band, paths, decoder, width, plain }: Chosen,
  out: ForecastSet,
): GameForecast {
  const from = game * out.horizon;
  const to = from + out.horizon;
  const own = (array: Float32Array): Float32Array => array.slice(from, to);
  const planned = plans.discount.subarray(from, to).some((rate) => rate > 0);
  const lastKnown = plans.known.subarray(from, to).lastIndexOf(1);
  const curves = { mean: own(out.mean), p10: own(out.p10), p50: own(out.p50), p90: own(out.p90) };
  return {
    gameId: panel.games[game]!.id,
    label,
    served,
    reason,
    ...curves,
    meanWithoutDiscounts: planned ? plain : null,
    totals: width === null ? totalsOf(curves, band, paths) : totalsOfOneHeight(curves, width),
    planEnd: lastKnown === -1 ? null : out.origin + lastKnown,
    band,
    decoder,
  };
}

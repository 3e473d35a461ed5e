import type { EpochDay } from '../../domain/days.ts';
import { forecastPanel } from '../forecast.ts';
import type { GameForecast } from '../forecast.ts';
import { loadKernel } from '../kernels/index.ts';
import type { KernelName } from '../kernels/index.ts';
import type { LstmKernel } from '../kernels/kernel.ts';
import type { TrainingConfig } from '../model/config.ts';
import type { NetWeights } from '../model/weights.ts';
import { firstObserved, panelBefore } from '../panel/panel.ts';
import type { Panel } from '../panel/panel.ts';
import { plansFromPanel, unknownPlans } from '../panel/plans.ts';
import type { Plans } from '../panel/plans.ts';
import { trainableGames } from '../training/sampler.ts';
import { decideServed } from './decide.ts';
import type { ServedDecision } from './decide.ts';
import { cachedFold, panelHashOf } from './fold-cache.ts';
import type { FoldCache } from './fold-cache.ts';
import { FOLD_MINIMUM, holdOut } from './fold.ts';
import type { Fold } from './fold.ts';
import { networksOf } from './networks.ts';
import { outcomeOf } from './score.ts';
import type { Outcome } from './score.ts';
import { smallStore } from './small-store.ts';
import { servedForecasts } from './served.ts';
import { calibrateTotals } from './totals.ts';

export interface BacktestOptions {
  /** All days of the history, also those after the origins: what comes after an origin is only scored against. */
  readonly panel: Panel;
  /** First forecast days. */
  readonly origins: readonly EpochDay[];
  /** Its horizon is the number of days forecast. */
  readonly config: TrainingConfig;
  readonly seeds: readonly number[];
  /** `file`: the prices that the history holds for the horizon are the plan. `none`: no plan is known. */
  readonly plans: 'file' | 'none';
  readonly kernel: KernelName | 'auto';
  readonly threads: number;
  /** Milliseconds since 1970 past which no training goes on. */
  readonly deadline?: number;
  readonly now: () => number;
  /** Where networks and folds are kept; the result is the same without it. */
  readonly cache?: FoldCache;
  /** Hears which origin is trained and how far it is. */
  readonly onProgress?: (origin: EpochDay, step: number, totalSteps: number) => void;
  /** Hears of each origin once it is done; the next one waits for it. */
  readonly onOrigin?: (result: OriginResult) => void | Promise<void>;
  /** Whether the results are returned as well (default), or given to `onOrigin` alone: then memory does not grow. */
  readonly keepResults?: boolean;
}

/** All that was said at one origin, and what came. */
export interface OriginResult {
  readonly origin: EpochDay;
  /** The forecast that a publisher would have been shown; games in the panel's order. */
  readonly games: readonly GameForecast[];
  /** By game: whether it existed before the origin. */
  readonly existed: readonly boolean[];
  /** What each forecaster said. */
  readonly fold: Fold;
  readonly decision: ServedDecision;
  readonly outcome: Outcome;
}

export interface BacktestResult {
  /** Whether all origins were done before the deadline. */
  readonly done: boolean;
  /** Those of all origins that were done; empty unless they are kept. */
  readonly results: readonly OriginResult[];
  /** Time spent training, in milliseconds. */
  readonly trainingMs: number;
  readonly kernelId: string;
}

interface Spoken {
  readonly nets: readonly NetWeights[];
  readonly fold: Fold;
}

/**
 * Forecasts each origin as it would have been done on that day: networks trained on the days before it, and who is
 * served decided on a fold one horizon earlier. An origin that is another one's fold is trained once.
 */
export async function runBacktest(options: BacktestOptions): Promise<BacktestResult> {
  const { panel, config } = options;
  const kernel = await loadKernel(options.kernel);
  const spoken = new Map<EpochDay, Spoken>();
  const results: OriginResult[] = [];
  let trainingMs = 0;
  const speak = async (origin: EpochDay): Promise<Spoken | undefined> => {
    const known = spoken.get(origin);
    if (known !== undefined) return known;
    const said = await speakAt(options, origin, kernel, (ms) => {
      trainingMs += ms;
    });
    if (said !== undefined) spoken.set(origin, said);
    return said;
  };
  for (const [n, origin] of options.origins.entries()) {
    const earlier = origin - config.horizon;
    const folded = earlier - panel.start >= FOLD_MINIMUM ? await speak(earlier) : null;
    const said = folded === undefined ? undefined : await speak(origin);
    if (folded === undefined || said === undefined) {
      return { done: false, results, trainingMs, kernelId: kernel.id };
    }
    const result = forecastOrigin(options, origin, said, folded, kernel);
    if (options.keepResults !== false) results.push(result);
    await options.onOrigin?.(result);
    const needed = new Set(options.origins.slice(n + 1).flatMap((later) => [later - config.horizon, later]));
    for (const known of spoken.keys()) if (!needed.has(known)) spoken.delete(known);
  }
  return { done: true, results, trainingMs, kernelId: kernel.id };
}

/** The networks of an origin, none where nothing can be learnt, and what is said then; `undefined` past the deadline. */
async function speakAt(
  options: BacktestOptions,
  origin: EpochDay,
  kernel: LstmKernel,
  onTrained: (ms: number) => void,
): Promise<Spoken | undefined> {
  const { panel, config, seeds, threads, cache, now, onProgress } = options;
  const history = panelBefore(panel, origin);
  const plans = plansAt(options, origin);
  const panelHash = cache === undefined ? '' : panelHashOf(history);
  const sayBaselines = (): Fold => holdOut(panel, origin, [], kernel, plans);
  const baselines =
    cache === undefined ? sayBaselines() : await cachedFold(cache, { panelHash }, plans, sayBaselines);
  if (trainableGames(history, config) === 0) return { nets: [], fold: baselines };
  const source = { panelHash, config, kernelId: kernel.id };
  const begin = now();
  const nets = await networksOf({
    history,
    source,
    seeds,
    kernel: options.kernel,
    threads,
    deadline: options.deadline,
    now,
    onProgress: (step, total) => onProgress?.(origin, step, total),
    cache,
  });
  onTrained(now() - begin);
  if (nets === undefined) return undefined;
  const sayAll = (): Fold => holdOut(panel, origin, nets, kernel, plans, baselines.forecasts);
  const fold = cache === undefined ? sayAll() : await cachedFold(cache, { ...source, seeds }, plans, sayAll);
  return { nets, fold };
}

function plansAt({ panel, plans, config }: BacktestOptions, origin: EpochDay): Plans {
  return plans === 'file'
    ? plansFromPanel(panel, origin, config.horizon)
    : unknownPlans(panel.games.length, config.horizon);
}

function forecastOrigin(
  options: BacktestOptions,
  origin: EpochDay,
  { nets, fold }: Spoken,
  earlier: Spoken | null,
  kernel: LstmKernel,
): OriginResult {
  const { panel, config } = options;
  const history = panelBefore(panel, origin);
  const scored =
    earlier === null
      ? null
      : { fold: earlier.fold, outcome: outcomeOf(history, earlier.fold.origin, config.horizon) };
  const decision = decideServed(scored, config.horizon, smallStore(history));
  const calibration =
    scored === null
      ? null
      : calibrateTotals(servedForecasts(scored.fold, decision), scored.fold.bands, scored.outcome);
  const plans = plansAt(options, origin);
  const baselines = fold.forecasts;
  const games = forecastPanel({ panel: history, plans, nets, kernel, decision, calibration, baselines });
  const existed = panel.games.map((_, game) => firstObserved(history, game) !== -1);
  return { origin, games, existed, fold, decision, outcome: outcomeOf(panel, origin, config.horizon) };
}

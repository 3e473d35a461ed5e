/**
 * The forecast as a library: what comes in is text, typed arrays and numbers, what goes out as well; nothing here
 * knows of files, HTTP or a cloud. The order of a training and a forecast:
 *
 *   const panel = panelFromSalesData(asOf, files);              // once a run; keep packPanel(panel), sha256 of it
 *   const origin = newestFoldOrigin(panel, 60);                 // null = too short for a fold: decideServed(null, 60)
 *   const held = await trainEnsemble({ panel: panelBefore(panel, origin), config: defaultConfig, seeds: [1, 2],
 *     kernel: 'auto', threads: 2, deadline, members });         // call again with held.members until held.done
 *   const fold = holdOut(panel, origin, held.nets.map(unpackWeights), kernel,
 *     plansFromPanel(panel, origin, 60));
 *   const outcome = outcomeOf(panel, origin, 60);
 *   const decision = decideServed({ fold, outcome }, 60);       // plain data, kept with the model
 *   const said = chosenForecasts(fold, decision);               // what the held-out fold had said, by game
 *   const served = servedForecasts(fold, decision);             // the same with the intervals that are served from now on
 *   const calibration = calibrateTotals(served, fold.bands, outcome); // joinTotals([...]) of several folds
 *   const final = await trainEnsemble({ panel, ... });          // weights for the days to come
 *   const games = forecastPanel({ panel, plans, nets: final.nets.map(unpackWeights), kernel, decision, calibration });
 *
 * Training throws when trainableGames(panel, config) is 0: leave it out then, with nets [] from there on.
 * Before a model exists: forecastPanel with nets [], decideServed(null, 60) and calibration null serves a baseline.
 * Dates are day numbers here, as in domain/days.ts.
 */
export { packArrays, sha256, unpackArrays } from './bytes.ts';

export { panelFromSalesData } from './panel/from-sales-data.ts';
export type { SalesDataFile } from './panel/from-sales-data.ts';
export { panelFromSalesHistory } from './panel/from-sales-history.ts';
export type { GameFacts } from './panel/from-sales-history.ts';
export { readGameFacts } from './panel/game-facts.ts';
export { PanelSourceError } from './panel/source-error.ts';
export { packPanel, packPlans, unpackPanel, unpackPlans } from './panel/pack.ts';
export { emptyPanel, panelBefore } from './panel/panel.ts';
export type { Panel, PanelGame } from './panel/panel.ts';
export { plansFromPanel, unknownPlans } from './panel/plans.ts';
export type { Plans } from './panel/plans.ts';

export { KernelUnavailableError, loadKernel } from './kernels/index.ts';
export type { KernelName } from './kernels/index.ts';
export type { LstmKernel } from './kernels/kernel.ts';
export { defaultConfig, networkSeeds, networkSize } from './model/config.ts';
export type { TrainingConfig } from './model/config.ts';
export { packWeights, unpackWeights } from './model/weights.ts';
export type { NetWeights } from './model/weights.ts';
export { trainableGames } from './training/sampler.ts';
export { trainEnsemble } from './training/ensemble.ts';
export type { MemberResult } from './training/member.ts';

export { runBacktest } from './backtest/rolling.ts';
export type { BacktestResult, OriginResult } from './backtest/rolling.ts';
export { FOLD_MINIMUM, holdOut, newestFoldOrigin, packFold, unpackFold } from './backtest/fold.ts';
export type { Fold } from './backtest/fold.ts';
export type { FoldCache } from './backtest/fold-cache.ts';
export { forecasterNames, outcomeOf, scoreForecasts } from './backtest/score.ts';
export type { ForecasterName, Outcome } from './backtest/score.ts';
export { bestBaseline, ScoreBook, servedName } from './backtest/score-book.ts';
export type { BacktestScores, SliceScores } from './backtest/score-book.ts';
export type { Comparison } from './backtest/game-errors.ts';
export type { BreakdownName } from './backtest/slices.ts';
export type { TotalScore } from './backtest/total-scores.ts';
export { meanScores } from './backtest/score-means.ts';
export { bandsOf, volumeBands } from './backtest/bands.ts';
export { baselineNames } from './baselines/baseline.ts';
export { forecastBaselines, replacedGames } from './baselines/forecast-baseline.ts';
export { decideServed } from './backtest/decide.ts';
export type { ServedDecision } from './backtest/decide.ts';
export { driftBands, driftLimits, NIGHTS } from './backtest/drift.ts';
export type { DriftLimits } from './backtest/drift.ts';
export { recipeGate, refreshGate } from './backtest/gates.ts';
export type { GateResult, RefreshCandidate } from './backtest/gates.ts';
export { smallStore } from './backtest/small-store.ts';
export { asPlanned } from './backtest/as-planned.ts';
export { chosenForecasts, servedForecasts } from './backtest/served.ts';
export { calibrateTotals, joinTotals, jointPaths, portfolioTotals } from './backtest/totals.ts';
export type { Total, TotalCalibration } from './backtest/totals.ts';
export type { ForecastSet } from './forecast-set.ts';
export type { Metrics } from './metrics/metrics.ts';
export { forecastPanel } from './forecast.ts';
export type { GameForecast } from './forecast.ts';
export { packWhatIf } from './what-if/document.ts';
export { readSeenPrices } from './what-if/seen.ts';

import { decideServed } from '../forecasting/backtest/decide.ts';
import { holdOut } from '../forecasting/backtest/fold.ts';
import { outcomeOf } from '../forecasting/backtest/score.ts';
import { calibrateTotals, jointPaths } from '../forecasting/backtest/totals.ts';
import { forecastPanel } from '../forecasting/forecast.ts';
import type { GameForecast } from '../forecasting/forecast.ts';
import { loadKernel } from '../forecasting/kernels/index.ts';
import { unpackState } from '../forecasting/model/decoder-state.ts';
import { unpackWeights } from '../forecasting/model/weights.ts';
import type { NetWeights } from '../forecasting/model/weights.ts';
import type { Panel } from '../forecasting/panel/panel.ts';
import { plansFromPanel, unknownPlans } from '../forecasting/panel/plans.ts';
import type { Plans } from '../forecasting/panel/plans.ts';
import { trainEnsemble } from '../forecasting/training/ensemble.ts';
import { Decoders } from '../forecasting/what-if/decoders.ts';
import type { WhatIfGame, WhatIfModel } from '../forecasting/what-if/what-if.ts';
import { panelStart, rhythmicPanel, smallConfig } from './panels.ts';

/** A small store that a model has learnt from, as far as a what-if needs it. */
export interface WhatIfStore {
  readonly panel: Panel;
  /** 20 % off from day 10 to 16, and nothing known from day 40 on. */
  readonly plans: Plans;
  readonly nets: readonly NetWeights[];
  readonly games: readonly GameForecast[];
  readonly model: WhatIfModel;
}

/** Trains it: 24 games, of which some sell so much that the networks' answer to discounts is believed in part only. */
export async function openWhatIfStore(): Promise<WhatIfStore> {
  const panel = rhythmicPanel(24, 240);
  panel.units.forEach((units, at) => {
    if (Math.floor(at / panel.days) % 6 === 5) panel.units[at] = 30 * units;
  });
  const plans = plansWith(24);
  const kernel = await loadKernel('simd');
  const config = { ...smallConfig, optimiser: { ...smallConfig.optimiser, steps: 60 } };
  const trained = await trainEnsemble({ panel, config, seeds: [1, 2], kernel: 'simd', threads: 1 });
  const nets = trained.nets.map(unpackWeights);
  const origin = panelStart + 180;
  const fold = holdOut(panel, origin, nets, kernel, plansFromPanel(panel, origin, 60));
  const calibration = calibrateTotals(fold.forecasts.model!, fold.bands, outcomeOf(panel, origin, 60));
  const none = decideServed(null, 60);
  const bands = none.bands.map((band) => ({ ...band, served: 'model' as const, widening: 1.3 }));
  const options = { panel, plans, nets, kernel, decision: { ...none, bands }, calibration };
  const games = forecastPanel({ ...options, keepDecoders: true });
  const model = { decoders: new Decoders(nets), paths: jointPaths(calibration) };
  return { panel, plans, nets, games, model };
}

function plansWith(count: number): Plans {
  const made = unknownPlans(count, 60);
  for (let game = 0; game < count; game++) {
    const from = game * 60;
    made.known.fill(1, from, from + 40);
    made.listPrice.fill(20, from, from + 40);
    made.discount.fill(0.2, from + 10, from + 17);
  }
  return made;
}

export function whatIfGameOf(game: GameForecast): WhatIfGame {
  return {
    band: game.band,
    curves: game,
    state: unpackState(game.decoder!),
    elasticity: -1,
    elasticityDeviation: 0,
  };
}

export function unpriced(game: WhatIfGame): WhatIfGame {
  const { start, plan } = game.state;
  const none = { ...plan, listPrice: plan.listPrice.map(() => NaN) };
  return { ...game, state: { ...game.state, start: { ...start, listPrice: NaN }, plan: none } };
}

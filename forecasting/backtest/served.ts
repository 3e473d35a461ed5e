import { copyForecast, emptyForecasts } from '../forecast-set.ts';
import type { ForecastSet } from '../forecast-set.ts';
import { defaultBaseline } from './decide.ts';
import type { ServedDecision } from './decide.ts';
import type { Fold } from './fold.ts';
import { widen } from './widening.ts';

/** What a decision serves of a fold: every game's curves come from its band's forecaster. */
export function servedForecasts(fold: Fold, decision: ServedDecision): ForecastSet {
  const served = emptyForecasts(fold.origin, fold.horizon, fold.gameIds.length);
  for (let game = 0; game < fold.gameIds.length; game++) {
    const { served: name, widening } = decision.bands[fold.bands[game]!]!;
    copyForecast(fold.forecasts[name] ?? fold.forecasts[defaultBaseline], served, game);
    widen(served, game, widening);
  }
  return served;
}

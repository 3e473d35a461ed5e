import { copyForecast, emptyForecasts } from '../forecast-set.ts';
import type { ForecastSet } from '../forecast-set.ts';
import { defaultBaseline } from './decide.ts';
import type { ServedDecision } from './decide.ts';
import type { Fold } from './fold.ts';
import { widen } from './widening.ts';

/** What the chosen forecasters said of a fold's days: every game's curves come from its band's. */
export function chosenForecasts(fold: Fold, decision: ServedDecision): ForecastSet {
  const chosen = emptyForecasts(fold.origin, fold.horizon, fold.gameIds.length);
  for (let game = 0; game < fold.gameIds.length; game++) {
    const { served: name } = decision.bands[fold.bands[game]!]!;
    copyForecast(fold.forecasts[name] ?? fold.forecasts[defaultBaseline], chosen, game);
  }
  return chosen;
}

/** The same with the intervals that the decision widens: the law that is served from now on, on a fold's days. */
export function servedForecasts(fold: Fold, decision: ServedDecision): ForecastSet {
  const served = chosenForecasts(fold, decision);
  fold.bands.forEach((band, game) => widen(served, game, decision.bands[band]!.widening));
  return served;
}

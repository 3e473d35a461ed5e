import { emptyForecasts } from '../forecast-set.ts';
import type { ForecastSet } from '../forecast-set.ts';
import type { Panel } from '../panel/panel.ts';
import { baselineNames, baselines } from './baseline.ts';
import type { BaselineName } from './baseline.ts';
import { residualBand } from './intervals.ts';
import { seriesOf } from './series.ts';
import { canSmooth } from './smoothing/fit.ts';

export type BaselineForecasts = Record<BaselineName, ForecastSet>;

/** What every baseline forecasts, each as `forecastBaseline` does. */
export function forecastBaselines(panel: Panel, horizon: number): BaselineForecasts {
  return Object.fromEntries(
    baselineNames.map((name) => [name, forecastBaseline(name, panel, horizon)]),
  ) as BaselineForecasts;
}

/**
 * A baseline's forecast of every game for the days after the panel's last, with intervals from its past errors. These hold
 * its mean as well, which is the number that is shown: a single large order moves it beyond nine errors of ten.
 */
export function forecastBaseline(name: BaselineName, panel: Panel, horizon: number): ForecastSet {
  const set = emptyForecasts(panel.start + panel.days, horizon, panel.games.length);
  for (let game = 0; game < panel.games.length; game++) {
    const series = seriesOf(panel, game);
    const { middle, mean } = baselines[name](series, panel.days)(panel.days, horizon);
    const band = residualBand(baselines[name], series, panel.days, horizon);
    for (let h = 0; h < horizon; h++) {
      const week = Math.floor(h / 7);
      const at = game * horizon + h;
      const log = Math.log1p(middle[h]!);
      set.mean[at] = mean[h]!;
      set.p50[at] = middle[h]!;
      set.p10[at] = Math.min(set.p50[at], set.mean[at], Math.max(0, Math.expm1(log + band.low[week]!)));
      set.p90[at] = Math.max(set.p50[at], set.mean[at], Math.expm1(log + band.high[week]!));
    }
  }
  return set;
}

/** How many games have some observed days but too few to be smoothed, so that the weekday median stands in. */
export function replacedGames(panel: Panel): number {
  return panel.games.filter((_, game) => {
    const series = seriesOf(panel, game);
    return series.observed.includes(1) && !canSmooth(series, panel.days);
  }).length;
}

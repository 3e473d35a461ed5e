import { packArrays, unpackArrays } from '../bytes.ts';
import { forecastBaseline } from '../baselines/forecast-baseline.ts';
import { baselineNames } from '../baselines/baseline.ts';
import type { DayNumber } from '../calendar.ts';
import { curveNames } from '../forecast-set.ts';
import type { ForecastSet } from '../forecast-set.ts';
import type { LstmKernel } from '../kernels/kernel.ts';
import { predict } from '../model/predict.ts';
import type { NetWeights } from '../model/weights.ts';
import { panelBefore } from '../panel/panel.ts';
import type { Panel } from '../panel/panel.ts';
import { plansFromPanel } from '../panel/plans.ts';
import type { Plans } from '../panel/plans.ts';
import { bandsOf } from './bands.ts';
import { forecasterNames } from './score.ts';
import type { ForecasterName } from './score.ts';

const MAGIC = 'KFLD';

/** What every forecaster said at an origin of the past, from the days before it alone. */
export interface Fold {
  readonly origin: DayNumber;
  readonly horizon: number;
  /** Ids in the order of the rows. */
  readonly gameIds: readonly string[];
  /** The volume band of each game at the origin, an index into `volumeBands`. */
  readonly bands: Uint8Array;
  readonly forecasts: Readonly<Record<ForecasterName, ForecastSet>>;
}

/**
 * The origin of the newest fold whose whole horizon has come, or `null` when fewer than `minimumDays` days stand
 * before it, too few to learn from.
 */
export function newestFoldOrigin(panel: Panel, horizon: number, minimumDays = 120): DayNumber | null {
  const column = panel.days - horizon;
  return column >= minimumDays ? panel.start + column : null;
}

/**
 * Lets every forecaster speak at `origin`. `nets` must have been trained on `panelBefore(panel, origin)`; the plans
 * are the prices that the panel holds for the coming days, unless others are given.
 */
export function holdOut(
  panel: Panel,
  origin: DayNumber,
  nets: readonly NetWeights[],
  kernel: LstmKernel,
  plans: Plans = plansFromPanel(panel, origin, nets[0]!.config.horizon),
): Fold {
  const history = panelBefore(panel, origin);
  const { horizon } = plans;
  const [seasonalNaive, weekdayMedian] = baselineNames.map((name) =>
    forecastBaseline(name, history, horizon),
  );
  return {
    origin,
    horizon,
    gameIds: panel.games.map(({ id }) => id),
    bands: bandsOf(history),
    forecasts: {
      model: predict(nets, history, plans, kernel).forecasts,
      'seasonal naive': seasonalNaive!,
      'weekday median': weekdayMedian!,
    },
  };
}

export function packFold(fold: Fold): Uint8Array {
  const { origin, horizon, gameIds, bands, forecasts } = fold;
  const curves = forecasterNames.flatMap((name) => curveNames.map((curve) => forecasts[name][curve]));
  return packArrays(MAGIC, { header: { version: 1, origin, horizon, gameIds }, arrays: [bands, ...curves] });
}

export function unpackFold(bytes: Uint8Array): Fold {
  const { header, arrays } = unpackArrays(MAGIC, bytes);
  const { version, origin, horizon, gameIds } = header as Fold & { version: number };
  if (version !== 1) throw new Error(`fold of version ${version}, expected 1`);
  const [bands, ...curves] = arrays;
  const forecasts = Object.fromEntries(
    forecasterNames.map((name, n) => {
      const own = curves.slice(n * curveNames.length) as Float32Array[];
      const [mean, p10, p50, p90] = own as [Float32Array, Float32Array, Float32Array, Float32Array];
      return [name, { origin, horizon, mean, p10, p50, p90 }];
    }),
  ) as Record<ForecasterName, ForecastSet>;
  return { origin, horizon, gameIds, bands: bands as Uint8Array, forecasts };
}

import type { EpochDay } from '../../domain/days.ts';
import { packArrays, unpackArrays } from '../bytes.ts';
import { forecastBaselines } from '../baselines/forecast-baseline.ts';
import type { BaselineForecasts } from '../baselines/forecast-baseline.ts';
import type { BaselineName } from '../baselines/baseline.ts';
import { curveNames } from '../forecast-set.ts';
import type { ForecastSet } from '../forecast-set.ts';
import type { LstmKernel } from '../kernels/kernel.ts';
import { predict } from '../model/predict.ts';
import type { NetWeights } from '../model/weights.ts';
import { panelBefore } from '../panel/panel.ts';
import type { Panel } from '../panel/panel.ts';
import type { Plans } from '../panel/plans.ts';
import { bandsOf } from './bands.ts';
import { forecasterNames } from './score.ts';
import type { ForecasterName } from './score.ts';

const MAGIC = 'KFLD';
/** Version 1 knew two baselines only. */
const VERSION = 2;

/** What every forecaster said at an origin of the past, from the days before it alone. */
export interface Fold {
  readonly origin: EpochDay;
  readonly horizon: number;
  /** Ids in the order of the rows. */
  readonly gameIds: readonly string[];
  /** The volume band of each game at the origin, an index into `volumeBands`. */
  readonly bands: Uint8Array;
  readonly forecasts: FoldForecasts;
}

/** The model is missing where no game had enough history to learn from. */
export type FoldForecasts = Readonly<Record<BaselineName, ForecastSet>> & {
  readonly model: ForecastSet | null;
};

/** Days before a fold's origin that are worth deciding by. */
export const FOLD_MINIMUM = 120;

/**
 * The origin of the newest fold whose whole horizon has come, or `null` when too few days stand before it to decide by.
 */
export function newestFoldOrigin(panel: Panel, horizon: number): EpochDay | null {
  const column = panel.days - horizon;
  return column >= FOLD_MINIMUM ? panel.start + column : null;
}

/**
 * Lets every forecaster speak at `origin`. `nets` must have been trained on `panelBefore(panel, origin)`; with none
 * only the baselines speak. `plans` are what is taken to be known at the origin: of a file with prices
 * `plansFromPanel(panel, origin, horizon)`, in a store what was recorded by then.
 *
 * @param baselines what the baselines say then, where it is known already
 */
export function holdOut(
  panel: Panel,
  origin: EpochDay,
  nets: readonly NetWeights[],
  kernel: LstmKernel,
  plans: Plans,
  baselines?: BaselineForecasts,
): Fold {
  const history = panelBefore(panel, origin);
  const { horizon } = plans;
  const said = baselines ?? forecastBaselines(history, horizon);
  return {
    origin,
    horizon,
    gameIds: panel.games.map(({ id }) => id),
    bands: bandsOf(history),
    forecasts: {
      ...said,
      model: nets.length > 0 ? predict(nets, history, plans, kernel).forecasts : null,
    },
  };
}

export function packFold(fold: Fold): Uint8Array {
  const { origin, horizon, gameIds, bands, forecasts } = fold;
  const names = forecasterNames.filter((name) => forecasts[name] !== null);
  const curves = names.flatMap((name) => {
    const set = forecasts[name];
    return set === null ? [] : curveNames.map((curve) => set[curve]);
  });
  const header = { version: VERSION, origin, horizon, gameIds, names };
  return packArrays(MAGIC, { header, arrays: [bands, ...curves] });
}

/** @throws Error when the bytes are no fold of this version, which then has to be forecast again */
export function unpackFold(bytes: Uint8Array): Fold {
  const { header, arrays } = unpackArrays(MAGIC, bytes);
  const { version, origin, horizon, gameIds, names } = header as Fold & {
    version: number;
    names: readonly ForecasterName[];
  };
  if (version !== VERSION) throw new Error(`fold of version ${version}, expected ${VERSION}`);
  const [bands, ...curves] = arrays;
  const forecasts: Partial<Record<ForecasterName, ForecastSet | null>> = { model: null };
  names.forEach((name, n) => {
    const own = curves.slice(n * curveNames.length) as Float32Array[];
    const [mean, p10, p50, p90] = own as [Float32Array, Float32Array, Float32Array, Float32Array];
    forecasts[name] = { origin, horizon, mean, p10, p50, p90 };
  });
  return { origin, horizon, gameIds, bands: bands as Uint8Array, forecasts: forecasts as FoldForecasts };
}

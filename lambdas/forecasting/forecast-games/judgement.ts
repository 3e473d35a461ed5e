import type { DataApi } from '../../../database/data-api.ts';
import {
  calibrateTotals,
  chosenForecasts,
  decideServed,
  defaultConfig,
  emptyPanel,
  holdOut,
  newestFoldOrigin,
  outcomeOf,
  servedForecasts,
  smallStore,
  unknownPlans,
  type Fold,
  type ForecastSet,
  type LstmKernel,
  type NetWeights,
  type Outcome,
  type Panel,
  type ServedDecision,
  type TotalCalibration,
} from '../../../forecasting/index.ts';
import { findChampion } from '../shared/model-rows.ts';
import { readModel, UnusableModelError, type Model } from '../shared/model-manifest.ts';
import type { ObjectStore } from '../shared/object-store.ts';
import { storeFold, type ForecastRunRow } from '../shared/write-forecasts.ts';
import { pastErrors } from './past-error.ts';
import type { PastError } from './write-games.ts';

/** Who is served, and how well that went on held-out days. */
export interface Judgement {
  readonly nets: readonly NetWeights[];
  readonly horizon: number;
  readonly decision: ServedDecision;
  readonly calibration: TotalCalibration | null;
  readonly past: PastError | null;
}

/** The champion, or why there is none to be served, in words for a publisher. */
export type Champion = { readonly model: Model } | { readonly model: null; readonly reason: string };

/** A champion that this version cannot use is none: the night goes on with the baselines. */
export async function readChampion(
  db: Pick<DataApi, 'sql'>,
  store: ObjectStore,
): Promise<Champion & { readonly problem?: string }> {
  const id = await findChampion(db);
  if (id === undefined) return { model: null, reason: 'no model is trained yet' };
  try {
    return { model: await readModel(store, id) };
  } catch (error) {
    if (!(error instanceof UnusableModelError)) throw error;
    return { model: null, reason: 'a new model has to be trained', problem: error.message };
  }
}

/** The champion's decision, with its own fold scored by what came. */
export function judgeModel({ manifest, nets, fold }: Model, panel: Panel): Judgement {
  const { decision, calibration, config } = manifest;
  const outcome = foldOutcome(fold, panel);
  const past = pastOf(fold, chosenForecasts(fold, decision), outcome);
  return { nets, horizon: config.horizon, decision, calibration, past };
}

/**
 * Without a model: the baselines are compared on held-out days, and what the better one had said is kept.
 *
 * @param reason why there is no model, for a store that is large enough to be served one
 */
export async function judgeBaselines(
  db: DataApi,
  run: ForecastRunRow,
  panel: Panel,
  kernel: LstmKernel,
  reason: string,
): Promise<Judgement> {
  const { horizon } = defaultConfig;
  const origin = newestFoldOrigin(panel, horizon);
  const small = smallStore(panel);
  if (origin === null) {
    return { nets: [], horizon, decision: decideServed(null, horizon, small), calibration: null, past: null };
  }
  const fold = holdOut(panel, origin, [], kernel, unknownPlans(panel.games.length, horizon));
  const outcome = outcomeOf(panel, origin, horizon);
  const decision = because(small ?? reason, decideServed({ fold, outcome }, horizon));
  const said = chosenForecasts(fold, decision);
  await storeFold(db, { ...run, id: `fold-${run.id}` }, said, panel);
  return {
    nets: [],
    horizon,
    decision,
    calibration: calibrateTotals(servedForecasts(fold, decision), fold.bands, outcome),
    past: pastOf(fold, said, outcome),
  };
}

/** A baseline is served for want of a model, so that is what its reason says. */
function because(reason: string, decision: ServedDecision): ServedDecision {
  const bands = decision.bands.map((band) => {
    const wape = band.wape[band.served];
    const erred =
      wape === null
        ? ''
        : `; over all games that sell about as much, ${band.served} erred ${(wape * 100).toFixed(1)} % on the ${decision.horizon} days from ${decision.origin ?? ''} on`;
    return { ...band, reason: `${reason}${erred}` };
  });
  return { ...decision, bands };
}

function pastOf(fold: Fold, said: ForecastSet, outcome: Outcome): PastError {
  const errors = pastErrors(said, outcome);
  return { origin: fold.origin, byGame: new Map(fold.gameIds.map((id, i) => [id, errors[i] ?? null])) };
}

/** What came of a fold that was held out from an earlier panel. */
function foldOutcome(fold: Fold, panel: Panel): Outcome {
  return outcomeOf(inOrder(panel, fold.gameIds, 'without prices'), fold.origin, fold.horizon);
}

const sold = ['units', 'observed'] as const;
const prices = ['listPrice', 'discount', 'discountKnown'] as const;

/**
 * The panel's games in another order; a game that the panel no longer has stands without a day. What is not asked for is
 * not copied: a panel of many games is large.
 */
export function inOrder(
  panel: Panel,
  gameIds: readonly string[],
  what: 'with prices' | 'without prices',
): Panel {
  const position = new Map(panel.games.map((game, i) => [game.id, i]));
  const { days } = panel;
  const games = gameIds.map((id) => ({ id, releaseDay: null, genres: [] }));
  const out = emptyPanel(panel.start, days, games);
  const copied = what === 'with prices' ? [...sold, ...prices] : sold;
  gameIds.forEach((id, to) => {
    const from = position.get(id);
    if (from === undefined) return;
    for (const name of copied) {
      out[name].set(panel[name].subarray(from * days, (from + 1) * days), to * days);
    }
  });
  return out;
}

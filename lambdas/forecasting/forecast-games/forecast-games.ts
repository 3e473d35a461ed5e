import type { DataApi } from '../../../database/data-api.ts';
import {
  calibrateTotals,
  decideServed,
  defaultConfig,
  forecastPanel,
  holdOut,
  loadKernel,
  newestFoldOrigin,
  outcomeOf,
  plansFromPanel,
  servedForecasts,
  unpackFold,
  unpackWeights,
  type Fold,
  type ForecastSet,
  type LstmKernel,
  type Outcome,
  type Panel,
  type ServedDecision,
  type TotalCalibration,
} from '../../../forecasting/index.ts';
import { findChampion } from '../promote-model/model-rows.ts';
import { readModelManifest, type ModelManifest } from '../shared/model-manifest.ts';
import type { ObjectStore } from '../shared/object-store.ts';
import { readPanel } from '../shared/panel-store.ts';
import {
  closeForecastRun,
  openForecastRun,
  storeFold,
  writeCurves,
  type ForecastRunRow,
} from '../shared/write-forecasts.ts';
import { pastErrors } from './past-error.ts';
import { readPlans } from './plans.ts';
import { writeGames, type PastError } from './write-games.ts';

export interface ForecastDependencies {
  readonly db: DataApi;
  readonly store: ObjectStore;
  /** The prices' currency, and its minor units in one, e.g. 100. */
  readonly currency: { readonly code: string; readonly minorUnits: number };
}

export interface ForecastCounts {
  readonly games: number;
  readonly byModel: number;
  readonly modelId: string | null;
}

/** Forecasts every game of a run with the champion, or with the baselines as long as there is none. */
export async function forecastGames(
  { db, store, currency }: ForecastDependencies,
  { runId, forecastId }: { runId: string; forecastId: string },
): Promise<ForecastCounts> {
  const { panel, description } = await readPanel(store, runId);
  const champion = await findChampion(db);
  const model = champion ? await readModelManifest(store, champion.id) : null;
  const config = model?.config ?? defaultConfig;
  const origin = panel.start + panel.days;
  const run = { id: forecastId, runId, modelId: model?.id ?? null };
  await openForecastRun(db, run, 'live', origin, config.horizon);
  try {
    const nets = await readNets(store, model);
    const cutoffAt = await readCutoff(db, runId);
    const plans = await readPlans(db, panel, {
      origin,
      horizon: config.horizon,
      cutoffAt,
      currency: currency.code,
      minorUnits: currency.minorUnits,
    });
    const kernel = await loadKernel('auto');
    const { decision, calibration, past } = model
      ? {
          decision: model.decision,
          calibration: model.calibration,
          past: await modelPast(store, model, panel),
        }
      : await compareBaselines(db, run, panel, kernel, config.horizon);
    const games = forecastPanel({ panel, plans, nets, kernel, decision, calibration });
    await writeGames(db, forecastId, games, plans, origin, past);
    await writeCurves(db, forecastId, origin, games);
    await closeForecastRun(db, forecastId, 'succeeded');
    return {
      games: description.games,
      byModel: games.filter((game) => game.served === 'model').length,
      modelId: model?.id ?? null,
    };
  } catch (error) {
    await closeForecastRun(db, forecastId, 'failed');
    throw error;
  }
}

async function readNets(store: ObjectStore, model: ModelManifest | null) {
  const bytes = await Promise.all((model?.nets ?? []).map((net) => store.read(net.key)));
  return bytes.map(unpackWeights);
}

async function readCutoff(db: Pick<DataApi, 'sql'>, runId: string): Promise<string> {
  const [run] = await db.sql<{ cutoffAt: string }>(
    `SELECT to_char(cutoff_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "cutoffAt"
       FROM etl_runs WHERE id = :runId`,
    { runId },
  );
  if (!run) throw new Error(`run ${runId} has no row in etl_runs`);
  return run.cutoffAt;
}

/** Who is served and how well that went on held-out days. */
interface Judgement {
  readonly decision: ServedDecision;
  readonly calibration: TotalCalibration | null;
  readonly past: PastError | null;
}

/** The champion's own fold, scored by what came; games that were not yet there have no past. */
async function modelPast(store: ObjectStore, model: ModelManifest, panel: Panel): Promise<PastError | null> {
  if (model.foldKey === null) return null;
  const fold = unpackFold(await store.read(model.foldKey));
  const outcome = outcomeOf(reorder(panel, fold.gameIds), fold.origin, fold.horizon);
  return pastOf(fold, servedForecasts(fold, model.decision), outcome);
}

/** The panel's games in another order; a game that the panel no longer has stands without a day. */
function reorder(panel: Panel, gameIds: readonly string[]): Panel {
  const position = new Map(panel.games.map((game, i) => [game.id, i]));
  const { days } = panel;
  const size = gameIds.length * days;
  const units = new Float32Array(size);
  const observed = new Uint8Array(size);
  gameIds.forEach((id, to) => {
    const from = position.get(id);
    if (from === undefined) return;
    units.set(panel.units.subarray(from * days, (from + 1) * days), to * days);
    observed.set(panel.observed.subarray(from * days, (from + 1) * days), to * days);
  });
  return { ...panel, games: gameIds.map((id) => ({ id, releaseDay: null, genres: [] })), units, observed };
}

/** Before a model exists: the baselines are compared on held-out days, and what the better one had said is shown. */
async function compareBaselines(
  db: DataApi,
  run: ForecastRunRow,
  panel: Panel,
  kernel: LstmKernel,
  horizon: number,
): Promise<Judgement> {
  const origin = newestFoldOrigin(panel, horizon);
  if (origin === null) return { decision: decideServed(null, horizon), calibration: null, past: null };
  const fold = holdOut(panel, origin, [], kernel, plansFromPanel(panel, origin, horizon));
  const outcome = outcomeOf(panel, origin, horizon);
  const decision = decideServed({ fold, outcome }, horizon);
  const said = servedForecasts(fold, decision);
  await storeFold(db, { ...run, id: `fold-${run.id}` }, said, panel);
  return {
    decision,
    calibration: calibrateTotals(said, fold.bands, outcome),
    past: pastOf(fold, said, outcome),
  };
}

function pastOf(fold: Fold, said: ForecastSet, outcome: Outcome): PastError {
  const errors = pastErrors(said, outcome);
  return { origin: fold.origin, byGame: new Map(fold.gameIds.map((id, i) => [id, errors[i] ?? null])) };
}

import { dayOf, formatDay } from '../../../domain/days.ts';
import type { DataApi } from '../../../database/data-api.ts';
import {
  calibrateTotals,
  decideServed,
  outcomeOf,
  servedForecasts,
  sha256,
  unpackFold,
  unpackWeights,
  type ForecastSet,
  type Panel,
} from '../../../forecasting/index.ts';
import type { Clock } from '../shared/context.ts';
import { modelKeys } from '../shared/keys.ts';
import { readModel, UnusableModelError, type ModelManifest } from '../shared/model-manifest.ts';
import type { ObjectStore } from '../shared/object-store.ts';
import { readPanel } from '../shared/panel-store.ts';
import { closeTraining, type TrainingRequest } from '../shared/training-rows.ts';
import { findTrainingState, trainingIsDone, type TrainingState } from '../shared/training-state.ts';
import { storeFold } from '../shared/write-forecasts.ts';
import { refreshGate, type GateResult } from './gate.ts';
import { findChampion, findJudgement, recordModel } from './model-rows.ts';

export interface PromoteDependencies {
  readonly db: DataApi;
  readonly store: ObjectStore;
  readonly now: Clock;
  readonly gitCommit: string;
}

/**
 * Judges a finished training and, when it passes, makes it the model that is served. A repeat keeps to the first
 * judgement and does what was left undone.
 */
export async function promoteModel(
  dependencies: PromoteDependencies,
  request: TrainingRequest,
): Promise<GateResult> {
  const { db, store } = dependencies;
  const { modelId, runId } = request;
  const state = await findTrainingState(store, modelId);
  if (!state || !trainingIsDone(state)) throw new Error(`there is no finished training ${modelId}`);
  const { panel } = await readPanel(store, runId);
  const judged = await judge(dependencies, state, panel);
  const gate = (await findJudgement(db, modelId)) ?? (await decide(dependencies, judged));
  if (gate.promoted) await storeFold(db, { id: `fold-${modelId}`, runId, modelId }, judged.served, panel);
  await closeTraining(db, request, { status: 'succeeded', modelId });
  return gate;
}

interface Judged {
  readonly manifest: ModelManifest;
  readonly finite: boolean;
  /** What the model's held-out fold serves. */
  readonly served: ForecastSet;
}

async function decide({ db, store }: PromoteDependencies, { manifest, finite }: Judged): Promise<GateResult> {
  await store.writeJson(modelKeys.manifest(manifest.id), manifest);
  const gate = refreshGate(manifest, await findIncumbent(db, store), finite);
  await recordModel(db, manifest, gate);
  return gate;
}

/** A champion that cannot be used any more stands in nobody's way. */
async function findIncumbent(db: DataApi, store: ObjectStore): Promise<ModelManifest | null> {
  const champion = await findChampion(db);
  if (champion === undefined) return null;
  try {
    return (await readModel(store, champion)).manifest;
  } catch (error) {
    if (error instanceof UnusableModelError) return null;
    throw error;
  }
}

async function judge(
  { store, now, gitCommit }: PromoteDependencies,
  state: TrainingState,
  panel: Panel,
): Promise<Judged> {
  const { modelId, seeds, config } = state;
  const packed = await Promise.all(seeds.map((seed) => store.read(modelKeys.net(modelId, seed))));
  const fold = unpackFold(await store.read(modelKeys.fold(modelId)));
  const outcome = outcomeOf(panel, dayOf(state.foldOrigin), fold.horizon);
  const decision = decideServed({ fold, outcome }, fold.horizon);
  const served = servedForecasts(fold, decision);
  const manifest: ModelManifest = {
    format: 1,
    id: modelId,
    runId: state.runId,
    asOf: formatDay(panel.start + panel.days),
    dataHash: state.dataHash,
    recipe: config.recipe,
    kernelId: state.kernelId,
    seeds,
    nets: seeds.map((seed, i) => ({
      seed,
      key: modelKeys.net(modelId, seed),
      sha256: sha256(packed[i]!),
    })),
    foldKey: modelKeys.fold(modelId),
    gitCommit,
    createdAt: now().toISOString(),
    config,
    decision,
    calibration: calibrateTotals(served, fold.bands, outcome),
  };
  const finite = packed.every((net) => unpackWeights(net).values.every(Number.isFinite));
  return { manifest, finite, served };
}

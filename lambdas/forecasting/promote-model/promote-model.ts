import type { DataApi } from '../../../database/data-api.ts';
import {
  calibrateTotals,
  dayNumber,
  decideServed,
  defaultConfig,
  outcomeOf,
  servedForecasts,
  sha256,
  unpackFold,
  unpackWeights,
  type Panel,
  type ServedDecision,
} from '../../../forecasting/index.ts';
import type { Clock } from '../shared/context.ts';
import { modelKeys } from '../shared/keys.ts';
import { readModelManifest, type ModelManifest } from '../shared/model-manifest.ts';
import type { ObjectStore } from '../shared/object-store.ts';
import { readPanel } from '../shared/panel-store.ts';
import { findTrainingState, type TrainingState } from '../shared/training-state.ts';
import { storeFold } from '../shared/write-forecasts.ts';
import { closeTraining } from '../train-model/progress.ts';
import { findChampion, recordModel } from './model-rows.ts';
import { refreshGate, type GateResult } from './gate.ts';

export interface PromoteDependencies {
  readonly db: DataApi;
  readonly store: ObjectStore;
  readonly now: Clock;
  readonly gitCommit: string;
  readonly config?: typeof defaultConfig;
}

/** Judges a finished training and, when it passes, makes it the model that is served. Safe to repeat. */
export async function promoteModel(dependencies: PromoteDependencies, modelId: string): Promise<GateResult> {
  const { db, store } = dependencies;
  const state = await findTrainingState(store, modelId);
  if (!state) throw new Error(`there is no training ${modelId}`);
  const { panel } = await readPanel(store, state.runId);
  const judged = await judge(dependencies, state, panel);
  const manifest = await writeManifest(dependencies, state, judged, panel);

  const champion = await findChampion(db);
  const incumbent = champion && champion.id !== modelId ? await readModelManifest(store, champion.id) : null;
  const gate = refreshGate(judged.decision, incumbent?.decision ?? null, judged.finite);
  await recordModel(db, manifest, state, gate, judged.decision);
  if (gate.promoted) {
    if (judged.fold && judged.served) {
      await storeFold(db, { id: `fold-${modelId}`, runId: state.runId, modelId }, judged.served, panel);
    }
    await store.writeJson(modelKeys.champion, { modelId, manifestKey: modelKeys.manifest(modelId) });
  }
  await closeTraining(db, modelId, { status: 'succeeded' });
  return gate;
}

async function judge(
  { store, config = defaultConfig }: PromoteDependencies,
  state: TrainingState,
  panel: Panel,
) {
  const nets = await Promise.all(state.seeds.map((seed) => store.read(modelKeys.net(state.modelId, seed))));
  const finite = nets.every((net) => unpackWeights(net).values.every(Number.isFinite));
  if (state.foldOrigin === null) {
    return {
      nets,
      finite,
      fold: null,
      served: null,
      decision: decideServed(null, config.horizon),
      calibration: null,
    };
  }
  const fold = unpackFold(await store.read(modelKeys.fold(state.modelId)));
  const outcome = outcomeOf(panel, dayNumber(state.foldOrigin), fold.horizon);
  const decision = decideServed({ fold, outcome }, fold.horizon);
  const served = servedForecasts(fold, decision);
  const calibration = calibrateTotals(served, fold.bands, outcome);
  return { nets, finite, fold, served, decision, calibration };
}

async function writeManifest(
  { store, now, gitCommit, config = defaultConfig }: PromoteDependencies,
  state: TrainingState,
  judged: { nets: Uint8Array[]; decision: ServedDecision; calibration: ModelManifest['calibration'] },
  panel: Panel,
): Promise<ModelManifest> {
  const manifest: ModelManifest = {
    format: 1,
    id: state.modelId,
    runId: state.runId,
    asOf: new Date((panel.start + panel.days) * 86_400_000).toISOString().slice(0, 10),
    dataHash: state.dataHash,
    recipe: config.recipe,
    kernelId: state.kernelId,
    seeds: state.seeds,
    nets: state.seeds.map((seed, i) => ({
      seed,
      key: modelKeys.net(state.modelId, seed),
      sha256: sha256(judged.nets[i]!),
    })),
    foldKey: state.foldOrigin === null ? null : modelKeys.fold(state.modelId),
    gitCommit,
    createdAt: now().toISOString(),
    config,
    decision: judged.decision,
    calibration: judged.calibration,
  };
  await store.writeJson(modelKeys.manifest(state.modelId), manifest);
  return manifest;
}

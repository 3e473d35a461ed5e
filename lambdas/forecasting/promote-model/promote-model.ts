import type { DataApi } from '../../../database/data-api.ts';
import {
  packFold,
  recipeGate,
  refreshGate,
  type GateResult,
  type RefreshCandidate,
  type ServedDecision,
} from '../../../forecasting/index.ts';
import type { Clock } from '../shared/context.ts';
import { finalPlace, modelKeys } from '../shared/keys.ts';
import { readModel, UnusableModelError, type ModelManifest } from '../shared/model-manifest.ts';
import { findChampion, findJudgement, recordModel } from '../shared/model-rows.ts';
import type { ObjectStore } from '../shared/object-store.ts';
import { readPanel } from '../shared/panel-store.ts';
import { configHash, findTrainingPlan, type TrainingPlan } from '../shared/training-plan.ts';
import { closeTraining, type TrainingRequest } from '../shared/training-rows.ts';
import { readTrainingState } from '../shared/training-state.ts';
import { storeFold } from '../shared/write-forecasts.ts';
import { describeModel, type DescribedModel } from './describe-model.ts';

/** Times that a model is judged anew because another one took the champion's place meanwhile. */
const ATTEMPTS = 3;

export interface PromoteDependencies {
  readonly db: DataApi;
  readonly store: ObjectStore;
  readonly now: Clock;
}

/**
 * Judges a finished training and, when it passes, makes it the model that is served. A repeat keeps to the first
 * judgement and does what was left undone.
 */
export async function promoteModel(
  dependencies: PromoteDependencies,
  request: TrainingRequest,
): Promise<GateResult> {
  const { db, store, now } = dependencies;
  const { modelId, runId } = request;
  const plan = await findTrainingPlan(store, modelId);
  if (!plan || !(await readTrainingState(store, finalPlace(modelId), plan.hash)).done) {
    throw new Error(`there is no finished training ${modelId}`);
  }
  const { panel } = await readPanel(store, runId);
  const model = await describeModel(store, plan, panel, now().toISOString());
  const gate = (await findJudgement(db, modelId)) ?? (await decide(dependencies, plan, model));
  if (gate.promoted) await storeFold(db, { id: `fold-${modelId}`, runId, modelId }, model.said, panel);
  await closeTraining(db, request, { status: 'succeeded', modelId });
  return gate;
}

/** Held against the champion of this moment; where another one takes its place meanwhile, against that one. */
async function decide(
  { db, store }: PromoteDependencies,
  plan: TrainingPlan,
  model: DescribedModel,
): Promise<GateResult> {
  await store.write(modelKeys.fold(plan.modelId), packFold(model.folds[0]!.fold));
  if (model.foldPlans) await store.write(modelKeys.foldPlans(plan.modelId), model.foldPlans);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const champion = await findChampion(db);
    const gate = judge(plan, model, champion === undefined ? null : await readUsable(store, champion));
    const manifest: ModelManifest = { ...model.manifest, gate };
    await store.writeJson(modelKeys.manifest(plan.modelId), manifest);
    if (await recordModel(db, manifest, gate, champion)) return gate;
  }
  throw new Error(`the champion changed ${ATTEMPTS} times while ${plan.modelId} was judged`);
}

/** A champion that cannot be used any more stands in nobody's way. */
async function readUsable(store: ObjectStore, modelId: string): Promise<ModelManifest | null> {
  try {
    return (await readModel(store, modelId)).manifest;
  } catch (error) {
    if (error instanceof UnusableModelError) return null;
    throw error;
  }
}

/** The gate that fits: the same recipe on newer data, or another recipe at the same folds. */
function judge(plan: TrainingPlan, model: DescribedModel, champion: ModelManifest | null): GateResult {
  const { manifest, finite, folds, championFolds } = model;
  const sameRecipe = champion !== null && configHash(champion.config) === configHash(plan.config);
  if (champion === null || sameRecipe || champion.config.horizon !== plan.config.horizon) {
    return refreshGate(candidate(manifest), champion && candidate(champion), finite);
  }
  if (plan.championConfig === null || configHash(champion.config) !== configHash(plan.championConfig)) {
    return {
      promoted: false,
      gate: 'recipe',
      rule: 'champion changed',
      reason: `refused: the champion became ${champion.id} of another recipe, which it was not compared with`,
      figures: {},
    };
  }
  const pairs = folds.flatMap(({ task, fold, outcome }) => {
    const other = championFolds.find((one) => one.task.origin === task.origin);
    const challenger = fold.forecasts.model;
    const incumbent = other?.fold.forecasts.model;
    return challenger && incumbent ? [{ outcome, bands: fold.bands, challenger, incumbent }] : [];
  });
  return recipeGate(pairs, { challenger: manifest.asOf, incumbent: champion.asOf }, finite);
}

function candidate({ asOf, decision, foldPlans }: ModelManifest): RefreshCandidate {
  return { asOf, relativeError: relativeError(decision), foldPlans: foldPlans ?? 'came' };
}

function relativeError({ pooled }: ServedDecision): number | null {
  const model = pooled?.model?.wape ?? null;
  const naive = pooled?.['seasonal naive']?.wape ?? null;
  return model === null || naive === null || naive === 0 ? null : model / naive;
}

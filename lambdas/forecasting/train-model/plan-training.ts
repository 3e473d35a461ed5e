import { formatDay } from '../../../domain/days.ts';
import type { DataApi } from '../../../database/data-api.ts';
import {
  FOLD_MINIMUM,
  networkSeeds,
  packPlans,
  panelBefore,
  trainableGames,
  type Panel,
  type Plans,
  type TrainingConfig,
} from '../../../forecasting/index.ts';
import { finalPlace, foldKeys, modelKeys } from '../shared/keys.ts';
import { findChampion } from '../shared/model-rows.ts';
import { readModel, UnusableModelError } from '../shared/model-manifest.ts';
import type { ObjectStore } from '../shared/object-store.ts';
import { readPanel } from '../shared/panel-store.ts';
import { cutoffOfFold, readCutoff, readPlans } from '../shared/plans.ts';
import {
  configHash,
  finalHash,
  findTrainingPlan,
  foldHash,
  REFUSED_DAYS,
  UNJUDGED_RULES,
  whyNotResumable,
  type FoldTask,
  type Making,
  type TrainingPlan,
} from '../shared/training-plan.ts';
import { openTraining, type TrainingRequest } from '../shared/training-rows.ts';
import { readTrainingState } from '../shared/training-state.ts';
import type { TrainDependencies } from './train-model.ts';

/** Decides the seeds of the networks. */
const SEED = 1;
/** Held-out folds, each a horizon before the next: training is dear, so a refresh has one. */
const FOLDS = { refresh: 1, recipe: 2 } as const;

export interface PlanResult {
  /** The places of the folds in the plan, for a Map. */
  readonly folds: readonly number[];
  readonly gate: TrainingPlan['gate'];
  readonly totalSteps: number;
  /** Why the training began anew although it had begun before; null = it did not. */
  readonly anew: string | null;
}

/**
 * Fixes what a training is to do: which recipe, which gate, which folds. A training that had begun goes on with its
 * plan, unless data, kernel, recipe or the champion that it is held against changed since: then it begins anew under
 * the same id.
 */
export async function planTraining(
  dependencies: TrainDependencies,
  request: TrainingRequest,
): Promise<PlanResult> {
  const { db, store } = dependencies;
  const found = await findTrainingPlan(store, request.modelId);
  // A finished training may be served already: its bytes stay.
  const finished = found && (await readTrainingState(store, finalPlace(found.modelId), found.hash)).done;
  const wanted = finished ? found : await makePlan(dependencies, request);
  const anew = found && wanted !== found ? (whyNotResumable(found, wanted) ?? null) : null;
  const plan = found && anew === null ? found : { ...wanted, ...abandonedBy(found) };
  if (plan !== found) await store.writeJson(modelKeys.plan(plan.modelId), plan);
  const totalSteps = stepsOf(plan);
  await openTraining(db, request, { totalSteps, anew: anew !== null });
  return { folds: plan.folds.map((_, place) => place), gate: plan.gate, totalSteps, anew };
}

/** The folds of a plan that gives way to another one under the same id: they have to be found when it is cleaned up. */
function abandonedBy(found: TrainingPlan | undefined): Pick<TrainingPlan, 'abandoned'> {
  return found ? { abandoned: [...(found.abandoned ?? []), ...found.folds] } : {};
}

function stepsOf({ seeds, config, championConfig, folds }: TrainingPlan): number {
  const steps = { challenger: config.optimiser.steps, champion: championConfig?.optimiser.steps ?? 0 };
  const ofFolds = folds.map((fold) => fold.seeds.length * steps[fold.recipe]);
  return ofFolds.reduce((sum, own) => sum + own, seeds.length * steps.challenger);
}

async function makePlan(
  { db, store, config: deployed, threads, gitCommit, currency, loadKernel }: TrainDependencies,
  { modelId, runId }: TrainingRequest,
): Promise<TrainingPlan> {
  const { panel, description } = await readPanel(store, runId);
  const { kernel } = await loadKernel();
  const { config, championConfig } = await chooseRecipe({ db, store }, deployed, description.asOf);
  const gate = championConfig === null ? 'refresh' : 'recipe';
  const seeds = networkSeeds(config, SEED);
  const code = { kernelId: kernel.id, gitCommit };
  const origins = foldOrigins(panel, [config, ...(championConfig ? [championConfig] : [])], FOLDS[gate]);
  if (origins.length === 0) {
    throw new Error(
      `run ${runId} has ${panel.days} days of history, too few to hold ${config.horizon} of them out`,
    );
  }
  const asOf = panel.start + panel.days;
  const cutoffAt = await readCutoff(db, runId);
  // Each recipe by as many networks as it averages itself: anything else would not be that recipe.
  const task = async (
    origin: number,
    plans: Plans,
    recipe: FoldTask['recipe'],
    own: TrainingConfig,
  ): Promise<FoldTask> => {
    const making: Making = { ...code, config: own, seeds: networkSeeds(own, SEED) };
    const hash = foldHash(panel, origin, plans, making);
    await store.write(foldKeys.plans(hash), packPlans(plans));
    return { origin: formatDay(origin), recipe, hash, seeds: [...making.seeds] };
  };
  const folds: FoldTask[] = [];
  for (const origin of origins) {
    // A fold is to show how well the coming days are forecast, and of these no more is known than what is planned.
    const known = {
      origin,
      horizon: config.horizon,
      cutoffAt: cutoffOfFold(cutoffAt, asOf, origin),
      currency,
    };
    const plans = await readPlans(db, panel, known);
    folds.push(await task(origin, plans, 'challenger', config));
    if (championConfig) folds.push(await task(origin, plans, 'champion', championConfig));
  }
  return {
    format: 2,
    modelId,
    runId,
    dataHash: description.dataHash,
    gitCommit,
    kernelId: kernel.id,
    threads,
    config,
    seeds,
    gate,
    championConfig,
    folds,
    hash: finalHash(description.dataHash, { ...code, config, seeds }),
  };
}

/**
 * The deployed recipe, held against the champion's where that is another one. One that was judged and refused lately gives
 * way to the champion's, which wants its newer data all the same.
 */
async function chooseRecipe(
  { db, store }: { db: Pick<DataApi, 'sql'>; store: ObjectStore },
  deployed: TrainingConfig,
  asOf: string,
): Promise<{ config: TrainingConfig; championConfig: TrainingConfig | null }> {
  const champion = await championRecipe(db, store);
  // Without one that this version can refit, or for other days, there is nothing to be held against.
  if (champion === null || champion.horizon !== deployed.horizon) {
    return { config: deployed, championConfig: null };
  }
  if (configHash(champion) === configHash(deployed)) return { config: deployed, championConfig: null };
  const [refused] = await db.sql<{ id: string }>(
    `SELECT id FROM models WHERE status = 'refused' AND config_hash = :hash AND decision->>'gate' = 'recipe'
        AND decision->>'rule' NOT IN ${UNJUDGED_RULES} AND as_of <= :asOf::date AND as_of > :asOf::date - :days::integer LIMIT 1`,
    { hash: configHash(deployed), asOf, days: REFUSED_DAYS },
  );
  return refused
    ? { config: champion, championConfig: null }
    : { config: deployed, championConfig: champion };
}

async function championRecipe(db: Pick<DataApi, 'sql'>, store: ObjectStore): Promise<TrainingConfig | null> {
  const id = await findChampion(db);
  if (id === undefined) return null;
  try {
    return (await readModel(store, id)).manifest.config;
  } catch (error) {
    if (error instanceof UnusableModelError) return null;
    throw error;
  }
}

/** First held-out days, newest first; each with enough days before it for every recipe to learn from. */
function foldOrigins(panel: Panel, configs: readonly TrainingConfig[], most: number): number[] {
  const { horizon } = configs[0]!;
  const origins: number[] = [];
  for (let back = 1; back <= most && panel.days - back * horizon >= FOLD_MINIMUM; back++) {
    const origin = panel.start + panel.days - back * horizon;
    if (configs.some((config) => trainableGames(panelBefore(panel, origin), config) === 0)) break;
    origins.push(origin);
  }
  return origins;
}

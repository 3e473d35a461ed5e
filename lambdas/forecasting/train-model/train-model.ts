import { dayOf } from '../../../domain/days.ts';
import type { DataApi } from '../../../database/data-api.ts';
import {
  holdOut,
  packFold,
  panelBefore,
  plansFromPanel,
  trainEnsemble,
  unpackPlans,
  unpackWeights,
  type LstmKernel,
  type MemberResult,
  type Panel,
  type TrainingConfig,
} from '../../../forecasting/index.ts';
import type { Clock } from '../shared/context.ts';
import type { ChosenKernel } from '../shared/kernel.ts';
import { finalPlace, foldKeys, modelKeys, type TrainingPlace } from '../shared/keys.ts';
import type { ObjectStore } from '../shared/object-store.ts';
import { readPanel } from '../shared/panel-store.ts';
import type { Currency } from '../shared/plans.ts';
import { findTrainingPlan, type TrainingPlan } from '../shared/training-plan.ts';
import { ProgressReporter, type TrainingRequest } from '../shared/training-rows.ts';
import { readMembers, readTrainingState, writeTrainingState } from '../shared/training-state.ts';

export interface TrainDependencies {
  readonly db: Pick<DataApi, 'sql'>;
  readonly store: ObjectStore;
  readonly now: Clock;
  readonly threads: number;
  /** Milliseconds of training between two saved states: what a kill costs at most. */
  readonly saveEvery: number;
  /** The recipe that is to be served. */
  readonly config: TrainingConfig;
  readonly gitCommit: string;
  /** That of the prices which plans are read in. */
  readonly currency: Currency;
  readonly loadKernel: () => Promise<ChosenKernel>;
}

/** A fold of the plan by its place there, or the networks to be served. */
export type TrainingPart = { readonly part: 'fold'; readonly fold: number } | { readonly part: 'final' };

export interface ChunkResult {
  readonly done: boolean;
}

/**
 * Trains one part of a plan until the deadline (milliseconds since 1970) or the end, whichever is first, and saves its
 * state now and then. Called again, it goes on from the last saved one; how it was divided leaves no trace in the weights.
 * A fold that was trained before, for this model or another one, is done at once.
 */
export async function trainChunk(
  dependencies: TrainDependencies,
  request: TrainingRequest & TrainingPart,
  deadline: number,
): Promise<ChunkResult> {
  const { db, store, now, threads, saveEvery } = dependencies;
  const plan = await findTrainingPlan(store, request.modelId);
  if (!plan) throw new Error(`the training ${request.modelId} has no plan yet`);
  const task = taskOf(plan, request);
  const state = await readTrainingState(store, task.place, task.hash);
  const reporter = new ProgressReporter(db, now, { modelId: plan.modelId, part: task.name });
  const label = request.part === 'fold' ? 'folds' : 'training';
  const end = task.seeds.length * task.config.optimiser.steps;
  if (state.done) {
    await reporter.finish(label, end);
    return { done: true };
  }
  const { name, kernel } = await loadPlanned(dependencies, plan);
  const { panel } = await readPanel(store, request.runId);
  const known = task.origin === null ? panel : panelBefore(panel, task.origin);
  let members: readonly MemberResult[] = await readMembers(store, task.place, state);
  for (;;) {
    const result = await trainEnsemble({
      panel: known,
      config: task.config,
      seeds: task.seeds,
      kernel: name,
      threads,
      deadline: Math.min(deadline, now().getTime() + saveEvery),
      members,
      onProgress: (step) => reporter.report(label, step),
    });
    // Before the state that says so: cut off in between, what was trained last is trained again.
    if (result.done) await keepNets(store, plan, task, result.nets, panel, kernel);
    await writeTrainingState(store, task.place, { hash: task.hash, done: result.done }, result.members);
    if (result.done || now().getTime() >= deadline) {
      await reporter.finish(label, result.done ? end : reporter.step);
      return { done: result.done };
    }
    members = result.members;
  }
}

interface Task {
  readonly name: string;
  readonly place: TrainingPlace;
  readonly hash: string;
  readonly config: TrainingConfig;
  readonly seeds: readonly number[];
  /** First held-out day; null = none is held out. */
  readonly origin: number | null;
}

function taskOf(plan: TrainingPlan, request: TrainingPart): Task {
  const { modelId, hash, config, seeds } = plan;
  if (request.part === 'final') {
    return { name: 'final', place: finalPlace(modelId), hash, config, seeds, origin: null };
  }
  const fold = plan.folds[request.fold];
  const own = fold?.recipe === 'champion' ? plan.championConfig : config;
  if (!fold || !own) throw new Error(`the plan of ${modelId} has no fold ${request.fold}`);
  return {
    name: `fold ${request.fold}`,
    place: foldKeys.place(fold.hash),
    hash: fold.hash,
    config: own,
    seeds: fold.seeds,
    origin: dayOf(fold.origin),
  };
}

/** The kernel that the plan was made for: bytes of two kernels never mix within one training. */
async function loadPlanned({ loadKernel }: TrainDependencies, plan: TrainingPlan): Promise<ChosenKernel> {
  const chosen = await loadKernel();
  if (chosen.kernel.id === plan.kernelId) return chosen;
  throw new Error(
    `the training ${plan.modelId} was planned for the kernel ${plan.kernelId}, here is ${chosen.kernel.id}`,
  );
}

/** Keeps what a part was for: what its networks say about the held-out days, or the networks themselves. */
async function keepNets(
  store: ObjectStore,
  { modelId, kernelId }: TrainingPlan,
  { hash, origin, config }: Task,
  packed: readonly Uint8Array[],
  panel: Panel,
  kernel: LstmKernel,
): Promise<void> {
  const nets = packed.map(unpackWeights);
  const other = nets.find((net) => net.kernelId !== kernelId);
  if (other) throw new Error(`a network of ${modelId} was trained by ${other.kernelId}, not by ${kernelId}`);
  if (origin === null) {
    for (const [i, net] of packed.entries()) await store.write(modelKeys.net(modelId, nets[i]!.seed), net);
    return;
  }
  // A training that was planned before plans were kept with a fold ends as it began.
  const planned = await store.find(foldKeys.plans(hash));
  const plans = planned ? unpackPlans(planned) : plansFromPanel(panel, origin, config.horizon);
  await store.write(foldKeys.fold(hash), packFold(holdOut(panel, origin, nets, kernel, plans)));
}

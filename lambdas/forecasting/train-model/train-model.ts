import { dayOf, formatDay } from '../../../domain/days.ts';
import type { DataApi } from '../../../database/data-api.ts';
import {
  holdOut,
  newestFoldOrigin,
  packFold,
  panelBefore,
  plansFromPanel,
  trainEnsemble,
  unpackWeights,
  type LstmKernel,
  type Panel,
  type TrainingConfig,
} from '../../../forecasting/index.ts';
import type { Clock } from '../shared/context.ts';
import type { ChosenKernel } from '../shared/kernel.ts';
import { modelKeys } from '../shared/keys.ts';
import type { ObjectStore } from '../shared/object-store.ts';
import { readPanel } from '../shared/panel-store.ts';
import { openTraining, ProgressReporter, type TrainingRequest } from '../shared/training-rows.ts';
import {
  findTrainingState,
  readMembers,
  stageIsDone,
  trainingIsDone,
  trainingStages,
  whyNotResumable,
  writeMembers,
  type TrainingStage,
  type TrainingState,
} from '../shared/training-state.ts';

/** Networks whose forecasts are averaged. */
const SEEDS = [1, 2];

export interface TrainDependencies {
  readonly db: Pick<DataApi, 'sql'>;
  readonly store: ObjectStore;
  readonly now: Clock;
  readonly threads: number;
  readonly config: TrainingConfig;
  readonly loadKernel: () => Promise<ChosenKernel>;
}

export interface ChunkResult {
  readonly done: boolean;
  readonly step: number;
  readonly totalSteps: number;
  /** Why the training began anew although it had begun before; null = it did not. */
  readonly anew: string | null;
}

/**
 * Trains until the deadline (milliseconds since 1970) or the end, whichever is first. Called again, it goes on where
 * the last chunk stopped: first the networks that are compared on held-out days, then the ones that are served. How
 * it was divided leaves no trace in the weights. Where data, kernel or recipe changed since the last chunk it begins
 * anew under the same id.
 */
export async function trainChunk(
  dependencies: TrainDependencies,
  request: TrainingRequest,
  deadline: number,
): Promise<ChunkResult> {
  const { db, store, config, now } = dependencies;
  const { panel, description } = await readPanel(store, request.runId);
  const { name, kernel } = await dependencies.loadKernel();
  const wanted = beginning(request, panel, description.dataHash, kernel, config);
  const found = await findTrainingState(store, request.modelId);
  const stageSteps = SEEDS.length * config.optimiser.steps;
  const totalSteps = trainingStages.length * stageSteps;
  // A finished training may be served already: its bytes stay.
  if (found && trainingIsDone(found)) return { done: true, step: totalSteps, totalSteps, anew: null };
  const anew = found ? (whyNotResumable(found, wanted) ?? null) : null;
  let state = found && anew === null ? found : wanted;
  await openTraining(db, request, { totalSteps, anew: anew !== null });

  const reporter = new ProgressReporter(db, now, request.modelId);
  for (const [index, stage] of trainingStages.entries()) {
    if (stageIsDone(state, stage)) continue;
    const label = stage === 'fold' ? 'folds' : 'training';
    const result = await trainEnsemble({
      panel: stage === 'fold' ? panelBefore(panel, dayOf(state.foldOrigin)) : panel,
      config,
      seeds: SEEDS,
      kernel: name,
      threads: dependencies.threads,
      deadline,
      members: await readMembers(store, state, stage),
      onProgress: (step) => reporter.report(label, index * stageSteps + step),
    });
    // Before the state that says so: cut off in between, the stage's last chunk is done again.
    if (result.done) await keepNets(store, state, stage, result.nets, panel, kernel);
    state = await writeMembers(store, state, stage, result.members);
    await reporter.finish(label, reporter.step);
    if (!result.done) return { done: false, step: reporter.step, totalSteps, anew };
  }
  await reporter.finish('gate', totalSteps);
  return { done: true, step: totalSteps, totalSteps, anew };
}

/** A training's state before its first step. */
function beginning(
  { modelId, runId }: TrainingRequest,
  panel: Panel,
  dataHash: string,
  kernel: LstmKernel,
  config: TrainingConfig,
): TrainingState {
  const origin = newestFoldOrigin(panel, config.horizon);
  if (origin === null) {
    throw new Error(
      `run ${runId} has ${panel.days} days of history, too few to hold ${config.horizon} of them out`,
    );
  }
  return {
    format: 1,
    modelId,
    runId,
    dataHash,
    kernelId: kernel.id,
    config,
    seeds: SEEDS,
    foldOrigin: formatDay(origin),
    members: { fold: [], final: [] },
  };
}

/** Keeps what a stage was for: what its networks say about the held-out days, or the networks themselves. */
async function keepNets(
  store: ObjectStore,
  { modelId, foldOrigin, kernelId }: TrainingState,
  stage: TrainingStage,
  packed: readonly Uint8Array[],
  panel: Panel,
  kernel: LstmKernel,
): Promise<void> {
  const nets = packed.map(unpackWeights);
  const other = nets.find((net) => net.kernelId !== kernelId);
  if (other) throw new Error(`a network of ${modelId} was trained by ${other.kernelId}, not by ${kernelId}`);
  if (stage === 'fold') {
    const origin = dayOf(foldOrigin);
    const plans = plansFromPanel(panel, origin, nets[0]!.config.horizon);
    await store.write(modelKeys.fold(modelId), packFold(holdOut(panel, origin, nets, kernel, plans)));
    return;
  }
  for (const [i, net] of packed.entries()) await store.write(modelKeys.net(modelId, nets[i]!.seed), net);
}

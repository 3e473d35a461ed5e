import type { DataApi } from '../../../database/data-api.ts';
import {
  defaultConfig,
  dayNumber,
  formatDay,
  holdOut,
  loadKernel,
  newestFoldOrigin,
  packFold,
  panelBefore,
  plansFromPanel,
  trainEnsemble,
  unpackWeights,
  type LstmKernel,
  type MemberResult,
  type Panel,
} from '../../../forecasting/index.ts';
import type { Clock } from '../shared/context.ts';
import { modelKeys } from '../shared/keys.ts';
import type { ObjectStore } from '../shared/object-store.ts';
import { readPanel } from '../shared/panel-store.ts';
import {
  findTrainingState,
  readMembers,
  writeMembers,
  type TrainingStage,
  type TrainingState,
} from '../shared/training-state.ts';
import { openTraining, reportProgress } from './progress.ts';

/** Networks whose forecasts are averaged. */
const SEEDS = [1, 2];

/** Milliseconds between two progress reports to the database. */
const REPORT_INTERVAL = 1_500;

export interface TrainDependencies {
  readonly db: Pick<DataApi, 'sql'>;
  readonly store: ObjectStore;
  readonly now: Clock;
  readonly threads: number;
  readonly config?: typeof defaultConfig;
}

export interface TrainRequest {
  readonly modelId: string;
  readonly executionArn: string;
  readonly runId: string;
}

export interface ChunkResult {
  readonly done: boolean;
  readonly step: number;
  readonly totalSteps: number;
}

/**
 * Trains until the deadline (milliseconds since 1970) or the end, whichever is first. Called again, it goes on where
 * the last chunk stopped: first the networks that are compared on held-out days, then the ones that are served.
 */
export async function trainChunk(
  dependencies: TrainDependencies,
  request: TrainRequest,
  deadline: number,
): Promise<ChunkResult> {
  const { db, store, config = defaultConfig } = dependencies;
  const { panel, description } = await readPanel(store, request.runId);
  const kernel = await loadKernel('auto');
  let state =
    (await findTrainingState(store, request.modelId)) ??
    beginTraining(request, panel, description.dataHash, kernel, config.horizon);
  if (state.dataHash !== description.dataHash || state.kernelId !== kernel.id) {
    throw new Error(
      `training ${request.modelId} began on data ${state.dataHash} with kernel ${state.kernelId}; ` +
        `it cannot go on with data ${description.dataHash} and kernel ${kernel.id}`,
    );
  }
  const stages: TrainingStage[] = state.foldOrigin === null ? ['final'] : ['fold', 'final'];
  const stageSteps = SEEDS.length * config.optimiser.steps;
  const totalSteps = stages.length * stageSteps;
  await openTraining(db, request, totalSteps);

  for (const [index, stage] of stages.entries()) {
    const before = await readMembers(store, state, stage);
    if (allDone(before)) continue;
    const result = await trainEnsemble({
      panel: stage === 'fold' ? panelBefore(panel, dayNumber(state.foldOrigin!)) : panel,
      config,
      seeds: SEEDS,
      kernel: 'auto',
      threads: dependencies.threads,
      deadline,
      members: before,
      onProgress: throttled(dependencies, request, stage, index * stageSteps, totalSteps),
    });
    state = await writeMembers(store, state, stage, result.members);
    if (!result.done) return { done: false, step: index * stageSteps, totalSteps };
    if (stage === 'fold') {
      const origin = dayNumber(state.foldOrigin!);
      const plans = plansFromPanel(panel, origin, config.horizon);
      const fold = holdOut(panel, origin, result.nets.map(unpackWeights), kernel, plans);
      await store.write(modelKeys.fold(state.modelId), packFold(fold));
    } else {
      for (const [i, net] of result.nets.entries())
        await store.write(modelKeys.net(state.modelId, SEEDS[i]!), net);
    }
  }
  await reportProgress(db, request.modelId, 'gate', totalSteps);
  return { done: true, step: totalSteps, totalSteps };
}

function beginTraining(
  request: TrainRequest,
  panel: Panel,
  dataHash: string,
  kernel: LstmKernel,
  horizon: number,
): TrainingState {
  const origin = newestFoldOrigin(panel, horizon);
  return {
    format: 1,
    modelId: request.modelId,
    runId: request.runId,
    dataHash,
    kernelId: kernel.id,
    seeds: SEEDS,
    foldOrigin: origin === null ? null : formatDay(origin),
    members: { fold: [], final: [] },
  };
}

function allDone(members: readonly MemberResult[]): boolean {
  return members.length === SEEDS.length && members.every((member) => member.done);
}

/** Tells the database now and then; a report that fails must not stop the training. */
function throttled(
  { db, now }: TrainDependencies,
  { modelId }: TrainRequest,
  stage: TrainingStage,
  offset: number,
  totalSteps: number,
): (step: number) => void {
  let last = 0;
  let pending = Promise.resolve();
  return (step) => {
    const time = now().getTime();
    if (time - last < REPORT_INTERVAL) return;
    last = time;
    pending = pending
      .then(() =>
        reportProgress(
          db,
          modelId,
          stage === 'fold' ? 'folds' : 'training',
          Math.min(totalSteps, offset + step),
        ),
      )
      .catch(() => undefined);
  };
}

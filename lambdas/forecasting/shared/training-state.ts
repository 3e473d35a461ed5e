import { z } from 'zod';
import type { MemberResult, TrainingConfig } from '../../../forecasting/index.ts';
import { modelKeys } from './keys.ts';
import type { ObjectStore } from './object-store.ts';

/** fold: on the days before the newest 60, to be compared with them; final: on all days. */
export const trainingStages = ['fold', 'final'] as const;
export type TrainingStage = (typeof trainingStages)[number];

const memberSchema = z.object({ seed: z.int(), done: z.boolean() });

/** Fixed by the first chunk, so that all later ones go on with the same training. */
const trainingStateSchema = z.object({
  format: z.literal(1),
  modelId: z.string(),
  runId: z.string(),
  dataHash: z.string(),
  kernelId: z.string(),
  config: z.custom<TrainingConfig>(),
  /** One network a seed. */
  seeds: z.array(z.int()),
  /** First held-out day. */
  foldOrigin: z.string(),
  members: z.object({ fold: z.array(memberSchema), final: z.array(memberSchema) }),
});
export type TrainingState = z.infer<typeof trainingStateSchema>;

export function findTrainingState(store: ObjectStore, modelId: string): Promise<TrainingState | undefined> {
  return store.findJson(modelKeys.training(modelId), trainingStateSchema);
}

export function stageIsDone({ members, seeds }: TrainingState, stage: TrainingStage): boolean {
  return members[stage].length === seeds.length && members[stage].every((member) => member.done);
}

export function trainingIsDone(state: TrainingState): boolean {
  return trainingStages.every((stage) => stageIsDone(state, stage));
}

/**
 * Why a training cannot go on from a state; undefined = it can. Bytes of another kernel, other data or another
 * recipe never mix within one training.
 */
export function whyNotResumable(found: TrainingState, wanted: TrainingState): string | undefined {
  if (found.dataHash !== wanted.dataHash)
    return `its data was ${found.dataHash}, it is ${wanted.dataHash} now`;
  if (found.kernelId !== wanted.kernelId)
    return `its kernel was ${found.kernelId}, it is ${wanted.kernelId} now`;
  return JSON.stringify(found.config) === JSON.stringify(wanted.config)
    ? undefined
    : `its recipe ${found.config.recipe} is another one now`;
}

export async function readMembers(
  store: ObjectStore,
  state: TrainingState,
  stage: TrainingStage,
): Promise<MemberResult[]> {
  return Promise.all(
    state.members[stage].map(async ({ seed, done }) => ({
      seed,
      done,
      state: await store.read(modelKeys.member(state.modelId, stage, seed, 'state')),
      weights: done ? await store.read(modelKeys.member(state.modelId, stage, seed, 'weights')) : null,
    })),
  );
}

/** Members first, the document that names them last: a chunk cut off in between is simply done again. */
export async function writeMembers(
  store: ObjectStore,
  state: TrainingState,
  stage: TrainingStage,
  members: readonly MemberResult[],
): Promise<TrainingState> {
  for (const member of members) {
    await store.write(modelKeys.member(state.modelId, stage, member.seed, 'state'), member.state);
    if (member.weights) {
      await store.write(modelKeys.member(state.modelId, stage, member.seed, 'weights'), member.weights);
    }
  }
  const next: TrainingState = {
    ...state,
    members: { ...state.members, [stage]: members.map(({ seed, done }) => ({ seed, done })) },
  };
  await store.writeJson(modelKeys.training(state.modelId), next);
  return next;
}

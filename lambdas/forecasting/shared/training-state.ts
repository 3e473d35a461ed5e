import { z } from 'zod';
import type { MemberResult } from '../../../forecasting/index.ts';
import { modelKeys } from './keys.ts';
import type { ObjectStore } from './object-store.ts';

/** fold: on the days before the newest 60, to be compared with them; final: on all days. */
export const trainingStages = ['fold', 'final'] as const;
export type TrainingStage = (typeof trainingStages)[number];

const memberSchema = z.object({ seed: z.int(), done: z.boolean() });

/** Fixed by the first chunk, so that all later ones go on with the same training. */
export const trainingStateSchema = z.object({
  format: z.literal(1),
  modelId: z.string(),
  runId: z.string(),
  dataHash: z.string(),
  kernelId: z.string(),
  seeds: z.array(z.int()),
  /** First held-out day; null = the history is too short to hold days out. */
  foldOrigin: z.string().nullable(),
  members: z.object({ fold: z.array(memberSchema), final: z.array(memberSchema) }),
});
export type TrainingState = z.infer<typeof trainingStateSchema>;

export function findTrainingState(store: ObjectStore, modelId: string): Promise<TrainingState | undefined> {
  return store.findJson(modelKeys.training(modelId), trainingStateSchema);
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

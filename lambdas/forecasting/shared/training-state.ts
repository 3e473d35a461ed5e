import { z } from 'zod';
import type { MemberResult } from '../../../forecasting/index.ts';
import type { TrainingPlace } from './keys.ts';
import type { ObjectStore } from './object-store.ts';

/** How far the networks of one place are; the document that names what stands beside it. */
const trainingStateSchema = z.object({
  format: z.literal(2),
  /** Hash of all that the networks depend on; a state of another hash is no state of theirs. */
  hash: z.string(),
  /** One network a seed that has begun. */
  members: z.array(z.object({ seed: z.int(), done: z.boolean() })),
  /** Whether all are trained and what they were for is written. */
  done: z.boolean(),
});
export type TrainingState = z.infer<typeof trainingStateSchema>;

/** The state of the networks with that hash; one that has not begun where there is none, or one of other networks. */
export async function readTrainingState(
  store: ObjectStore,
  place: TrainingPlace,
  hash: string,
): Promise<TrainingState> {
  const bytes = await store.find(place.document);
  const found =
    bytes === undefined
      ? undefined
      : trainingStateSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
  return found?.success && found.data.hash === hash
    ? found.data
    : { format: 2, hash, members: [], done: false };
}

export async function readMembers(
  store: ObjectStore,
  place: TrainingPlace,
  { members }: TrainingState,
): Promise<MemberResult[]> {
  return Promise.all(
    members.map(async ({ seed, done }) => ({
      seed,
      done,
      state: await store.read(place.member(seed, 'state')),
      weights: done ? await store.read(place.member(seed, 'weights')) : null,
    })),
  );
}

/** Members first, the document that names them last: a chunk cut off in between is simply done again. */
export async function writeTrainingState(
  store: ObjectStore,
  place: TrainingPlace,
  state: Pick<TrainingState, 'hash' | 'done'>,
  members: readonly MemberResult[],
): Promise<void> {
  for (const member of members) {
    await store.write(place.member(member.seed, 'state'), member.state);
    if (member.weights) await store.write(place.member(member.seed, 'weights'), member.weights);
  }
  const next: TrainingState = {
    format: 2,
    hash: state.hash,
    members: members.map(({ seed, done }) => ({ seed, done })),
    done: state.done,
  };
  await store.writeJson(place.document, next);
}

/** Every key of a place, the document last. */
export function keysOfPlace(place: TrainingPlace, seeds: readonly number[]): string[] {
  const members = seeds.flatMap((seed) => [place.member(seed, 'state'), place.member(seed, 'weights')]);
  return [...members, place.document];
}

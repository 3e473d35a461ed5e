import { Random } from '../random.ts';
import type { RandomState } from '../random.ts';

/** What is told by `request` instead of a step's number when there will be no more. */
export const STOP = -1;

/** Milliseconds after which a wait gives way to the thread's events, to hear of a thread that died. */
const PATIENCE = 200;

/**
 * What a trainer and the thread that helps it share. The trainer writes parameters and random state, then the number
 * of its request; the helper answers with gradients, loss and the new random state, then the same number. Nothing is
 * posted between them, so a step costs two wake-ups.
 */
export interface ShardMemory {
  /** `[request, answer]`: how many steps were asked for and how many were answered. */
  readonly turn: Int32Array;
  readonly random: Uint32Array;
  readonly loss: Float64Array;
  /** Flat parameters and their flat gradients. */
  readonly parameters: Float32Array;
  readonly gradients: Float32Array;
}

const REQUEST = 0;
const ANSWER = 1;
const HEAD_BYTES = 64;

/** Memory for so many parameters, to be handed to a thread and seen there by `viewShardMemory`. */
export function allocateShardMemory(parameters: number): SharedArrayBuffer {
  return new SharedArrayBuffer(HEAD_BYTES + 8 * parameters);
}

export function viewShardMemory(bytes: SharedArrayBuffer): ShardMemory {
  const count = (bytes.byteLength - HEAD_BYTES) / 8;
  return {
    turn: new Int32Array(bytes, 0, 2),
    random: new Uint32Array(bytes, 8, 4),
    loss: new Float64Array(bytes, 24, 1),
    parameters: new Float32Array(bytes, HEAD_BYTES, count),
    gradients: new Float32Array(bytes, HEAD_BYTES + 4 * count, count),
  };
}

export function randomStateOf({ random }: ShardMemory): RandomState {
  return [...random] as unknown as RandomState;
}

/** Asks for step number `request`, counted from 1, or for the end by `STOP`. */
export function askFor({ turn }: ShardMemory, request: number): void {
  Atomics.store(turn, REQUEST, request);
  Atomics.notify(turn, REQUEST);
}

/** Sleeps until a request after number `latest` comes and returns it. */
function awaitRequest({ turn }: ShardMemory, latest: number): number {
  while (Atomics.load(turn, REQUEST) === latest) Atomics.wait(turn, REQUEST, latest);
  return Atomics.load(turn, REQUEST);
}

function answer({ turn }: ShardMemory, request: number): void {
  Atomics.store(turn, ANSWER, request);
  Atomics.notify(turn, ANSWER);
}

/** Sleeps a while for the answer to `request`; returns whether it came. */
export function awaitAnswer({ turn }: ShardMemory, request: number): boolean {
  const before = Atomics.load(turn, ANSWER);
  return before === request || Atomics.wait(turn, ANSWER, before, PATIENCE) !== 'timed-out';
}

/** What computes one shard of a step: writes `gradients` from `parameters`, and returns the shard's loss. */
export interface ShardWork {
  readonly parameters: Float32Array;
  readonly gradients: Float32Array;
  readonly run: (random: Random) => number;
}

/** Answers one request after the other, until there will be no more. */
export function answerRequests(memory: ShardMemory, { parameters, gradients, run }: ShardWork): void {
  for (let latest = 0; ;) {
    latest = awaitRequest(memory, latest);
    if (latest === STOP) return;
    parameters.set(memory.parameters);
    const random = new Random(randomStateOf(memory));
    memory.loss[0] = run(random);
    memory.gradients.set(gradients);
    memory.random.set(random.state);
    answer(memory, latest);
  }
}

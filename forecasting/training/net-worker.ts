import { parentPort, workerData } from 'node:worker_threads';
import { loadKernel } from '../kernels/index.ts';
import { networkSize } from '../model/config.ts';
import { allocateParameters } from '../model/parameters.ts';
import { unpackPanel } from '../panel/pack.ts';
import { trainMember } from './member.ts';
import type { MemberResult, MemberTask } from './member.ts';
import { answerRequests, viewShardMemory } from './shard-memory.ts';
import { openWindowSource, Shard, shardSizes } from './shard.ts';
import type { ShardTask } from './shard-thread.ts';
import { SpareThreads } from './spare-threads.ts';

/** What a thread that trains one member of an ensemble is started with. */
export interface MemberWorkerData {
  readonly kind: 'member';
  /** As `packPanel` writes it, in memory that all threads share. */
  readonly panel: Uint8Array;
  readonly task: MemberTask;
  /** The count behind `SpareThreads`. */
  readonly spare: SharedArrayBuffer;
}

/** What a thread that helps with one training is started with. */
export interface ShardWorkerData extends Omit<ShardTask, 'parameters'> {
  readonly kind: 'shard';
  /** From `allocateShardMemory`. */
  readonly memory: SharedArrayBuffer;
}

/**
 * What a thread says: of a member its steps and then its result, of a shard that it is ready. A failure ends the
 * thread with its error.
 */
export type WorkerMessage =
  | { readonly kind: 'progress'; readonly step: number }
  | { readonly kind: 'result'; readonly result: MemberResult }
  | { readonly kind: 'ready' };

async function workOnMember(data: MemberWorkerData, say: (message: WorkerMessage) => void): Promise<void> {
  const report = (step: number): void => say({ kind: 'progress', step });
  const help = { panel: data.panel, spare: new SpareThreads(data.spare) };
  const result = await trainMember(unpackPanel(data.panel), data.task, report, Date.now, help);
  say({ kind: 'result', result });
}

/** Answers requests until the one to stop. */
async function workOnShards(data: ShardWorkerData, say: (message: WorkerMessage) => void): Promise<void> {
  const { config, kernelId } = data;
  const kernel = await loadKernel(data.kernel);
  if (kernel.id !== kernelId) {
    throw new Error(`a training by ${kernelId} cannot be helped by ${kernel.id}`);
  }
  const memory = viewShardMemory(data.memory);
  const parameters = allocateParameters(kernel, networkSize(config));
  const gradients = allocateParameters(kernel, networkSize(config));
  const source = openWindowSource(unpackPanel(data.panel), config);
  const shard = new Shard(source, kernel, shardSizes(config.batch).at(-1)!);
  say({ kind: 'ready' });
  answerRequests(memory, {
    parameters: parameters.flat,
    gradients: gradients.flat,
    run: (random) => shard.run(parameters, random, gradients),
  });
}

/** Entry of every thread of a training. */
async function run(): Promise<void> {
  if (parentPort === null) throw new Error('net-worker is started as a worker thread only');
  const port = parentPort;
  const say = (message: WorkerMessage): void => port.postMessage(message);
  const data = workerData as MemberWorkerData | ShardWorkerData;
  await (data.kind === 'member' ? workOnMember(data, say) : workOnShards(data, say));
}

await run();

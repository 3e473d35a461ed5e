import { parentPort, workerData } from 'node:worker_threads';
import { loadKernel } from '../forecasting/kernels/index.ts';
import type { KernelName } from '../forecasting/kernels/index.ts';
import { allocateParameters } from '../forecasting/model/parameters.ts';
import { answerRequests, viewShardMemory } from '../forecasting/training/shard-memory.ts';
import { STEP } from './step-data.ts';
import { shardData, StepShard } from './step-shard.ts';

/** What the thread that computes the last shard is started with. */
export interface StepWorkerData {
  readonly kernel: KernelName;
  readonly memory: SharedArrayBuffer;
}

const { kernel: name, memory: bytes } = workerData as StepWorkerData;
const kernel = await loadKernel(name);
const memory = viewShardMemory(bytes);
const parameters = allocateParameters(kernel, STEP.size);
const gradients = allocateParameters(kernel, STEP.size);
const shard = new StepShard(kernel, shardData().at(-1)!);
parentPort!.postMessage('ready');
answerRequests(memory, {
  parameters: parameters.flat,
  gradients: gradients.flat,
  run: (random) => shard.run(parameters, random, gradients),
});

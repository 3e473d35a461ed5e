import { parentPort, workerData } from 'node:worker_threads';
import { loadKernel } from '../forecasting/kernels/index.ts';
import type { KernelName } from '../forecasting/kernels/index.ts';
import { allocateParameters } from '../forecasting/model/parameters.ts';
import { Random } from '../forecasting/random.ts';
import {
  answer,
  awaitRequest,
  randomStateOf,
  STOP,
  viewShardMemory,
} from '../forecasting/training/shard-memory.ts';
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
for (let latest = 0; ;) {
  latest = awaitRequest(memory, latest);
  if (latest === STOP) break;
  parameters.flat.set(memory.parameters);
  const random = new Random(randomStateOf(memory));
  memory.loss[0] = shard.run(parameters, random, gradients);
  memory.gradients.set(gradients.flat);
  memory.random.set(random.state);
  answer(memory, latest);
}

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { loadKernel } from '../forecasting/kernels/index.ts';
import type { KernelName } from '../forecasting/kernels/index.ts';
import type { LstmKernel } from '../forecasting/kernels/kernel.ts';
import { Optimiser } from '../forecasting/model/optimiser.ts';
import { allocateParameters, parameterCount } from '../forecasting/model/parameters.ts';
import type { Parameters } from '../forecasting/model/parameters.ts';
import { Random } from '../forecasting/random.ts';
import {
  allocateShardMemory,
  askFor,
  awaitAnswer,
  STOP,
  viewShardMemory,
} from '../forecasting/training/shard-memory.ts';
import type { ShardMemory } from '../forecasting/training/shard-memory.ts';
import { workerLocation } from '../forecasting/training/worker-location.ts';
import { timed } from './contestant.ts';
import type { Contestant } from './contestant.ts';
import { STEP, startingParameters, stepData } from './step-data.ts';
import type { StepData } from './step-data.ts';
import { shardData, StepShard } from './step-shard.ts';
import type { StepWorkerData } from './step-worker.ts';

/** The step by one kernel, the whole batch at once. */
export async function kernelStep(name: KernelName): Promise<Contestant> {
  const kernel = await loadKernel(name);
  const step = new KernelStep(kernel, [stepData()]);
  return {
    name: `${kernel.id} (${name} kernel), one thread`,
    gradient: () => Promise.resolve(step.gradient()),
    step: () => timed(() => step.take()),
  };
}

/** The same in the trainer's two shards, one of them in a second thread. */
export async function kernelStepOfTwo(name: KernelName): Promise<Contestant> {
  const kernel = await loadKernel(name);
  const step = new KernelStep(kernel, shardData());
  const bytes = allocateShardMemory(parameterCount(STEP.size));
  const { script, eval: text } = workerLocation('step-worker', import.meta.url);
  const workerData: StepWorkerData = { kernel: name, memory: bytes };
  const worker = new Worker(script, { eval: text, workerData, execArgv: [] });
  await once(worker, 'message');
  step.second = viewShardMemory(bytes);
  return {
    name: `${kernel.id} (${name} kernel), two threads`,
    step: () => timed(() => step.take()),
    close: async () => {
      askFor(viewShardMemory(bytes), STOP);
      await once(worker, 'exit');
    },
  };
}

class KernelStep {
  /** Shared with the thread that takes the last shard, if one does. */
  second: ShardMemory | undefined;
  readonly #shards: readonly StepShard[];
  readonly #parameters: Parameters;
  readonly #gradients: readonly Parameters[];
  readonly #optimiser: Optimiser;
  readonly #random = Random.seeded(2);
  #taken = 0;

  constructor(kernel: LstmKernel, shards: readonly StepData[]) {
    this.#parameters = startingParameters(kernel);
    this.#shards = shards.map((data) => new StepShard(kernel, data));
    this.#gradients = this.#shards.map(() => allocateParameters(kernel, STEP.size));
    const { rate, decay, clip } = STEP;
    const length = this.#parameters.flat.length;
    this.#optimiser = new Optimiser(kernel, length, { steps: 1000, warmUp: 1, rate, decay, clip });
  }

  gradient(): Float32Array {
    this.#shards.forEach((shard, n) => shard.run(this.#parameters, this.#random, this.#gradients[n]!, 0));
    return this.#addUp().lstm.input.slice();
  }

  take(): void {
    const { second } = this;
    const last = this.#shards.length - 1;
    this.#taken += 1;
    if (second !== undefined) {
      second.parameters.set(this.#parameters.flat);
      second.random.set(this.#random.state);
      askFor(second, this.#taken);
    }
    for (let n = 0; n < (second === undefined ? last + 1 : last); n++) {
      this.#shards[n]!.run(this.#parameters, this.#random, this.#gradients[n]!);
    }
    if (second !== undefined) {
      while (!awaitAnswer(second, this.#taken));
      this.#gradients[last]!.flat.set(second.gradients);
    }
    this.#optimiser.update(this.#parameters.flat, this.#addUp().flat, this.#taken - 1);
  }

  /** Makes the first shard's gradients those of the batch; the shards are of one size. */
  #addUp(): Parameters {
    const [sum, second] = this.#gradients as [Parameters, Parameters?];
    if (second === undefined) return sum;
    for (let n = 0; n < sum.flat.length; n++) sum.flat[n] = 0.5 * sum.flat[n]! + 0.5 * second.flat[n]!;
    return sum;
  }
}

import { Worker } from 'node:worker_threads';
import type { KernelName } from '../kernels/index.ts';
import type { TrainingConfig } from '../model/config.ts';
import type { RandomState } from '../random.ts';
import type { ShardWorkerData, WorkerMessage } from './net-worker.ts';
import {
  allocateShardMemory,
  askFor,
  awaitAnswer,
  randomStateOf,
  STOP,
  viewShardMemory,
} from './shard-memory.ts';
import type { ShardMemory } from './shard-memory.ts';
import { netWorkerLocation } from './worker-location.ts';

/** Milliseconds that a thread has to end by itself. */
const GRACE = 5000;

/** What a thread needs to help with a training. */
export interface ShardTask {
  /** As `packPanel` writes it, in memory that all threads share. */
  readonly panel: Uint8Array;
  readonly config: TrainingConfig;
  readonly kernel: KernelName | 'auto';
  /** The trainer's kernel, which the thread must have too. */
  readonly kernelId: string;
  /** Numbers that `Parameters.flat` has. */
  readonly parameters: number;
}

/** A thread that computes a trainer's last shard while the trainer's own thread computes the others. */
export class ShardThread {
  readonly #worker: Worker;
  readonly #memory: ShardMemory;
  readonly #ended: Promise<void>;
  #ready = false;
  #failure: Error | undefined;
  #request = 0;

  constructor({ parameters, ...task }: ShardTask) {
    const bytes = allocateShardMemory(parameters);
    this.#memory = viewShardMemory(bytes);
    const location = netWorkerLocation();
    const workerData: ShardWorkerData = { kind: 'shard', ...task, memory: bytes };
    this.#worker = new Worker(location.script, { eval: location.eval, workerData, execArgv: [] });
    this.#worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'ready') this.#ready = true;
    });
    this.#worker.once('error', (error) => (this.#failure ??= error));
    this.#ended = new Promise((resolve) => {
      this.#worker.once('exit', (code) => {
        this.#failure ??= new Error(`the thread that helps with a training ended with ${code}`);
        resolve();
      });
    });
  }

  /** Whether it can be given steps. Throws what the thread failed with, if it did. */
  get ready(): boolean {
    if (this.#failure !== undefined) throw this.#failure;
    return this.#ready;
  }

  /** Lets the thread begin with its shard of a step. */
  begin(parameters: Float32Array, random: RandomState): void {
    this.#memory.parameters.set(parameters);
    this.#memory.random.set(random);
    this.#request += 1;
    askFor(this.#memory, this.#request);
  }

  /**
   * Waits for what `begin` began and writes its gradients. The wait blocks this thread, which has nothing else to do;
   * rejects with the thread's error when it failed.
   */
  async finish(gradients: Float32Array): Promise<{ readonly loss: number; readonly random: RandomState }> {
    while (!awaitAnswer(this.#memory, this.#request)) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#failure !== undefined) throw this.#failure;
    }
    gradients.set(this.#memory.gradients);
    return { loss: this.#memory.loss[0]!, random: randomStateOf(this.#memory) };
  }

  /** Ends the thread; resolves once it is gone. */
  async close(): Promise<void> {
    askFor(this.#memory, STOP);
    if (!this.#ready) void this.#worker.terminate();
    const timer = setTimeout(() => void this.#worker.terminate(), GRACE);
    await this.#ended;
    clearTimeout(timer);
  }
}

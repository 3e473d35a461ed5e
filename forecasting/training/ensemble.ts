import { Worker } from 'node:worker_threads';
import type { KernelName } from '../kernels/index.ts';
import type { TrainingConfig } from '../model/config.ts';
import { packPanel } from '../panel/pack.ts';
import type { Panel } from '../panel/panel.ts';
import { trainMember } from './member.ts';
import type { MemberResult, MemberTask } from './member.ts';
import type { MemberWorkerData, WorkerMessage } from './net-worker.ts';
import { SpareThreads } from './spare-threads.ts';
import { netWorkerLocation } from './worker-location.ts';

export interface EnsembleOptions {
  readonly panel: Panel;
  readonly config: TrainingConfig;
  /** One network a seed. */
  readonly seeds: readonly number[];
  readonly kernel: KernelName | 'auto';
  /**
   * 1 trains in this thread, one network after the other; more train that many at once, each in its own thread. A
   * thread that has no network left to train shares the steps of another.
   */
  readonly threads: number;
  /** Hears of the steps done and to do, over all networks. */
  readonly onProgress?: (step: number, totalSteps: number) => void;
  /** Milliseconds since 1970 at which to stop with what is done; without it, training runs to its end. */
  readonly deadline?: number;
  /** `members` of the result of a call that came to its deadline, to go on from there. */
  readonly members?: readonly MemberResult[];
  /** The clock that `deadline` is held against in this thread; `Date.now` by default. */
  readonly now?: () => number;
}

export interface EnsembleResult {
  /** Whether every network took all its steps. */
  readonly done: boolean;
  /** By seed, in the order of `seeds`; a network whose turn did not come is missing. */
  readonly members: readonly MemberResult[];
  /** The packed weights of all networks once done, else empty. */
  readonly nets: readonly Uint8Array[];
}

/**
 * Trains networks that differ by seed alone. The result depends on panel, configuration, seeds and kernel, and on
 * neither the number of threads nor on how often it was stopped and continued. When one network fails, the threads of
 * the others end with it.
 */
export async function trainEnsemble(options: EnsembleOptions): Promise<EnsembleResult> {
  const { seeds, config, threads, onProgress } = options;
  const now = options.now ?? Date.now;
  const results = new Map((options.members ?? []).map((member) => [member.seed, member]));
  const steps = new Map(seeds.map((seed) => [seed, results.get(seed)?.done ? config.optimiser.steps : 0]));
  const total = seeds.length * config.optimiser.steps;
  const shared = threads > 1 ? shareBytes(packPanel(options.panel)) : undefined;
  const waiting = seeds.filter((seed) => results.get(seed)?.done !== true);
  const atOnce = Math.min(threads, Math.max(1, waiting.length));
  const workers = new Set<Worker>();
  const { bytes, spare } = SpareThreads.of(threads - atOnce);
  const expired = (): boolean => options.deadline !== undefined && now() >= options.deadline;

  const takeTurns = async (): Promise<void> => {
    for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) {
      const own = seed;
      const report = (step: number): void => {
        steps.set(own, step);
        onProgress?.(
          [...steps.values()].reduce((sum, value) => sum + value, 0),
          total,
        );
      };
      const state = results.get(own)?.state ?? null;
      const task = { config, seed: own, kernel: options.kernel, state, deadline: options.deadline ?? null };
      const result =
        shared === undefined
          ? await trainMember(options.panel, task, report, now)
          : await trainInThread({ kind: 'member', panel: shared, task, spare: bytes }, report, workers);
      results.set(own, result);
      if (expired()) return;
    }
    spare.giveBack();
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, takeTurns));
  } catch (error) {
    waiting.length = 0;
    await Promise.all(Array.from(workers, (worker) => worker.terminate()));
    throw error;
  }

  const members = seeds.flatMap((seed) => results.get(seed) ?? []);
  const nets = members.flatMap((member) => member.weights ?? []);
  const done = nets.length === seeds.length;
  return { done, members, nets: done ? nets : [] };
}

function shareBytes(bytes: Uint8Array): Uint8Array {
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  return shared;
}

/** @param workers holds the thread while it runs */
function trainInThread(
  data: MemberWorkerData,
  report: (step: number) => void,
  workers: Set<Worker>,
): Promise<MemberResult> {
  const location = netWorkerLocation();
  return new Promise((resolve, reject) => {
    const worker = new Worker(location.script, { eval: location.eval, workerData: data, execArgv: [] });
    workers.add(worker);
    let result: MemberResult | undefined;
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'progress') report(message.step);
      else if (message.kind === 'result') result = message.result;
    });
    worker.once('error', reject);
    worker.once('exit', (code) => {
      workers.delete(worker);
      if (result === undefined)
        reject(new Error(`training thread of seed ${data.task.seed} ended with ${code}`));
      else resolve(result);
    });
  });
}

export type { MemberResult, MemberTask };

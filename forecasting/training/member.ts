import { loadKernel } from '../kernels/index.ts';
import type { KernelName } from '../kernels/index.ts';
import type { TrainingConfig } from '../model/config.ts';
import type { Panel } from '../panel/panel.ts';
import { ShardThread } from './shard-thread.ts';
import type { SpareThreads } from './spare-threads.ts';
import { createTrainer } from './trainer.ts';
import type { Trainer } from './trainer.ts';

/** One network of an ensemble to be trained, from the start or from where it stopped. */
export interface MemberTask {
  readonly config: TrainingConfig;
  readonly seed: number;
  readonly kernel: KernelName | 'auto';
  /** From an earlier `MemberResult`; `null` at the first call. */
  readonly state: Uint8Array | null;
  /** Milliseconds since 1970 at which to stop and hand the state back; `null` = never. */
  readonly deadline: number | null;
}

export interface MemberResult {
  readonly seed: number;
  readonly done: boolean;
  readonly state: Uint8Array;
  /** Packed weights once done, else `null`. */
  readonly weights: Uint8Array | null;
}

/** What it takes to let a second thread share the steps once one has nothing else to do. */
export interface Help {
  readonly spare: SpareThreads;
  /** As `packPanel` writes it, in memory that all threads share. */
  readonly panel: Uint8Array;
}

/** Steps between two reports. */
const REPORT_EVERY = 10;
/** With fewer steps to go a thread takes longer to start than it saves. */
const WORTH_HELP = 40;

/**
 * Trains one member until it is done or `task.deadline` has come, always at least one step. The result is the same
 * with help and without.
 *
 * @param report hears how many steps are done
 * @param now the clock, in milliseconds since 1970
 */
export async function trainMember(
  panel: Panel,
  task: MemberTask,
  report: (step: number) => void,
  now: () => number,
  help?: Help,
): Promise<MemberResult> {
  const kernel = await loadKernel(task.kernel);
  const trainer = createTrainer(panel, task.config, task.seed, kernel);
  const helpers = help && new Helpers(trainer, task, kernel.id, help);
  try {
    if (task.state !== null) trainer.restore(task.state);
    while (!trainer.done) {
      helpers?.look();
      await trainer.step();
      if (trainer.steps % REPORT_EVERY === 0) {
        report(trainer.steps);
        // Lets others run where the training has no thread of its own, and a helper say that it is ready.
        await new Promise((resolve) => setImmediate(resolve));
      }
      if (task.deadline !== null && now() >= task.deadline) break;
    }
    report(trainer.steps);
    const weights = trainer.done ? trainer.weights() : null;
    return { seed: task.seed, done: trainer.done, state: trainer.state(), weights };
  } finally {
    await helpers?.close();
    trainer.release();
  }
}

/** Takes a spare thread for a trainer when there is one, and gives it back. */
class Helpers {
  readonly #trainer: Trainer;
  readonly #task: MemberTask;
  readonly #kernelId: string;
  readonly #help: Help;
  #thread: ShardThread | undefined;

  constructor(trainer: Trainer, task: MemberTask, kernelId: string, help: Help) {
    this.#trainer = trainer;
    this.#task = task;
    this.#kernelId = kernelId;
    this.#help = help;
  }

  look(): void {
    const { config, kernel } = this.#task;
    if (this.#thread !== undefined || config.optimiser.steps - this.#trainer.steps < WORTH_HELP) return;
    if (!this.#help.spare.take()) return;
    const parameters = this.#trainer.parameterCount;
    const panel = this.#help.panel;
    this.#thread = new ShardThread({ panel, config, kernel, kernelId: this.#kernelId, parameters });
    this.#trainer.helper = this.#thread;
  }

  async close(): Promise<void> {
    if (this.#thread === undefined) return;
    await this.#thread.close();
    this.#help.spare.giveBack();
  }
}

import { loadKernel } from '../kernels/index.ts';
import type { KernelName } from '../kernels/index.ts';
import type { TrainingConfig } from '../model/config.ts';
import type { Panel } from '../panel/panel.ts';
import { createTrainer } from './trainer.ts';

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

/** Steps between two reports. */
const REPORT_EVERY = 10;

/**
 * Trains one member until it is done or `task.deadline` has come, always at least one step.
 *
 * @param report hears how many steps are done
 * @param now the clock, in milliseconds since 1970
 */
export async function trainMember(
  panel: Panel,
  task: MemberTask,
  report: (step: number) => void,
  now: () => number,
): Promise<MemberResult> {
  const kernel = await loadKernel(task.kernel);
  const trainer = createTrainer(panel, task.config, task.seed, kernel);
  try {
    if (task.state !== null) trainer.restore(task.state);
    while (!trainer.done) {
      trainer.step();
      if (trainer.steps % REPORT_EVERY === 0) {
        report(trainer.steps);
        // Lets others run where the training has no thread of its own.
        await new Promise((resolve) => setImmediate(resolve));
      }
      if (task.deadline !== null && now() >= task.deadline) break;
    }
    report(trainer.steps);
    const weights = trainer.done ? trainer.weights() : null;
    return { seed: task.seed, done: trainer.done, state: trainer.state(), weights };
  } finally {
    trainer.release();
  }
}

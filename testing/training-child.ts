import type { TrainingRequest } from '../lambdas/forecasting/shared/training-rows.ts';
import { tinyConfig, tinyDependencies, trainWholly } from './tiny-training.ts';

/** Steps of each network: enough for a training of seconds. */
export const CHILD_STEPS = 24;

/** What the process trains, for whoever wants the same without it. */
export const childDependencies = () =>
  tinyDependencies({
    saveEvery: 0,
    config: { ...tinyConfig, optimiser: { ...tinyConfig.optimiser, steps: CHILD_STEPS } },
  });

/**
 * Run as a process with a training's request and the budget of its chunks as its arguments, in the environment of an open
 * forecast store: tells its parent that it begins, then trains, saving its state after every step, until it is done or
 * killed.
 */
if (process.send !== undefined && process.argv[1] === import.meta.filename) {
  const request = JSON.parse(process.argv[2]!) as TrainingRequest;
  process.send('begins');
  await trainWholly(childDependencies(), request, process.argv[3] === 'whole' ? Infinity : 0);
  process.disconnect();
}

import type { TrainingRequest } from '../lambdas/forecasting/shared/training-rows.ts';
import { tinyConfig, tinyDependencies, trainWholly } from './tiny-training.ts';

/** Steps of each network: enough for a training of seconds. */
export const CHILD_STEPS = 24;

/** What the process trains, for whoever wants the same without it. */
export const childDependencies = () =>
  tinyDependencies({
    config: { ...tinyConfig, optimiser: { ...tinyConfig.optimiser, steps: CHILD_STEPS } },
  });

/**
 * Run as a process with a training's request as its argument, in the environment of an open forecast store: tells its
 * parent that it begins, then trains in chunks of one step, each of which saves its state, until it is done or killed.
 */
if (process.send !== undefined && process.argv[1] === import.meta.filename) {
  const request = JSON.parse(process.argv[2]!) as TrainingRequest;
  process.send('begins');
  await trainWholly(childDependencies(), request, 0);
  process.disconnect();
}

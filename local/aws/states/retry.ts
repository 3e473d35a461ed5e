import type { Retrier } from './definition.ts';
import type { StatesError } from './errors.ts';

/** Whether a list of names covers an error. `States.TaskFailed` covers all but time-outs; a terminal one nothing. */
export function covers(names: readonly string[], error: StatesError): boolean {
  if (error.terminal) return false;
  return names.some(
    (name) =>
      name === error.error ||
      name === 'States.ALL' ||
      (name === 'States.TaskFailed' && error.error !== 'States.Timeout'),
  );
}

/** Milliseconds before the retry that follows `earlier` ones of the same retrier. */
export function retryDelay(retrier: Retrier, earlier: number, random: () => number): number {
  const { IntervalSeconds = 1, BackoffRate = 2, MaxDelaySeconds = Infinity, JitterStrategy } = retrier;
  const seconds = Math.min(IntervalSeconds * BackoffRate ** earlier, MaxDelaySeconds);
  return 1000 * (JitterStrategy === 'FULL' ? random() * seconds : seconds);
}

/** Counts the retries of one visit to a state, each retrier for itself. */
export class Retries {
  readonly #retriers: readonly Retrier[];
  readonly #used: number[];
  total = 0;

  constructor(retriers: readonly Retrier[]) {
    this.#retriers = retriers;
    this.#used = retriers.map(() => 0);
  }

  /** Milliseconds to wait before trying again, or undefined if the error is not to be retried (any more). */
  next(error: StatesError, random: () => number): number | undefined {
    const index = this.#retriers.findIndex(({ ErrorEquals }) => covers(ErrorEquals, error));
    const retrier = this.#retriers[index];
    const earlier = this.#used[index] ?? 0;
    if (!retrier || earlier >= (retrier.MaxAttempts ?? 3)) return undefined;
    this.#used[index] = earlier + 1;
    this.total += 1;
    return retryDelay(retrier, earlier, random);
  }
}

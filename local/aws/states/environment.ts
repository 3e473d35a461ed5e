import type { Chance } from './jsonata.ts';

/** Why the interpreter waits: a Wait state, a pause before a retry, or a time limit that should not be reached. */
export type SleepPurpose = 'wait' | 'retry' | 'timeout';

/** What a machine needs of the world; all of it can be replaced in a test. */
export interface Environment extends Chance {
  now(): Date;
  /** Resolves after that time; rejects with the signal's reason as soon as it is aborted. */
  sleep(milliseconds: number, purpose: SleepPurpose, signal: AbortSignal): Promise<void>;
  /**
   * Calls a function and gives its result. A failed call rejects with an error whose `name` is the error's type,
   * which Retry and Catch match. The signal fires when nobody waits for the result any more.
   */
  invokeFunction(functionArn: string, payload: unknown, options: { signal: AbortSignal }): Promise<unknown>;
  /** Starts an execution and does not wait for it. Rejects with a {@link ServiceError}. */
  startExecution(request: { stateMachineArn: string; input: string; name?: string }): {
    executionArn: string;
    startDate: Date;
  };
}

const MAX_TIMER_MS = 2 ** 31 - 1;

/** Sleeps on the machine's own clock. */
export async function realSleep(
  milliseconds: number,
  _purpose: SleepPurpose,
  signal: AbortSignal,
): Promise<void> {
  for (let left = milliseconds; left > 0; left -= MAX_TIMER_MS)
    await timer(Math.min(left, MAX_TIMER_MS), signal);
  signal.throwIfAborted();
}

function timer(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timeout);
      reject(signal.reason as Error);
    };
    const timeout = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

/** The promise's outcome, or the signal's reason if that comes first. */
export async function orAborted<Result>(promise: Promise<Result>, signal: AbortSignal): Promise<Result> {
  // Whoever stops waiting no longer hears of a failure: without this it would end the process.
  promise.catch(() => undefined);
  signal.throwIfAborted();
  const settled = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), {
      once: true,
      signal: settled.signal,
    });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    settled.abort();
  }
}

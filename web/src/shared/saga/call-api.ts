import { call, delay } from 'typed-redux-saga';
import type { StoreClient } from '../api/client.ts';
import { ApiError } from '../api/error.ts';
import { services } from './services.ts';

/** While the database wakes up the store answers 503; a sleeping one needs about 15 s, so eight tries cover it. */
const RESUMING_TRIES = 8;
const RESUMING_WAIT_MS = 2_000;
const RESUMING_WAIT_MAX_MS = 10_000;

/**
 * One request to the store: aborted when the saga that waits for it is cancelled, repeated while the database resumes.
 * Throws ApiError for every refusal.
 */
export function* callApi<T>(request: (api: StoreClient, signal: AbortSignal) => Promise<T>) {
  const { api } = yield* services();
  const controller = new AbortController();
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return yield* call(request, api, controller.signal);
      } catch (error) {
        if (!isResuming(error) || attempt === RESUMING_TRIES) throw error;
        yield* delay(Math.min(error.retryAfterMs ?? RESUMING_WAIT_MS, RESUMING_WAIT_MAX_MS));
      }
    }
  } finally {
    // Nothing is yielded here: a generator that yields while it is being cancelled lets its caller go on as if the
    // request had been answered. After an answer, abort does nothing.
    controller.abort();
  }
}

function isResuming(error: unknown): error is ApiError {
  return error instanceof ApiError && error.status === 503 && error.code === 'database_resuming';
}

import { call, delay, spawn } from 'typed-redux-saga';
import { services } from './services.ts';

const RESTARTS = 3;
const RESTART_WAIT_MS = 1_000;

/** A feature's root saga: it runs for ever and only ends by throwing. */
export type RootSaga = () => Generator<unknown, void, unknown>;

/**
 * Runs a feature's root saga on its own: an error that it does not handle is reported and the saga started again, at
 * most three times and each time after a longer pause, and no other feature notices.
 */
export function* supervise(feature: string, root: RootSaga) {
  yield* spawn(function* supervised() {
    const { reportError } = yield* services();
    for (let restarts = 0; restarts <= RESTARTS; restarts += 1) {
      try {
        yield* call(root);
        return;
      } catch (error) {
        reportError(feature, error);
        yield* delay(RESTART_WAIT_MS * 2 ** restarts);
      }
    }
  });
}

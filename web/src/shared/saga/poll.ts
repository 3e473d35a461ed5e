import { END, eventChannel } from 'redux-saga';
import { call, delay, race, take } from 'typed-redux-saga';
import { services } from './services.ts';

/** How often a page asks again: milliseconds after an answer that changed nothing grow up to `slowest`. */
export interface Rhythm {
  readonly fastest: number;
  readonly slowest: number;
  readonly factor: number;
}

/** What one look found: `changed` brings the rhythm back to its fastest, `done` ends the polling. */
export type Look = 'changed' | 'same' | 'done';

/**
 * Looks again and again, slower while nothing changes, and not at all while the page is hidden: coming back looks at
 * once. Ends when a look says so, or when the saga that called it is cancelled.
 */
export function* poll(look: () => Generator<unknown, Look, unknown>, rhythm: Rhythm) {
  let wait = rhythm.fastest;
  for (;;) {
    const { page } = yield* services();
    if (page.isVisible()) {
      const found = yield* look();
      if (found === 'done') return;
      wait = found === 'changed' ? rhythm.fastest : Math.min(wait * rhythm.factor, rhythm.slowest);
      yield* race({ time: delay(wait), hidden: call(visibilityChange) });
    } else {
      yield* call(visibilityChange);
      wait = rhythm.fastest;
    }
  }
}

function* visibilityChange() {
  const { page } = yield* services();
  const changes = eventChannel<true>((emit) => {
    const stop = page.onVisibility(() => {
      emit(true);
      emit(END);
    });
    return stop;
  });
  try {
    yield* take(changes);
  } finally {
    changes.close();
  }
}

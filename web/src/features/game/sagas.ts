import { put, select, takeEvery } from 'typed-redux-saga';
import { toFailure } from '../../shared/api/error.ts';
import { callApi } from '../../shared/saga/call-api.ts';
import { fetchGame } from './api.ts';
import { selectGame } from './selectors.ts';
import { gameActions as actions } from './slice.ts';

/** One task a game: opening a second one does not drop the first. */
function* loadGame({ payload: { slug } }: ReturnType<typeof actions.gameOpened>) {
  try {
    yield* put(actions.gameReceived(yield* callApi((api, signal) => fetchGame(api, slug, signal))));
  } catch (error) {
    const known = (yield* select(selectGame, slug)).status === 'ready';
    const failure = toFailure(error);
    // A page that could not be refreshed keeps what it shows; a game that is gone does not.
    if (!known || failure.status === 404) yield* put(actions.gameFailed({ slug, failure }));
  }
}

export function* gameSaga() {
  yield* takeEvery(actions.gameOpened, loadGame);
}

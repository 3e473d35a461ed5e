import { put, select, takeLatest, takeLeading } from 'typed-redux-saga';
import { toFailure } from '../../shared/api/error.ts';
import { dataOf } from '../../shared/resource.ts';
import { callApi } from '../../shared/saga/call-api.ts';
import { authActions } from '../auth/slice.ts';
import { fetchLibrary, fetchOwned } from './api.ts';
import { selectLibrary } from './selectors.ts';
import { libraryActions as actions } from './slice.ts';

function* loadPage(cursor: string | null) {
  try {
    const page = yield* callApi((api, signal) => fetchLibrary(api, cursor, signal));
    yield* put(actions.libraryReceived({ page, from: cursor }));
  } catch (error) {
    const failure = toFailure(error);
    if (failure.status === 401) yield* put(authActions.sessionExpired());
    else yield* put(actions.libraryFailed(failure));
  }
}

function* loadFirst() {
  yield* loadPage(null);
}

function* loadMore() {
  const cursor = dataOf(yield* select(selectLibrary))?.nextCursor ?? null;
  if (cursor !== null) yield* loadPage(cursor);
}

/** After each sign-in; without an answer the shelves show no marks, and the store still refuses a second purchase. */
function* loadOwned({ payload }: ReturnType<typeof authActions.sessionReceived>) {
  if (payload === null) return;
  try {
    yield* put(actions.ownedReceived(yield* callApi(fetchOwned)));
  } catch (error) {
    if (toFailure(error).status === 401) yield* put(authActions.sessionExpired());
  }
}

export function* librarySaga() {
  yield* takeLatest(actions.libraryOpened, loadFirst);
  yield* takeLeading(actions.moreAsked, loadMore);
  yield* takeLatest(authActions.sessionReceived, loadOwned);
}

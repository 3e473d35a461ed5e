import { debounce, delay, put, select, takeEvery, takeLatest } from 'typed-redux-saga';
import { toFailure } from '../../shared/api/error.ts';
import { callApi } from '../../shared/saga/call-api.ts';
import { services } from '../../shared/saga/services.ts';
import { dataOf } from '../../shared/resource.ts';
import { fetchFacets, fetchGames, PAGE_SIZE } from './api.ts';
import { emptyQuery, gamesPath, queryKey } from './query.ts';
import { selectFacets, selectList, selectShelves } from './selectors.ts';
import { catalogueActions as actions } from './slice.ts';

const TYPING_RESTS_MS = 250;
const SHELF_SIZE = 12;
const SUGGESTIONS = 6;

/** The newest query wins: an older one still under way is aborted, so its late answer cannot replace the list. */
function* loadList({ payload: { query } }: ReturnType<typeof actions.listOpened>) {
  const key = queryKey(query);
  if (dataOf(yield* select(selectList, key)) !== undefined) return;
  try {
    const page = yield* callApi((api, signal) =>
      fetchGames(api, query, { limit: PAGE_SIZE, cursor: null }, signal),
    );
    yield* put(actions.listReceived({ key, page }));
  } catch (error) {
    yield* put(actions.listFailed({ key, failure: toFailure(error) }));
  }
}

function* loadMore({ payload: { query } }: ReturnType<typeof actions.moreAsked>) {
  const key = queryKey(query);
  const cursor = dataOf(yield* select(selectList, key))?.nextCursor ?? null;
  if (cursor === null) return;
  try {
    const page = yield* callApi((api, signal) =>
      fetchGames(api, query, { limit: PAGE_SIZE, cursor }, signal),
    );
    yield* put(actions.moreReceived({ key, page }));
  } catch (error) {
    yield* put(actions.moreFailed({ key, failure: toFailure(error) }));
  }
}

function* loadFacets() {
  if ((yield* select(selectFacets)).status === 'ready') return;
  try {
    yield* put(actions.facetsReceived(yield* callApi(fetchFacets)));
  } catch (error) {
    yield* put(actions.facetsFailed(toFailure(error)));
  }
}

function* loadShelves() {
  if ((yield* select(selectShelves)).status === 'ready') return;
  try {
    const page = { limit: SHELF_SIZE, cursor: null };
    const [popular, specials, fresh] = yield* callApi((api, signal) =>
      Promise.all([
        fetchGames(api, { ...emptyQuery, sort: 'popular' }, page, signal),
        fetchGames(api, { ...emptyQuery, price: 'discounted', sort: 'discount' }, page, signal),
        fetchGames(api, { ...emptyQuery, sort: 'new' }, page, signal),
      ]),
    );
    yield* put(
      actions.shelvesReceived({
        popular: popular.items,
        specials: specials.items,
        fresh: fresh.items,
        total: popular.total,
      }),
    );
  } catch (error) {
    yield* put(actions.shelvesFailed(toFailure(error)));
  }
}

function* suggest({ payload }: ReturnType<typeof actions.searchTyped>) {
  const q = payload.trim();
  if (q === '') return;
  yield* delay(TYPING_RESTS_MS);
  try {
    const page = { limit: SUGGESTIONS, cursor: null };
    const found = yield* callApi((api, signal) => fetchGames(api, { ...emptyQuery, q }, page, signal));
    yield* put(actions.suggestionsReceived(found.items));
  } catch (error) {
    yield* put(actions.suggestionsFailed(toFailure(error)));
  }
}

/** While typing the address is replaced, not pushed: one step back leaves the search and not a letter of it. */
function* moveAddress({ payload }: ReturnType<typeof actions.filterTyped>) {
  const { navigation } = yield* services();
  navigation.go(gamesPath(payload), { replace: true });
}

export function* catalogueSaga() {
  yield* takeLatest(actions.listOpened, loadList);
  yield* takeEvery(actions.moreAsked, loadMore);
  yield* takeLatest(actions.facetsAsked, loadFacets);
  yield* takeLatest(actions.shelvesAsked, loadShelves);
  // Waits like debounce does, and also aborts the suggestions of an older text.
  yield* takeLatest(actions.searchTyped, suggest);
  yield* debounce(TYPING_RESTS_MS, actions.filterTyped, moveAddress);
}

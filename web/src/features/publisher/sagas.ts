import { call, delay, put, race, select, take, takeLatest, takeLeading } from 'typed-redux-saga';
import type { Forecast } from '../../shared/api/contract.ts';
import { toFailure } from '../../shared/api/error.ts';
import { dataOf } from '../../shared/resource.ts';
import { callApi } from '../../shared/saga/call-api.ts';
import { poll, type Look } from '../../shared/saga/poll.ts';
import { services } from '../../shared/saga/services.ts';
import { authActions } from '../auth/slice.ts';
import { askWhatIf, fetchForecast, fetchForecastCsv, fetchPublisherGames, type GamesQuery } from './api.ts';
import { selectForecast, selectPublisher } from './selectors.ts';
import { publisherActions as actions } from './slice.ts';

const TYPING_RESTS_MS = 250;
/** A training moves every second or so; a finished forecast changes once a night. */
const RHYTHM = { fastest: 2_000, slowest: 60_000, factor: 1.6 };

function* loadGames({ payload }: ReturnType<typeof actions.gamesOpened>) {
  // The first list comes at once; while a title is typed the saga waits for the typing to rest.
  if (payload.q !== '') yield* delay(TYPING_RESTS_MS);
  yield* loadPage(payload, null);
}

function* loadMore() {
  const { query, games } = yield* select(selectPublisher);
  const cursor = dataOf(games)?.nextCursor ?? null;
  if (cursor !== null) yield* loadPage(query, cursor);
}

function* loadPage(query: GamesQuery, cursor: string | null) {
  try {
    const page = yield* callApi((api, signal) => fetchPublisherGames(api, query, cursor, signal));
    yield* put(actions.gamesReceived({ page, from: cursor }));
  } catch (error) {
    yield* put(actions.gamesFailed(toFailure(error)));
  }
}

/** Shows the forecast and keeps it current until the page is left: a baseline gives way to the model without a reload. */
function* follow({ payload: id }: ReturnType<typeof actions.forecastOpened>) {
  yield* race({
    watching: call(poll, () => lookAt(id), RHYTHM),
    left: take(actions.forecastClosed),
  });
}

function* lookAt(id: number): Generator<unknown, Look, unknown> {
  const before = dataOf(yield* select(selectForecast, id));
  try {
    const forecast = yield* callApi((api, signal) => fetchForecast(api, id, signal));
    if (before !== undefined && stamp(before) === stamp(forecast)) return 'same';
    yield* put(actions.forecastReceived(forecast));
    return 'changed';
  } catch (error) {
    const failure = toFailure(error);
    if (failure.status === 401) {
      yield* put(authActions.sessionExpired());
      return 'done';
    }
    if (failure.status === 403 || failure.status === 404) {
      yield* put(actions.forecastFailed(failure));
      return 'done';
    }
    // What is on the page stays there; the next look may find the store again.
    if (before === undefined) yield* put(actions.forecastFailed(failure));
    return 'same';
  }
}

/** Two answers with the same stamp show the same page. */
function stamp(forecast: Forecast): string {
  const { asOf, generatedAt, status, stale, training, model } = forecast;
  return JSON.stringify([asOf, generatedAt, status, stale, training, model?.id, forecast.actuals.length]);
}

function* saveCsv({ payload: { id, name } }: ReturnType<typeof actions.csvAsked>) {
  const { page } = yield* services();
  try {
    const csv = yield* callApi((api, signal) => fetchForecastCsv(api, id, signal));
    yield* call(page.saveFile, name, csv);
    yield* put(actions.csvSaved());
  } catch (error) {
    yield* put(actions.csvFailed(toFailure(error)));
  }
}

/** Waits for the typing to rest; what was asked before is given up, also when the panel is emptied or left. */
function* answerWhatIf(action: ReturnType<typeof actions.whatIfAsked | typeof actions.whatIfCleared>) {
  if (!actions.whatIfAsked.match(action)) return;
  const { id, request } = action.payload;
  yield* delay(TYPING_RESTS_MS);
  try {
    const answer = yield* callApi((api, signal) => askWhatIf(api, id, request, signal));
    yield* put(actions.whatIfAnswered(answer));
  } catch (error) {
    yield* put(actions.whatIfFailed(toFailure(error)));
  }
}

export function* publisherSaga() {
  yield* takeLatest(actions.gamesOpened, loadGames);
  yield* takeLeading(actions.moreAsked, loadMore);
  yield* takeLatest(actions.forecastOpened, follow);
  yield* takeLeading(actions.csvAsked, saveCsv);
  yield* takeLatest([actions.whatIfAsked, actions.whatIfCleared], answerWhatIf);
}

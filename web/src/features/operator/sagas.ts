import { call, put, race, select, take, takeLatest, takeLeading } from 'typed-redux-saga';
import type { Action } from '@reduxjs/toolkit';
import { toFailure, type Failure } from '../../shared/api/error.ts';
import { dataOf } from '../../shared/resource.ts';
import { callApi } from '../../shared/saga/call-api.ts';
import { poll, type Look } from '../../shared/saga/poll.ts';
import { services } from '../../shared/saga/services.ts';
import { authActions } from '../auth/slice.ts';
import {
  fetchExecutions,
  fetchLogs,
  fetchRun,
  fetchRunGames,
  fetchRuns,
  fetchTraining,
  rollBack,
  startRun,
} from './api.ts';
import { selectOperator } from './selectors.ts';
import { operatorActions as actions } from './slice.ts';

const LIST_RHYTHM = { fastest: 3_000, slowest: 30_000, factor: 1.6 };
/** A state of a run lasts seconds. */
const RUN_RHYTHM = { fastest: 1_000, slowest: 5_000, factor: 1.3 };

function* followRuns() {
  yield* race({ watching: call(poll, lookAtRuns, LIST_RHYTHM), left: take(actions.runsClosed) });
}

function* lookAtRuns(): Generator<unknown, Look, unknown> {
  const { runs } = yield* select(selectOperator);
  try {
    const page = yield* callApi((api, signal) => fetchRuns(api, null, signal));
    const executions = yield* callApi(fetchExecutions);
    const training = yield* callApi(fetchTraining);
    const view = { page, executions, training };
    if (JSON.stringify(dataOf(runs)) === JSON.stringify(view)) return 'same';
    yield* put(actions.runsReceived(view));
    return 'changed';
  } catch (error) {
    return yield* afterFailure(toFailure(error), runs.status === 'ready', actions.runsFailed);
  }
}

/** What is on the page stays there as long as the store may come back; a lost session or right ends the watching. */
function* afterFailure(
  failure: Failure,
  shown: boolean,
  failed: (failure: Failure) => Action,
): Generator<unknown, Look, unknown> {
  if (failure.status === 401) {
    yield* put(authActions.sessionExpired());
    return 'done';
  }
  if (shown && failure.status !== 403 && failure.status !== 404) return 'same';
  yield* put(failed(failure));
  return 'done';
}

function* followRun({ payload: id }: ReturnType<typeof actions.runOpened>) {
  yield* race({ watching: call(poll, () => lookAtRun(id), RUN_RHYTHM), left: take(actions.runClosed) });
}

function* lookAtRun(id: string): Generator<unknown, Look, unknown> {
  const before = dataOf((yield* select(selectOperator)).open?.run);
  try {
    const run = yield* callApi((api, signal) => fetchRun(api, id, signal));
    const changed = JSON.stringify(before) !== JSON.stringify(run);
    if (changed) yield* put(actions.runReceived(run));
    if (run.status !== 'running') {
      yield* loadGames(id, null);
      return 'done';
    }
    if (before === undefined) yield* loadGames(id, null);
    return changed ? 'changed' : 'same';
  } catch (error) {
    return yield* afterFailure(toFailure(error), before !== undefined, actions.runFailed);
  }
}

function* loadGames(id: string, cursor: string | null) {
  try {
    const page = yield* callApi((api, signal) => fetchRunGames(api, id, cursor, signal));
    yield* put(actions.gamesReceived({ page, from: cursor }));
  } catch (error) {
    yield* put(actions.gamesFailed(toFailure(error)));
  }
}

function* loadMoreGames() {
  const { open } = yield* select(selectOperator);
  const cursor = dataOf(open?.games)?.nextCursor ?? null;
  if (open !== null && cursor !== null) yield* loadGames(open.id, cursor);
}

function* submitStart({ payload }: ReturnType<typeof actions.startSubmitted>) {
  try {
    const runId = yield* callApi((api, signal) => startRun(api, payload, signal));
    yield* put(actions.startAccepted());
    const { navigation } = yield* services();
    yield* call(navigation.go, `/operator/runs/${encodeURIComponent(runId)}`);
  } catch (error) {
    yield* put(actions.startRefused(toFailure(error)));
  }
}

/** The list is looked at again whatever came of it: where another champion is served by now, that is what it shows. */
function* changeModel({ payload }: ReturnType<typeof actions.rollBackConfirmed>) {
  try {
    yield* callApi((api, signal) => rollBack(api, payload, signal));
    yield* put(actions.rollBackClosed());
  } catch (error) {
    yield* put(actions.rollBackRefused({ ...payload, failure: toFailure(error) }));
  }
  yield* call(lookAtRuns);
}

function* loadLogs({ payload: requestId }: ReturnType<typeof actions.logsAsked>) {
  try {
    yield* put(actions.logsReceived(yield* callApi((api, signal) => fetchLogs(api, requestId, signal))));
  } catch (error) {
    yield* put(actions.logsFailed(toFailure(error)));
  }
}

export function* operatorSaga() {
  yield* takeLatest(actions.runsOpened, followRuns);
  yield* takeLatest(actions.runOpened, followRun);
  yield* takeLeading(actions.moreGamesAsked, loadMoreGames);
  yield* takeLeading(actions.startSubmitted, submitStart);
  yield* takeLeading(actions.rollBackConfirmed, changeModel);
  yield* takeLatest(actions.logsAsked, loadLogs);
}

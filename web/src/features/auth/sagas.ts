import { call, put, takeLatest, takeLeading } from 'typed-redux-saga';
import { toFailure } from '../../shared/api/error.ts';
import { callApi } from '../../shared/saga/call-api.ts';
import { services } from '../../shared/saga/services.ts';
import { fetchDemoAccounts, fetchMe, register, signIn, signOut } from './api.ts';
import { authActions as actions } from './slice.ts';

function* loadSession() {
  try {
    yield* put(actions.sessionReceived(yield* callApi(fetchMe)));
  } catch {
    // A store that cannot say who is signed in still sells to those who sign in: the shelves must not wait.
    yield* put(actions.sessionReceived(null));
  }
}

function* submitSignIn({ payload }: ReturnType<typeof actions.signInSubmitted>) {
  const { returnTo, ...credentials } = payload;
  yield* enter((api, signal) => signIn(api, credentials, signal), returnTo);
}

function* submitRegistration({ payload }: ReturnType<typeof actions.registrationSubmitted>) {
  const { returnTo, ...registration } = payload;
  const { email, password } = registration;
  // The store creates the account and signs nobody in: that is a step of its own.
  yield* enter(async (api, signal) => {
    await register(api, registration, signal);
    await signIn(api, { email, password }, signal);
  }, returnTo);
}

function* enter(request: Parameters<typeof callApi<void>>[0], returnTo: string) {
  try {
    yield* callApi(request);
    const me = yield* callApi(fetchMe);
    yield* put(actions.sessionReceived(me));
    yield* put(actions.attemptSucceeded());
    const { navigation } = yield* services();
    yield* call(navigation.go, returnTo, { replace: true });
  } catch (error) {
    yield* put(actions.attemptRefused(toFailure(error)));
  }
}

function* leave() {
  const { navigation } = yield* services();
  try {
    yield* callApi(signOut);
    yield* put(actions.sessionReceived(null));
    yield* call(navigation.go, '/');
  } catch {
    // Still signed in: what the store says counts, not what was asked for.
    yield* call(loadSession);
  }
}

function* loadDemoAccounts() {
  try {
    yield* put(actions.demoAccountsReceived(yield* callApi(fetchDemoAccounts)));
  } catch {
    yield* put(actions.demoAccountsReceived([]));
  }
}

export function* authSaga() {
  yield* takeLatest(actions.sessionAsked, loadSession);
  yield* takeLatest(actions.formOpened, loadDemoAccounts);
  yield* takeLeading(actions.signInSubmitted, submitSignIn);
  yield* takeLeading(actions.registrationSubmitted, submitRegistration);
  yield* takeLeading(actions.signOutAsked, leave);
}

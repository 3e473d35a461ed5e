import { combineSlices, configureStore, type Reducer } from '@reduxjs/toolkit';
import createSagaMiddleware from 'redux-saga';
import { authReducer } from '../features/auth/slice.ts';
import { authSaga } from '../features/auth/sagas.ts';
import { catalogueReducer } from '../features/catalogue/slice.ts';
import { catalogueSaga } from '../features/catalogue/sagas.ts';
import { checkoutReducer } from '../features/checkout/slice.ts';
import { checkoutSaga } from '../features/checkout/sagas.ts';
import { gameReducer } from '../features/game/slice.ts';
import { gameSaga } from '../features/game/sagas.ts';
import { libraryReducer } from '../features/library/slice.ts';
import { librarySaga } from '../features/library/sagas.ts';
import type { Services } from '../shared/saga/services.ts';
import { supervise, type RootSaga } from '../shared/saga/supervisor.ts';
import { appearanceReducer, appearanceSaga, restoreAppearance } from './appearance.ts';

/** A part of the store that arrives with its pages (publisher, operator). */
export interface LazyFeature {
  readonly name: string;
  readonly reducer: Reducer;
  readonly saga: RootSaga;
}

const FEATURES: Readonly<Record<string, RootSaga>> = {
  appearance: appearanceSaga,
  auth: authSaga,
  catalogue: catalogueSaga,
  game: gameSaga,
  library: librarySaga,
  checkout: checkoutSaga,
};

/** The state of one open page and its running sagas. */
export function createStore(services: Services) {
  const sagas = createSagaMiddleware({ context: { services } });
  const reducer = combineSlices({
    appearance: appearanceReducer,
    auth: authReducer,
    catalogue: catalogueReducer,
    game: gameReducer,
    library: libraryReducer,
    checkout: checkoutReducer,
  });
  const redux = configureStore({
    reducer,
    preloadedState: {
      appearance: restoreAppearance(services.storage, services.page.prefersDark()),
    },
    middleware: (defaults) =>
      defaults({ thunk: false, immutableCheck: false, serializableCheck: { warnAfter: 1_000 } }).concat(
        sagas,
      ),
  });
  for (const [name, saga] of Object.entries(FEATURES)) sagas.run(supervise, name, saga);

  const installed = new Set<string>();
  const install = (feature: LazyFeature): void => {
    if (installed.has(feature.name)) return;
    installed.add(feature.name);
    reducer.inject({ reducerPath: feature.name, reducer: feature.reducer });
    // An injected reducer builds its state with the next action.
    redux.dispatch({ type: `${feature.name}/installed` });
    sagas.run(supervise, feature.name, feature.saga);
  };
  return Object.assign(redux, { install });
}

export type AppStore = ReturnType<typeof createStore>;
export type RootState = ReturnType<AppStore['getState']>;
export type AppDispatch = AppStore['dispatch'];

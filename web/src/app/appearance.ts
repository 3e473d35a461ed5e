import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { eventChannel } from 'redux-saga';
import { call, fork, put, select, take, takeEvery } from 'typed-redux-saga';
import { services } from '../shared/saga/services.ts';

export type Choice = 'system' | 'light' | 'dark';

/** The reader's choice and what the system says; what is shown follows from both. */
export interface AppearanceState {
  readonly choice: Choice;
  readonly systemIsDark: boolean;
}

const STORED = 'kratos.appearance';
const CHOICES: readonly Choice[] = ['system', 'light', 'dark'];

const slice = createSlice({
  name: 'appearance',
  initialState: (): AppearanceState => ({ choice: 'system', systemIsDark: false }),
  reducers: {
    restored: (_state, { payload }: PayloadAction<AppearanceState>) => payload,
    systemChanged: (state, { payload }: PayloadAction<boolean>) => ({ ...state, systemIsDark: payload }),
    chosen: (state, { payload }: PayloadAction<Choice>) => ({ ...state, choice: payload }),
  },
});

export const appearanceActions = slice.actions;
export const appearanceReducer = slice.reducer;

interface WithAppearance {
  readonly appearance: AppearanceState;
}

export const selectChoice = (state: WithAppearance): Choice => state.appearance.choice;
export const selectAppearance = (state: WithAppearance): 'light' | 'dark' => {
  const { choice, systemIsDark } = state.appearance;
  if (choice !== 'system') return choice;
  return systemIsDark ? 'dark' : 'light';
};

/** The choice kept in this browser; anything else that stands there counts as none. */
export function restoreAppearance(storage: Pick<Storage, 'getItem'>, systemIsDark: boolean): AppearanceState {
  const stored = storage.getItem(STORED);
  return { choice: CHOICES.find((choice) => choice === stored) ?? 'system', systemIsDark };
}

function* persist() {
  const { storage } = yield* services();
  const choice = yield* select(selectChoice);
  yield* call([storage, storage.setItem], STORED, choice);
}

function* followSystem() {
  const { page } = yield* services();
  const changes = yield* call(() =>
    eventChannel<boolean>((emit) => page.onPrefersDark(() => emit(page.prefersDark()))),
  );
  for (;;) yield* put(slice.actions.systemChanged(yield* take(changes)));
}

export function* appearanceSaga() {
  yield* fork(followSystem);
  yield* takeEvery(slice.actions.chosen, persist);
}

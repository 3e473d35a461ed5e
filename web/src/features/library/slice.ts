import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { OwnedGame, Page } from '../../shared/api/contract.ts';
import type { Failure } from '../../shared/api/error.ts';
import { failed, idle, loading, ready, type Resource } from '../../shared/resource.ts';
import { readerLeft } from '../auth/slice.ts';

export interface LibraryState {
  /** Which games say "In your library"; empty while nobody is signed in. */
  readonly ownedIds: readonly number[];
  readonly games: Resource<Page<OwnedGame>>;
}

const initialState: LibraryState = { ownedIds: [], games: idle };

const slice = createSlice({
  name: 'library',
  initialState: initialState,
  reducers: {
    libraryOpened: (state) => (state.games.status === 'ready' ? state : { ...state, games: loading }),
    moreAsked: (state) => state,
    libraryReceived(state, { payload }: PayloadAction<{ page: Page<OwnedGame>; from: string | null }>) {
      const before = payload.from !== null && state.games.status === 'ready' ? state.games.data.items : [];
      return { ...state, games: ready({ ...payload.page, items: [...before, ...payload.page.items] }) };
    },
    libraryFailed: (state, { payload }: PayloadAction<Failure>) => ({ ...state, games: failed(payload) }),
    ownedReceived: (state, { payload }: PayloadAction<readonly number[]>) => ({
      ...state,
      ownedIds: payload,
    }),
    gameGranted: (state, { payload }: PayloadAction<{ gameId: number }>) => ({
      ownedIds: [...new Set([...state.ownedIds, payload.gameId])],
      games: idle,
    }),
  },
  extraReducers: (builder) => {
    builder.addMatcher(readerLeft, () => initialState);
  },
});

export const libraryActions = slice.actions;
export const libraryReducer = slice.reducer;

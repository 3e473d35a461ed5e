import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { GameDetail } from '../../shared/api/contract.ts';
import type { Failure } from '../../shared/api/error.ts';
import { failed, loading, ready, type Resource } from '../../shared/resource.ts';

export interface GameState {
  readonly bySlug: Readonly<Record<string, Resource<GameDetail>>>;
}

const initialState: GameState = { bySlug: {} };

const slice = createSlice({
  name: 'game',
  initialState: initialState,
  reducers: {
    /** Opens a game's page. One that is known shows at once and is read again, since prices change. */
    gameOpened(state, { payload }: PayloadAction<{ slug: string }>) {
      if (state.bySlug[payload.slug]?.status === 'ready') return state;
      return withGame(state, payload.slug, loading);
    },
    gameReceived: (state, { payload }: PayloadAction<GameDetail>) =>
      withGame(state, payload.slug, ready(payload)),
    gameFailed: (state, { payload }: PayloadAction<{ slug: string; failure: Failure }>) =>
      withGame(state, payload.slug, failed(payload.failure)),
  },
});

function withGame(state: GameState, slug: string, resource: Resource<GameDetail>): GameState {
  return { bySlug: { ...state.bySlug, [slug]: resource } };
}

export const gameActions = slice.actions;
export const gameReducer = slice.reducer;

import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { Forecast, Page, PublisherGame } from '../../shared/api/contract.ts';
import type { Failure } from '../../shared/api/error.ts';
import { failed, idle, loading, ready, type Resource } from '../../shared/resource.ts';
import { readerLeft } from '../auth/slice.ts';
import type { GamesQuery } from './api.ts';

export interface PublisherState {
  readonly query: GamesQuery;
  readonly games: Resource<Page<PublisherGame>>;
  /** The forecast on the page; it is replaced in place while it is open. */
  readonly open: { readonly id: number; readonly forecast: Resource<Forecast> } | null;
  readonly download:
    { readonly status: 'idle' | 'running' } | { readonly status: 'failed'; readonly failure: Failure };
}

const initialState: PublisherState = {
  query: { scope: 'own', q: '' },
  games: idle,
  open: null,
  download: { status: 'idle' },
};

const slice = createSlice({
  name: 'publisher',
  initialState: initialState,
  reducers: {
    gamesOpened: (state, { payload }: PayloadAction<GamesQuery>) => ({
      ...state,
      query: payload,
      games: payload.scope === state.query.scope && state.games.status === 'ready' ? state.games : loading,
    }),
    moreAsked: (state) => state,
    gamesReceived(state, { payload }: PayloadAction<{ page: Page<PublisherGame>; from: string | null }>) {
      const before = payload.from !== null && state.games.status === 'ready' ? state.games.data.items : [];
      return { ...state, games: ready({ ...payload.page, items: [...before, ...payload.page.items] }) };
    },
    gamesFailed: (state, { payload }: PayloadAction<Failure>) => ({ ...state, games: failed(payload) }),
    forecastOpened: (state, { payload: id }: PayloadAction<number>) => ({
      ...state,
      download: { status: 'idle' as const },
      open: {
        id,
        forecast:
          state.open?.id === id && state.open.forecast.status === 'ready' ? state.open.forecast : loading,
      },
    }),
    forecastClosed: (state) => state,
    forecastReceived: (state, { payload }: PayloadAction<Forecast>) =>
      state.open?.id === payload.game.id
        ? { ...state, open: { ...state.open, forecast: ready(payload) } }
        : state,
    forecastFailed: (state, { payload }: PayloadAction<Failure>) =>
      state.open === null ? state : { ...state, open: { ...state.open, forecast: failed(payload) } },
    csvAsked: (state, _action: PayloadAction<{ id: number; name: string }>) => ({
      ...state,
      download: { status: 'running' as const },
    }),
    csvSaved: (state) => ({ ...state, download: { status: 'idle' as const } }),
    csvFailed: (state, { payload }: PayloadAction<Failure>) => ({
      ...state,
      download: { status: 'failed' as const, failure: payload },
    }),
  },
  extraReducers: (builder) => {
    builder.addMatcher(readerLeft, () => initialState);
  },
});

export const publisherActions = slice.actions;
export const publisherReducer = slice.reducer;

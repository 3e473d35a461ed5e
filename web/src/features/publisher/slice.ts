import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { Forecast, PublisherPage, WhatIf, WhatIfRequest } from '../../shared/api/contract.ts';
import type { Failure } from '../../shared/api/error.ts';
import { failed, idle, loading, ready, type Resource } from '../../shared/resource.ts';
import { readerLeft } from '../auth/slice.ts';
import type { GamesQuery } from './api.ts';

/** The other plan of the open game. The last answer stays while the next one is awaited. */
export interface WhatIfState {
  readonly asking: boolean;
  readonly answer: WhatIf | null;
  readonly failure: Failure | null;
}

export interface PublisherState {
  readonly query: GamesQuery;
  readonly games: Resource<PublisherPage>;
  /** The forecast on the page; it is replaced in place while it is open. */
  readonly open: { readonly id: number; readonly forecast: Resource<Forecast> } | null;
  readonly whatIf: WhatIfState;
  readonly download:
    { readonly status: 'idle' | 'running' } | { readonly status: 'failed'; readonly failure: Failure };
}

const noWhatIf: WhatIfState = { asking: false, answer: null, failure: null };

const initialState: PublisherState = {
  query: { scope: 'own', q: '' },
  games: idle,
  open: null,
  whatIf: noWhatIf,
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
    gamesReceived(state, { payload }: PayloadAction<{ page: PublisherPage; from: string | null }>) {
      if (payload.from === null || state.games.status !== 'ready') {
        return { ...state, games: ready(payload.page) };
      }
      const { data } = state.games;
      return {
        ...state,
        games: ready({ ...data, ...payload.page, items: [...data.items, ...payload.page.items] }),
      };
    },
    gamesFailed: (state, { payload }: PayloadAction<Failure>) => ({ ...state, games: failed(payload) }),
    forecastOpened: (state, { payload: id }: PayloadAction<number>) => ({
      ...state,
      download: { status: 'idle' as const },
      whatIf: noWhatIf,
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
    whatIfAsked: (state, _action: PayloadAction<{ id: number; request: WhatIfRequest }>) => ({
      ...state,
      whatIf: { ...state.whatIf, asking: true, failure: null },
    }),
    whatIfAnswered: (state, { payload }: PayloadAction<WhatIf>) =>
      state.open?.id === payload.gameId
        ? { ...state, whatIf: { asking: false, answer: payload, failure: null } }
        : state,
    whatIfFailed: (state, { payload }: PayloadAction<Failure>) => ({
      ...state,
      whatIf: { asking: false, answer: null, failure: payload },
    }),
    whatIfCleared: (state) => ({ ...state, whatIf: noWhatIf }),
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

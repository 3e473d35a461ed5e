import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { GameCard, Page } from '../../shared/api/contract.ts';
import type { Failure } from '../../shared/api/error.ts';
import { failed, idle, loading, ready, type Resource } from '../../shared/resource.ts';
import type { Facets } from './api.ts';
import { queryKey, type CatalogueQuery } from './query.ts';

/** A list that grows page by page. `more` is the state of its next page. */
export interface GrowingList {
  readonly items: readonly GameCard[];
  readonly total: number;
  readonly nextCursor: string | null;
  readonly more: Resource<null>;
}

/** The shelves of the landing page. */
export interface Shelves {
  readonly popular: readonly GameCard[];
  readonly specials: readonly GameCard[];
  readonly fresh: readonly GameCard[];
  readonly total: number;
}

export interface CatalogueState {
  /** By `queryKey`: going back shows the list as it was left, with every page that had been loaded. */
  readonly lists: Readonly<Record<string, Resource<GrowingList>>>;
  readonly facets: Resource<Facets>;
  readonly shelves: Resource<Shelves>;
  readonly suggestions: { readonly text: string; readonly found: Resource<readonly GameCard[]> };
}

const initialState: CatalogueState = {
  lists: {},
  facets: idle,
  shelves: idle,
  suggestions: { text: '', found: idle },
};

/** Lists kept besides the one on the page; the oldest goes first. */
const LISTS_KEPT = 12;

const slice = createSlice({
  name: 'catalogue',
  initialState: initialState,
  reducers: {
    listOpened(state, { payload }: PayloadAction<{ query: CatalogueQuery }>) {
      const key = queryKey(payload.query);
      const list = state.lists[key];
      if (list?.status === 'ready') return state;
      const kept = Object.entries(state.lists).filter(([other]) => other !== key);
      return { ...state, lists: { ...Object.fromEntries(kept.slice(-LISTS_KEPT)), [key]: loading } };
    },
    listReceived(state, { payload }: PayloadAction<{ key: string; page: Page<GameCard> }>) {
      return { ...state, lists: { ...state.lists, [payload.key]: ready({ ...payload.page, more: idle }) } };
    },
    listFailed(state, { payload }: PayloadAction<{ key: string; failure: Failure }>) {
      return { ...state, lists: { ...state.lists, [payload.key]: failed(payload.failure) } };
    },
    moreAsked(state, { payload }: PayloadAction<{ query: CatalogueQuery }>) {
      return withMore(state, queryKey(payload.query), (list) => ({ ...list, more: loading }));
    },
    moreReceived(state, { payload }: PayloadAction<{ key: string; page: Page<GameCard> }>) {
      return withMore(state, payload.key, (list) => {
        // A game whose rank changed between two pages would come twice.
        const seen = new Set(list.items.map((game) => game.id));
        const fresh = payload.page.items.filter((game) => !seen.has(game.id));
        return { ...payload.page, items: [...list.items, ...fresh], more: idle };
      });
    },
    moreFailed(state, { payload }: PayloadAction<{ key: string; failure: Failure }>) {
      return withMore(state, payload.key, (list) => ({ ...list, more: failed(payload.failure) }));
    },
    facetsAsked: (state) => (state.facets.status === 'ready' ? state : { ...state, facets: loading }),
    facetsReceived: (state, { payload }: PayloadAction<Facets>) => ({ ...state, facets: ready(payload) }),
    facetsFailed: (state, { payload }: PayloadAction<Failure>) => ({ ...state, facets: failed(payload) }),
    shelvesAsked: (state) => (state.shelves.status === 'ready' ? state : { ...state, shelves: loading }),
    shelvesReceived: (state, { payload }: PayloadAction<Shelves>) => ({ ...state, shelves: ready(payload) }),
    shelvesFailed: (state, { payload }: PayloadAction<Failure>) => ({ ...state, shelves: failed(payload) }),
    /** A key was pressed in the search box; the saga waits for the typing to rest. */
    searchTyped(state, { payload }: PayloadAction<string>) {
      const found = payload.trim() === '' ? idle : state.suggestions.found;
      return { ...state, suggestions: { text: payload, found } };
    },
    suggestionsReceived(state, { payload }: PayloadAction<readonly GameCard[]>) {
      return { ...state, suggestions: { ...state.suggestions, found: ready(payload) } };
    },
    suggestionsFailed(state, { payload }: PayloadAction<Failure>) {
      return { ...state, suggestions: { ...state.suggestions, found: failed(payload) } };
    },
    /** Text typed into the page's own filter; the saga moves the address once the typing rests. */
    filterTyped: (state, _action: PayloadAction<CatalogueQuery>) => state,
  },
});

function withMore(
  state: CatalogueState,
  key: string,
  change: (list: GrowingList) => GrowingList,
): CatalogueState {
  const list = state.lists[key];
  return list?.status === 'ready'
    ? { ...state, lists: { ...state.lists, [key]: ready(change(list.data)) } }
    : state;
}

export const catalogueActions = slice.actions;
export const catalogueReducer = slice.reducer;

import { createSelector } from '@reduxjs/toolkit';
import type { GameCard } from '../../shared/api/contract.ts';
import { idle, type Resource } from '../../shared/resource.ts';
import type { CatalogueState, GrowingList } from './slice.ts';

interface WithCatalogue {
  readonly catalogue: CatalogueState;
}

export const selectList = (state: WithCatalogue, key: string): Resource<GrowingList> =>
  state.catalogue.lists[key] ?? idle;

export const selectFacets = (state: WithCatalogue) => state.catalogue.facets;
export const selectShelves = (state: WithCatalogue) => state.catalogue.shelves;
export const selectSuggestions = (state: WithCatalogue) => state.catalogue.suggestions;

const FEATURED = 5;

/** Featured games: the best sellers, the best-selling bargains and the newest in turn, each game once. */
export const selectFeatured = createSelector([selectShelves], (shelves): readonly GameCard[] => {
  if (shelves.status !== 'ready') return [];
  const { popular, specials, fresh } = shelves.data;
  const picked = new Map<number, GameCard>();
  for (
    let round = 0;
    picked.size < FEATURED && round < popular.length + specials.length + fresh.length;
    round += 1
  ) {
    for (const shelf of [popular, specials, fresh]) {
      const game = shelf.find((candidate) => !picked.has(candidate.id) && candidate.price !== null);
      if (game !== undefined && picked.size < FEATURED) picked.set(game.id, game);
    }
  }
  return [...picked.values()];
});

import type { LibraryState } from './slice.ts';

interface WithLibrary {
  readonly library: LibraryState;
}

export const selectLibrary = (state: WithLibrary) => state.library.games;
export const selectOwns = (state: WithLibrary, gameId: number) => state.library.ownedIds.includes(gameId);

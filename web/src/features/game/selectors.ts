import type { GameDetail } from '../../shared/api/contract.ts';
import { idle, type Resource } from '../../shared/resource.ts';
import type { GameState } from './slice.ts';

export const selectGame = (state: { readonly game: GameState }, slug: string): Resource<GameDetail> =>
  state.game.bySlug[slug] ?? idle;

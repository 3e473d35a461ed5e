import { unwrap, type StoreClient } from '../../shared/api/client.ts';
import type { Facet, GameCard, Page } from '../../shared/api/contract.ts';
import type { CatalogueQuery } from './query.ts';

export const PAGE_SIZE = 24;

/** One page of games; `cursor` is the `nextCursor` of the page before. */
export function fetchGames(
  api: StoreClient,
  query: CatalogueQuery,
  page: { readonly limit: number; readonly cursor: string | null },
  signal: AbortSignal,
): Promise<Page<GameCard>> {
  const { q, genres, category, platform, price, sort } = query;
  return unwrap(
    api.GET('/api/games', {
      params: {
        query: {
          ...(q === '' ? {} : { q }),
          ...(genres.length === 0 ? {} : { genre: [...genres] }),
          ...(category === null ? {} : { category }),
          ...(platform === null ? {} : { platform }),
          ...(price === null ? {} : { price }),
          ...(sort === null ? {} : { sort }),
          ...(page.cursor === null ? {} : { cursor: page.cursor }),
          limit: page.limit,
        },
      },
      signal,
    }),
  );
}

/** What the shelves can be narrowed by, each with its number of games. */
export interface Facets {
  readonly genres: readonly Facet[];
  readonly categories: readonly Facet[];
  readonly platforms: readonly Facet[];
}

export async function fetchFacets(api: StoreClient, signal: AbortSignal): Promise<Facets> {
  const [genres, categories, platforms] = await Promise.all([
    unwrap(api.GET('/api/genres', { signal })),
    unwrap(api.GET('/api/categories', { signal })),
    unwrap(api.GET('/api/platforms', { signal })),
  ]);
  return { genres: genres.items, categories: categories.items, platforms: platforms.items };
}

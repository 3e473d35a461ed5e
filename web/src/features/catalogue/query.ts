export const SORTS = ['relevance', 'popular', 'new', 'price', '-price', 'discount', 'title'] as const;
export type Sort = (typeof SORTS)[number];

export const PRICES = ['free', 'under-10', 'under-20', 'discounted'] as const;
export type PriceFilter = (typeof PRICES)[number];

/** What a reader has asked the shelves for. The address of the page is the only place that holds it. */
export interface CatalogueQuery {
  readonly q: string;
  readonly genres: readonly string[];
  readonly category: string | null;
  readonly platform: string | null;
  readonly price: PriceFilter | null;
  /** null = the store's own choice: relevance with a text, else popular. */
  readonly sort: Sort | null;
}

export const emptyQuery: CatalogueQuery = {
  q: '',
  genres: [],
  category: null,
  platform: null,
  price: null,
  sort: null,
};

const SLUG = /^[a-z0-9][a-z0-9_-]{0,79}$/;
const TEXT_LIMIT = 100;

/** Reads an address; what it does not know is ignored, so that an old or hand-made link still shows games. */
export function parseCatalogueQuery(params: URLSearchParams): CatalogueQuery {
  return {
    q: (params.get('q') ?? '').trim().slice(0, TEXT_LIMIT),
    genres: [...new Set(params.getAll('genre').filter((slug) => SLUG.test(slug)))].sort(),
    category: slugOf(params.get('category')),
    platform: slugOf(params.get('platform')),
    price: oneOf(PRICES, params.get('price')),
    sort: oneOf(SORTS, params.get('sort')),
  };
}

/** The address of a query, always in the same order, so that the same query has one address and one key. */
export function toSearchParams(query: CatalogueQuery): URLSearchParams {
  const params = new URLSearchParams();
  if (query.q !== '') params.set('q', query.q);
  for (const genre of query.genres) params.append('genre', genre);
  if (query.category !== null) params.set('category', query.category);
  if (query.platform !== null) params.set('platform', query.platform);
  if (query.price !== null) params.set('price', query.price);
  if (query.sort !== null) params.set('sort', query.sort);
  return params;
}

/** Names a query in the state. */
export function queryKey(query: CatalogueQuery): string {
  return toSearchParams(query).toString();
}

export function gamesPath(query: CatalogueQuery): string {
  const search = queryKey(query);
  return search === '' ? '/games' : `/games?${search}`;
}

export function toggleGenre(query: CatalogueQuery, slug: string): CatalogueQuery {
  const has = query.genres.includes(slug);
  const genres = has ? query.genres.filter((genre) => genre !== slug) : [...query.genres, slug].sort();
  return { ...query, genres };
}

/** Everything that narrows the list is gone; the order that the reader chose stays. */
export function clearFilters(query: CatalogueQuery): CatalogueQuery {
  return { ...emptyQuery, sort: query.sort === 'relevance' ? null : query.sort };
}

export function isFiltered(query: CatalogueQuery): boolean {
  return queryKey({ ...query, sort: null }) !== '';
}

function slugOf(value: string | null): string | null {
  return value !== null && SLUG.test(value) ? value : null;
}

function oneOf<T extends string>(values: readonly T[], value: string | null): T | null {
  return values.find((known) => known === value) ?? null;
}

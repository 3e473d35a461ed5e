import { describe, expect, it } from '@jest/globals';
import {
  clearFilters,
  emptyQuery,
  isFiltered,
  parseCatalogueQuery,
  queryKey,
  toggleGenre,
  toSearchParams,
  type CatalogueQuery,
} from './query.ts';

const samples: readonly CatalogueQuery[] = [
  emptyQuery,
  { ...emptyQuery, q: 'ash & snow?' },
  { ...emptyQuery, genres: ['adventure', 'rpg'], price: 'discounted', sort: '-price' },
  { q: 'é', genres: ['indie'], category: 'single-player', platform: 'linux', price: 'free', sort: 'title' },
];

describe('the address of a query', () => {
  it.each(samples.map((query) => [queryKey(query), query] as const))(
    'comes back from its address: "%s"',
    (_key, query) => {
      expect(parseCatalogueQuery(new URLSearchParams(toSearchParams(query).toString()))).toEqual(query);
    },
  );

  it('ignores what it does not know, so that an old link still shows games', () => {
    const params = new URLSearchParams('sort=cheapest&price=under-3&genre=%3Cscript%3E&page=4');
    expect(parseCatalogueQuery(params)).toEqual(emptyQuery);
  });

  it('names the same genres the same way, in whatever order and however often they are asked for', () => {
    const one = parseCatalogueQuery(new URLSearchParams('genre=rpg&genre=adventure&genre=rpg'));
    const other = parseCatalogueQuery(new URLSearchParams('genre=adventure&genre=rpg'));
    expect(queryKey(one)).toBe(queryKey(other));
  });

  it('cuts a text that is too long for the store', () => {
    expect(parseCatalogueQuery(new URLSearchParams({ q: 'x'.repeat(500) })).q).toHaveLength(100);
  });
});

describe('filters', () => {
  it('a genre pressed twice is as if never pressed', () => {
    expect(toggleGenre(toggleGenre(emptyQuery, 'rpg'), 'rpg')).toEqual(emptyQuery);
  });

  it('clearing keeps the order of the list, except relevance, which needs a text', () => {
    expect(clearFilters({ ...emptyQuery, q: 'x', sort: 'title' })).toEqual({ ...emptyQuery, sort: 'title' });
    expect(clearFilters({ ...emptyQuery, q: 'x', sort: 'relevance' })).toEqual(emptyQuery);
  });

  it('an order alone narrows nothing', () => {
    expect(isFiltered({ ...emptyQuery, sort: 'new' })).toBe(false);
    expect(isFiltered({ ...emptyQuery, platform: 'linux' })).toBe(true);
  });
});

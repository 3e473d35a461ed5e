import { Binds } from '../shared/database.ts';
import type { Cursor } from '../shared/cursor.ts';
import { cardColumns } from './card.ts';
import type { GameSort, gamesQuerySchema } from './schemas.ts';
import { matchedGames } from './search.ts';
import type { z } from '@hono/zod-openapi';

export type GamesFilter = Pick<
  z.infer<typeof gamesQuerySchema>,
  'q' | 'category' | 'genre' | 'platform' | 'publisher' | 'price'
>;

export interface Statement {
  readonly sql: string;
  readonly values: unknown[];
}

interface SortRule {
  /** The sort key; never NULL, so that a page can start after any row. */
  readonly key: string;
  readonly direction: 'ASC' | 'DESC';
  readonly type: 'integer' | 'bigint' | 'text';
  /** Of a sort by price: which prices `c` have the key, and the key of the games without one, which come last. */
  readonly priced?: { readonly where: string; readonly lastKey: number };
}

const dearest = 2_147_483_648;

/** Rows of the same key follow by id. What has no price or no date comes last. `$at` is the list's instant. */
const sorts: Readonly<Record<GameSort, SortRule>> = {
  relevance: { key: 'g.score', direction: 'DESC', type: 'integer' },
  popular: { key: 's.units_30_days', direction: 'DESC', type: 'integer' },
  // Released games from the newest on, then what is to come, then those without a date.
  new: {
    key: `CASE WHEN g.release_date <= ($at AT TIME ZONE 'UTC')::date THEN g.release_date - '1970-01-01'::date
               WHEN g.release_date IS NOT NULL THEN '1800-01-01'::date - g.release_date
               ELSE -1000000 END`,
    direction: 'DESC',
    type: 'integer',
  },
  price: {
    key: 'c.price_minor',
    direction: 'ASC',
    type: 'bigint',
    priced: { where: 'true', lastKey: dearest },
  },
  '-price': {
    key: 'c.price_minor',
    direction: 'DESC',
    type: 'bigint',
    priced: { where: 'true', lastKey: -1 },
  },
  discount: {
    key: 'c.percent',
    direction: 'DESC',
    type: 'integer',
    priced: { where: 'c.percent > 0', lastKey: 0 },
  },
  title: { key: 'lower(g.title)', direction: 'ASC', type: 'text' },
};

/** The span of a game's price that holds the list's instant; no row = not for sale then. */
const priceNow = 'c.currency = $currency AND c.starts_at <= $at AND c.ends_at > $at';

const priceConditions = {
  free: 'c.price_minor = 0',
  'under-10': 'c.price_minor < 1000',
  'under-20': 'c.price_minor < 2000',
  discounted: 'c.percent > 0',
} as const;

export interface ListRequest {
  readonly filter: GamesFilter;
  readonly sort: GameSort;
  readonly limit: number;
  readonly at: Date;
  readonly currency: string;
  readonly after?: Cursor | undefined;
}

/** One page of cards and, at the end, one row more when another page follows. */
export function pageStatement(request: ListRequest): Statement {
  const binds = new Binds();
  const sort = sorts[request.sort];
  const { ctes, from, where } = selection(request, binds, request.sort);
  const rows = binds.add(request.limit + 1);
  const keyed = (key: string, joins: string, conditions: readonly string[]) => `
  SELECT g.id, ${key} AS sort_key FROM ${from}${joins}
   WHERE ${['true', ...where, ...conditions, ...placeAfter(request, key, sort, binds)].join(' AND ')}
   ORDER BY 2 ${sort.direction}, 1 LIMIT ${rows}`;
  if (sort.priced) {
    const { where: priced, lastKey } = sort.priced;
    const joins = filtersByPrice(request.filter) ? '' : ' JOIN price_spans c ON c.game_id = g.id';
    ctes.push(`priced AS MATERIALIZED (${keyed(sort.key, joins, [priceNow, priced])})`);
    const without = `NOT EXISTS (SELECT 1 FROM price_spans c WHERE c.game_id = g.id AND ${priceNow} AND ${priced})`;
    // The games without such a price follow once the others are through, and are not looked for before.
    const missing = `(SELECT count(*) FROM priced) < ${rows}`;
    ctes.push(`page AS (
  SELECT * FROM priced UNION ALL (${keyed(`${lastKey}::${sort.type}`, '', [without, missing])})
   ORDER BY sort_key ${sort.direction}, id LIMIT ${rows})`);
  } else {
    ctes.push(`page AS (${keyed(sort.key, '', [])})`);
  }
  const sql = `
WITH ${ctes.join(',\n')}
SELECT ${cardColumns}, page.sort_key
  FROM page JOIN games g USING (id) JOIN publishers p ON p.id = g.publisher_id JOIN game_stats s ON s.game_id = g.id
  LEFT JOIN LATERAL game_price(g.id, $currency, $at) c ON true
 ORDER BY page.sort_key ${sort.direction}, g.id`;
  return bindNamed(sql, binds, request);
}

/** The conditions of a page that starts after a row; the first one lets an index on the key start there. */
function placeAfter({ after }: ListRequest, key: string, sort: SortRule, binds: Binds): string[] {
  if (!after) return [];
  const comparison = sort.direction === 'ASC' ? '>' : '<';
  const place = `${binds.add(after.key)}::${sort.type}`;
  return [
    `(${key}) ${comparison}= ${place} AND ((${key}) ${comparison} ${place} OR g.id > ${binds.add(after.id)}::integer)`,
  ];
}

/** How many games the filter leaves, whatever the page. */
export function countStatement(request: ListRequest): Statement {
  const binds = new Binds();
  const { ctes, from, where } = selection(request, binds, undefined);
  const withs = ctes.length > 0 ? `WITH ${ctes.join(',\n')}` : '';
  return bindNamed(
    `${withs} SELECT count(*) AS total FROM ${from} WHERE ${['true', ...where].join(' AND ')}`,
    binds,
    request,
  );
}

/** @param sort what the rows will be sorted by; undefined = they are only counted. */
function selection({ filter }: ListRequest, binds: Binds, sort: GameSort | undefined) {
  const ctes: string[] = [];
  const where: string[] = [];
  let from: string;
  if (filter.q !== undefined && filter.q.trim() !== '') {
    ctes.push(matchedGames(filter.q, binds, sort === 'relevance'));
    from = 'matched g';
  } else if (sort === 'relevance') {
    throw new Error('relevance needs words');
  } else {
    from = 'games g';
    where.push('g.listed');
  }
  if (sort === 'popular') from += ' JOIN game_stats s ON s.game_id = g.id';
  if (filtersByPrice(filter)) {
    from += ' JOIN price_spans c ON c.game_id = g.id';
    where.push(priceNow, priceConditions[filter.price]);
  }
  if (filter.publisher !== undefined) {
    where.push(`g.publisher_id = (SELECT id FROM publishers WHERE slug = ${binds.add(filter.publisher)})`);
  }
  const shelves = [
    ...[...new Set(filter.genre)].map((slug) => ['genres', 'genre', slug] as const),
    ['categories', 'category', filter.category] as const,
    ['platforms', 'platform', filter.platform] as const,
  ];
  for (const [table, column, slug] of shelves) {
    if (slug === undefined) continue;
    where.push(`EXISTS (SELECT 1 FROM game_${table} x WHERE x.game_id = g.id
      AND x.${column}_id = (SELECT id FROM ${table} WHERE slug = ${binds.add(slug)}))`);
  }
  return { ctes, from, where };
}

function filtersByPrice(
  filter: GamesFilter,
): filter is GamesFilter & { price: keyof typeof priceConditions } {
  return filter.price !== undefined && filter.price !== 'any';
}

/** Puts the list's instant and currency in place of their names, where the statement uses them. */
function bindNamed(sql: string, binds: Binds, { at, currency }: ListRequest): Statement {
  let text = sql;
  for (const [name, value, type] of [
    ['$at', at, 'timestamptz'],
    ['$currency', currency, 'bpchar'],
  ] as const) {
    if (!text.includes(name)) continue;
    const placeholder = `${binds.add(value)}::${type}`;
    text = text.replaceAll(name, () => placeholder);
  }
  return { sql: text, values: binds.values };
}

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
  readonly needsPrice?: true;
}

const last = 2_147_483_648;

/** Rows of the same key follow by id. What has no price or no date comes last. `$at` is the list's instant. */
const sorts: Readonly<Record<GameSort, SortRule>> = {
  relevance: { key: 'm.score', direction: 'DESC', type: 'integer' },
  popular: { key: 's.units_30_days', direction: 'DESC', type: 'integer' },
  // Released games from the newest on, then what is to come, then those without a date.
  new: {
    key: `CASE WHEN g.release_date <= ($at AT TIME ZONE 'UTC')::date THEN g.release_date - '1970-01-01'::date
               WHEN g.release_date IS NOT NULL THEN '1800-01-01'::date - g.release_date
               ELSE -1000000 END`,
    direction: 'DESC',
    type: 'integer',
  },
  price: { key: `coalesce(c.price_minor, ${last})`, direction: 'ASC', type: 'bigint', needsPrice: true },
  '-price': { key: `coalesce(c.price_minor, -1)`, direction: 'DESC', type: 'bigint', needsPrice: true },
  discount: { key: 'coalesce(c.percent, 0)', direction: 'DESC', type: 'integer', needsPrice: true },
  title: { key: 'lower(g.title)', direction: 'ASC', type: 'text' },
};

/** The price of every game at one moment, by one pass over an index and the few discounts that run. */
const currentPrices = `
  (SELECT p.game_id, p.amount_minor AS list_minor, coalesce(d.percent, 0) AS percent,
          round(p.amount_minor * (100 - coalesce(d.percent, 0)) / 100.0)::integer AS price_minor
     FROM (SELECT DISTINCT ON (game_id) game_id, amount_minor FROM price_points
            WHERE currency = $currency AND valid_from <= $at
            ORDER BY game_id, valid_from DESC, recorded_at DESC) p
     LEFT JOIN discounts d ON d.game_id = p.game_id AND d.withdrawn_at IS NULL
                          AND d.starts_at <= $at AND d.ends_at > $at AND p.amount_minor > 0)`;

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
  const { ctes, from, where } = selection(request, binds, sort.needsPrice === true);
  const comparison = sort.direction === 'ASC' ? '>' : '<';
  if (request.after) {
    const key = `${binds.add(request.after.key)}::${sort.type}`;
    const id = `${binds.add(request.after.id)}::integer`;
    where.push(
      `(${sort.key}) ${comparison}= ${key} AND ((${sort.key}) ${comparison} ${key} OR g.id > ${id})`,
    );
  }
  const sql = `
WITH ${[
    ...ctes,
    `page AS (
  SELECT g.id, ${sort.key} AS sort_key FROM ${from} WHERE ${where.join(' AND ')}
   ORDER BY 2 ${sort.direction}, 1 LIMIT ${binds.add(request.limit + 1)})`,
  ].join(',\n')}
SELECT ${cardColumns}, page.sort_key
  FROM page JOIN games g USING (id) JOIN publishers p ON p.id = g.publisher_id JOIN game_stats s ON s.game_id = g.id
  LEFT JOIN LATERAL game_price(g.id, $currency, $at) c ON true
 ORDER BY page.sort_key ${sort.direction}, g.id`;
  return bindNamed(sql, binds, request);
}

/** How many games the filter leaves, whatever the page. */
export function countStatement(request: ListRequest): Statement {
  const binds = new Binds();
  const { ctes, from, where } = selection(request, binds, false);
  const withs = ctes.length > 0 ? `WITH ${ctes.join(',\n')}` : '';
  return bindNamed(
    `${withs} SELECT count(*) AS total FROM ${from} WHERE ${where.join(' AND ')}`,
    binds,
    request,
  );
}

function selection({ filter, sort }: ListRequest, binds: Binds, sortNeedsPrice: boolean) {
  const ctes: string[] = [];
  const where = ['g.listed'];
  let from = 'games g JOIN game_stats s ON s.game_id = g.id';
  if (filter.q !== undefined && filter.q.trim() !== '') {
    ctes.push(matchedGames(filter.q, binds));
    from += ' JOIN matched m ON m.game_id = g.id';
  } else if (sort === 'relevance') {
    throw new Error('relevance needs words');
  }
  const price =
    filter.price === undefined || filter.price === 'any' ? undefined : priceConditions[filter.price];
  if (price !== undefined || sortNeedsPrice) from += ` LEFT JOIN ${currentPrices} c ON c.game_id = g.id`;
  if (price !== undefined) where.push(price);
  if (filter.publisher !== undefined) {
    where.push(`g.publisher_id = (SELECT id FROM publishers WHERE slug = ${binds.add(filter.publisher)})`);
  }
  if (filter.genre.length > 0) {
    const slugs = [...new Set(filter.genre)];
    where.push(`g.id IN (SELECT x.game_id FROM game_genres x JOIN genres n ON n.id = x.genre_id
      WHERE n.slug = ANY(${binds.add(slugs)}) GROUP BY 1 HAVING count(*) = ${binds.add(slugs.length)})`);
  }
  for (const [table, column, slug] of [
    ['categories', 'category', filter.category],
    ['platforms', 'platform', filter.platform],
  ] as const) {
    if (slug === undefined) continue;
    where.push(`g.id IN (SELECT x.game_id FROM game_${table} x JOIN ${table} n ON n.id = x.${column}_id
      WHERE n.slug = ${binds.add(slug)})`);
  }
  return { ctes, from, where };
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

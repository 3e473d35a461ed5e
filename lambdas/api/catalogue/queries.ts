import { type Cursor, encodeCursor } from '../shared/cursor.ts';
import type { Database } from '../shared/database.ts';
import { type CardRow, type DetailRow, cardColumns, toCard, toDetail } from './card.ts';
import { type ListRequest, countStatement, pageStatement } from './list-query.ts';

/** A page and the number of all games of the filter: two statements, side by side. */
export async function listGames(database: Database, request: ListRequest, list: readonly unknown[]) {
  const page = pageStatement(request);
  const count = countStatement(request);
  const [{ rows }, counted] = await Promise.all([
    database.query<CardRow & { sort_key: Cursor['key'] }>(page.sql, page.values),
    database.query<{ total: number }>(count.sql, count.values),
  ]);
  const shown = rows.slice(0, request.limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => toCard(row, request.currency, request.at, request.limit)),
    nextCursor:
      last && rows.length > request.limit
        ? encodeCursor(list, { at: request.at, key: last.sort_key, id: last.id })
        : null,
    total: counted.rows[0]?.total ?? 0,
  };
}

/**
 * The lowest price of the 30 days before the running discount began: prices change only where a price point, a
 * discount's start or its end lies, so those instants and the first one are all that need to be looked at.
 */
const lowestBefore = `
  (SELECT min(past.price_minor)
     FROM discounts d,
          LATERAL (SELECT d.starts_at - interval '30 days' AS at
                    UNION ALL SELECT valid_from FROM price_points
                     WHERE game_id = g.id AND currency = $2::bpchar AND valid_from < d.starts_at
                       AND valid_from > d.starts_at - interval '30 days'
                    UNION ALL SELECT unnest(ARRAY[starts_at, ends_at]) FROM discounts
                     WHERE game_id = g.id AND withdrawn_at IS NULL AND id <> d.id
                       AND ends_at > d.starts_at - interval '30 days' AND starts_at < d.starts_at) changes,
          LATERAL game_price(g.id, $2, changes.at) past
    WHERE d.id = c.discount_id AND changes.at < d.starts_at AND changes.at >= d.starts_at - interval '30 days')`;

const detailSql = `
SELECT ${cardColumns}, p.slug AS publisher_slug, g.description, g.developers, g.tags, g.languages,
       coalesce((SELECT json_agg(json_build_object('slug', n.slug, 'name', n.name) ORDER BY n.name)
                   FROM game_categories gc JOIN categories n ON n.id = gc.category_id WHERE gc.game_id = g.id), '[]')
         AS categories,
       ${lowestBefore} AS lowest_minor
  FROM games g JOIN publishers p ON p.id = g.publisher_id JOIN game_stats s ON s.game_id = g.id
  LEFT JOIN LATERAL game_price(g.id, $2, $3) c ON true
 WHERE g.slug = $1 AND g.listed`;

export async function findGame(database: Database, slug: string, currency: string, at: Date) {
  const { rows } = await database.query<DetailRow>(detailSql, [slug, currency, at]);
  return rows[0] && toDetail(rows[0], currency, at);
}

/**
 * What a cover is drawn from; undefined = no such game. Also of a game that is not listed: its buyers and its publisher
 * see it, and who knows the slug knows the title.
 */
export async function findCoverWords(database: Database, slug: string) {
  const { rows } = await database.query<{ title: string; genres: string[] }>(
    `SELECT title, ARRAY(SELECT n.name FROM game_genres x JOIN genres n ON n.id = x.genre_id
                          WHERE x.game_id = g.id ORDER BY n.name) AS genres
       FROM games g WHERE slug = $1`,
    [slug],
  );
  return rows[0];
}

const facetTables = { categories: 'category_id', genres: 'genre_id', platforms: 'platform_id' } as const;

export async function listFacets(database: Database, table: keyof typeof facetTables) {
  const { rows } = await database.query<{ slug: string; name: string; count: number }>(
    `SELECT n.slug, n.name, x.count
       FROM (SELECT ${facetTables[table]} AS id, count(*) AS count
               FROM game_${table} JOIN games g ON g.id = game_id WHERE g.listed GROUP BY 1) x
       JOIN ${table} n USING (id) ORDER BY n.name`,
  );
  return rows;
}

export async function lastSuccesses(database: Database) {
  const { rows } = await database.query<{ sales: Date | null; training: Date | null; forecast: Date | null }>(
    `SELECT (SELECT max(finished_at) FROM etl_runs WHERE status = 'succeeded') AS sales,
            (SELECT max(finished_at) FROM training_runs WHERE status = 'succeeded') AS training,
            (SELECT max(finished_at) FROM forecast_runs WHERE kind = 'live' AND status = 'succeeded') AS forecast`,
  );
  const row = rows[0];
  return {
    salesEtl: row?.sales?.toISOString() ?? null,
    trainModel: row?.training?.toISOString() ?? null,
    forecastSales: row?.forecast?.toISOString() ?? null,
  };
}

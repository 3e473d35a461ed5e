import type pg from 'pg';
import { formatDay, startOfDay, type EpochDay } from '../../../domain/days.ts';
import { STORE_DAYS, type DemoGame } from '../games.ts';
import { describeGame } from '../words.ts';

/** Database ids of the demo games, in the games' order. */
export type GameIds = readonly number[];

/** The day this store opened: from then on its own prices and orders count, before it only history. */
export function openingDay(anchor: EpochDay): EpochDay {
  return anchor - STORE_DAYS;
}

export async function loadCatalogue(
  db: pg.ClientBase,
  games: readonly DemoGame[],
  anchor: EpochDay,
): Promise<GameIds> {
  await insertNames(
    db,
    'publishers',
    games.map((game) => game.publisher),
    slugify,
  );
  await insertNames(
    db,
    'genres',
    games.flatMap((game) => game.genres),
    (name) => slugify(name).replaceAll('-', '_'),
  );
  await insertNames(
    db,
    'categories',
    games.flatMap((game) => game.categories),
    slugify,
  );
  await insertNames(
    db,
    'platforms',
    games.flatMap((game) => game.platforms),
    slugify,
  );
  const ids = await insertGames(db, games);
  await link(
    db,
    'game_genres',
    'genre_id',
    'genres',
    games.map((game) => game.genres),
    ids,
  );
  await link(
    db,
    'game_categories',
    'category_id',
    'categories',
    games.map((game) => game.categories),
    ids,
  );
  await link(
    db,
    'game_platforms',
    'platform_id',
    'platforms',
    games.map((game) => game.platforms),
    ids,
  );
  await insertPrices(db, games, ids, anchor);
  return ids;
}

/** Ids of a demo catalogue that an earlier start loaded. */
export async function findGameIds(db: pg.ClientBase, games: readonly DemoGame[]): Promise<GameIds> {
  const { rows } = await db.query<{ id: number; external_id: string }>(
    `SELECT id, external_id FROM games WHERE external_id LIKE 'demo-%'`,
  );
  const byExternalId = new Map(rows.map((row) => [row.external_id, row.id]));
  return games.map((game) => {
    const id = byExternalId.get(externalId(game));
    if (id === undefined)
      throw new Error(`the demo game "${game.title}" (${externalId(game)}) is not in the database`);
    return id;
  });
}

export function slugify(name: string): string {
  return name
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

export function coverKey(game: DemoGame): string {
  return `covers/${slugify(game.title)}.svg`;
}

function externalId(game: DemoGame): string {
  return `demo-${String(game.index + 1).padStart(3, '0')}`;
}

type NameTable = 'publishers' | 'genres' | 'categories' | 'platforms';

async function insertNames(
  db: pg.ClientBase,
  table: NameTable,
  names: string[],
  slug: (name: string) => string,
) {
  const unique = [...new Set(names)];
  await db.query(
    `INSERT INTO ${table} (name, slug) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING`,
    [unique, unique.map(slug)],
  );
}

async function insertGames(db: pg.ClientBase, games: readonly DemoGame[]): Promise<GameIds> {
  const { rows } = await db.query<{ id: number }>(
    `INSERT INTO games (external_id, publisher_id, slug, title, summary, description, developers, tags, languages,
                        release_date, pre_order, cover_key, listed)
     SELECT g.external_id, p.id, g.slug, g.title, g.summary, g.description, ARRAY[p.name],
            string_to_array(g.tags, '|'), ARRAY['English', 'French', 'German', 'Spanish', 'Japanese'],
            g.release_date, g.pre_order, g.cover_key, g.listed
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::date[],
                   $9::boolean[], $10::text[], $11::boolean[]) WITH ORDINALITY
         AS g(external_id, publisher, slug, title, summary, description, tags, release_date, pre_order, cover_key,
              listed, position)
       JOIN publishers p ON p.name = g.publisher
      ORDER BY g.position
     RETURNING id`,
    [
      games.map(externalId),
      games.map((game) => game.publisher),
      games.map((game) => slugify(game.title)),
      games.map((game) => game.title),
      games.map((game) => game.summary),
      games.map(describeGame),
      games.map((game) => [...game.genres, ...game.categories].join('|')),
      games.map((game) => (game.releaseKnown ? formatDay(game.releaseDay) : null)),
      games.map((game) => game.preOrder),
      games.map(coverKey),
      games.map((game) => game.saleEnd === null),
    ],
  );
  return rows.map((row) => row.id);
}

async function link(
  db: pg.ClientBase,
  table: 'game_genres' | 'game_categories' | 'game_platforms',
  column: 'genre_id' | 'category_id' | 'platform_id',
  names: NameTable,
  lists: readonly (readonly string[])[],
  ids: GameIds,
) {
  const pairs = lists.flatMap((list, i) => list.map((name) => [ids[i], name] as const));
  await db.query(
    `INSERT INTO ${table} (game_id, ${column})
     SELECT pair.game_id, n.id FROM unnest($1::integer[], $2::text[]) AS pair(game_id, name)
       JOIN ${names} n ON n.name = pair.name`,
    [pairs.map(([id]) => id), pairs.map(([, name]) => name)],
  );
}

/** Prices since the store opened; what held before is told by the history's own rows. */
async function insertPrices(db: pg.ClientBase, games: readonly DemoGame[], ids: GameIds, anchor: EpochDay) {
  const opened = openingDay(anchor);
  const rows = games.flatMap((game, i) => {
    if (game.saleEnd !== null) return [];
    const announced = game.saleStart > anchor ? anchor - 30 : game.saleStart;
    const atOpening = game.prices.filter((price) => price.day <= opened).at(-1);
    const later = game.prices
      .filter((price) => price.day > opened)
      .map((price) => ({ ...price, day: Math.min(price.day, Math.max(opened, announced)) }));
    const points = atOpening
      ? [{ ...atOpening, day: opened }, ...game.prices.filter((price) => price.day > opened)]
      : later;
    return points.map((point) => ({ id: ids[i], ...point }));
  });
  await db.query(
    `INSERT INTO price_points (game_id, currency, amount_minor, valid_from, recorded_at)
     SELECT game_id, 'USD', amount_minor, valid_from, least(valid_from, now())
       FROM unnest($1::integer[], $2::integer[], $3::timestamptz[]) AS p(game_id, amount_minor, valid_from)`,
    [rows.map((row) => row.id), rows.map((row) => row.amountMinor), rows.map((row) => startOfDay(row.day))],
  );
}

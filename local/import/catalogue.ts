import path from 'node:path';
import type pg from 'pg';
import { coverArt } from '../../domain/cover-art.ts';
import { readCatalogue, type CatalogueRow } from './catalogue-rows.ts';
import { ImportError, textHash } from './csv-file.ts';
import { inImport, type ImportOptions, type ImportOutcome } from './import-run.ts';
import { newSlug } from './slug.ts';

export interface CatalogueOptions extends ImportOptions {
  /** Keeps a generated cover under this key of the media bucket. */
  readonly putCover: (key: string, svg: string) => Promise<void>;
}

interface Recorded {
  readonly recordedAt: Date;
}

interface Changes {
  added: number;
  changed: number;
  prices: number;
}

/** Brings the games of the file in, or up to date; games that the file does not name stay as they are. */
export async function importCatalogue(options: CatalogueOptions): Promise<ImportOutcome> {
  const { file } = options;
  const sha256 = await textHash(file);
  return inImport(options, async (db, problems, recordedAt) => {
    const rows = await readCatalogue(file, problems);
    if (problems.total > 0 && !options.skipBadRows) {
      return { status: 'refused', message: 'nothing was written', rows: rows.length, problems };
    }
    if (rows.length === 0) throw new ImportError(`${file} has no rows to import`);
    const changes = await apply(db, rows, { ...options, recordedAt });
    if (changes.added + changes.changed + changes.prices === 0) {
      return {
        status: 'unchanged',
        message: 'every game is as the file says: nothing changed',
        rows: rows.length,
        problems,
      };
    }
    await db.query(
      `INSERT INTO imports (kind, source, file_name, sha256, row_count, skipped_rows, recorded_at)
       VALUES ('catalogue', 'catalogue', $1, $2, $3, $4, $5)
       ON CONFLICT (kind, source, sha256) WHERE undone_at IS NULL DO UPDATE SET recorded_at = EXCLUDED.recorded_at`,
      [path.basename(file), sha256, rows.length, problems.rows, recordedAt],
    );
    const skipped = problems.rows > 0 ? `, ${problems.rows} rows skipped` : '';
    const message = `${changes.added} games added, ${changes.changed} changed, ${changes.prices} prices noted${skipped}`;
    return { status: 'imported', message, rows: rows.length, problems };
  });
}

async function apply(
  db: pg.ClientBase,
  rows: readonly CatalogueRow[],
  options: CatalogueOptions & Recorded,
): Promise<Changes> {
  await insertNames(
    db,
    'publishers',
    rows.map((row) => row.publisher),
    '-',
  );
  await insertNames(
    db,
    'genres',
    rows.flatMap((row) => row.genres),
    '_',
  );
  await insertNames(
    db,
    'categories',
    rows.flatMap((row) => row.categories),
    '-',
  );
  const added = await insertNewGames(db, rows, options);
  await stageRows(db, rows);
  const updated = await updateGames(db);
  const linked = new Set([
    ...(await link(db, 'genre', 'genres', 'game_genres')),
    ...(await link(db, 'category', 'categories', 'game_categories')),
  ]);
  const prices = await notePrices(db, options);
  for (const id of added) linked.delete(id);
  return { added: added.size, changed: new Set([...updated, ...linked]).size, prices };
}

/** Names that are new get a slug that no other has, and keep it. */
async function insertNames(
  db: pg.ClientBase,
  table: 'publishers' | 'genres' | 'categories',
  names: readonly string[],
  joint: '-' | '_',
): Promise<void> {
  const { rows } = await db.query<{ name: string; slug: string }>(`SELECT name, slug FROM ${table}`);
  const known = new Set(rows.map((row) => row.name));
  const taken = new Set(rows.map((row) => row.slug.replaceAll('_', '-')));
  const fresh = [...new Set(names)].filter((name) => !known.has(name));
  const slugs = fresh.map((name) => {
    const slug = newSlug(name, name, taken, table.slice(0, 3));
    taken.add(slug);
    return slug.replaceAll('-', joint);
  });
  await db.query(`INSERT INTO ${table} (name, slug) SELECT * FROM unnest($1::text[], $2::text[])`, [
    fresh,
    slugs,
  ]);
}

async function insertNewGames(
  db: pg.ClientBase,
  rows: readonly CatalogueRow[],
  { putCover }: CatalogueOptions,
): Promise<ReadonlySet<number>> {
  const { rows: stored } = await db.query<{ external_id: string | null; slug: string }>(
    'SELECT external_id, slug FROM games',
  );
  const known = new Set(stored.map((game) => game.external_id));
  const taken = new Set(stored.map((game) => game.slug));
  const fresh = rows.filter((row) => !known.has(row.externalId));
  const slugs = fresh.map((row) => {
    const slug = newSlug(row.title, row.externalId, taken);
    taken.add(slug);
    return slug;
  });
  const covers = slugs.map((slug) => `covers/${slug}.svg`);
  for (const [i, row] of fresh.entries()) {
    const slug = slugs[i] ?? '';
    await putCover(covers[i] ?? '', coverArt({ title: row.title, genres: row.genres, seed: slug }));
  }
  const { rows: inserted } = await db.query<{ id: number }>(
    `INSERT INTO games (external_id, publisher_id, slug, title, cover_key)
     SELECT g.external_id, p.id, g.slug, g.title, g.cover_key
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
         WITH ORDINALITY AS g(external_id, publisher, slug, title, cover_key, position)
       JOIN publishers p ON p.name = g.publisher ORDER BY g.position RETURNING id`,
    [
      fresh.map((row) => row.externalId),
      fresh.map((row) => row.publisher),
      slugs,
      fresh.map((row) => row.title),
      covers,
    ],
  );
  return new Set(inserted.map((game) => game.id));
}

async function stageRows(db: pg.ClientBase, rows: readonly CatalogueRow[]): Promise<void> {
  await db.query(
    `CREATE TEMP TABLE imported ON COMMIT DROP AS
     SELECT g.id AS game_id, p.id AS publisher_id, r.*
       FROM jsonb_to_recordset($1) AS r("externalId" text, title text, publisher text, "releaseDate" date,
         developers text[], tags text[], languages text[], genres text[], categories text[], "priceMinor" integer)
       JOIN games g ON g.external_id = r."externalId" JOIN publishers p ON p.name = r.publisher`,
    [JSON.stringify(rows)],
  );
}

/** Games whose own columns differ from the file; those of this import among them are filled, not changed. */
async function updateGames(db: pg.ClientBase): Promise<number[]> {
  const { rows } = await db.query<{ id: number; changed: boolean }>(
    `UPDATE games g
        SET title = i.title, publisher_id = i.publisher_id, release_date = i."releaseDate",
            developers = i.developers, tags = i.tags, languages = i.languages, updated_at = now()
       FROM imported i
      WHERE g.id = i.game_id
        AND (g.title, g.publisher_id, g.release_date, g.developers, g.tags, g.languages)
            IS DISTINCT FROM (i.title, i.publisher_id, i."releaseDate", i.developers, i.tags, i.languages)
     RETURNING g.id, g.created_at <> now() AS changed`,
  );
  return rows.filter((row) => row.changed).map((row) => row.id);
}

/** Makes the links those of the file; returns the games of which one came or went. */
async function link(
  db: pg.ClientBase,
  name: 'genre' | 'category',
  names: 'genres' | 'categories',
  table: 'game_genres' | 'game_categories',
): Promise<number[]> {
  const wanted = `SELECT i.game_id, n.id FROM imported i, unnest(i.${names}) AS w(name) JOIN ${names} n USING (name)`;
  const { rows } = await db.query<{ game_id: number }>(
    `WITH wanted (game_id, id) AS (${wanted}),
     gone AS (
       DELETE FROM ${table} t USING imported i WHERE t.game_id = i.game_id
          AND NOT EXISTS (SELECT 1 FROM wanted w WHERE w.game_id = t.game_id AND w.id = t.${name}_id)
       RETURNING t.game_id),
     come AS (
       INSERT INTO ${table} (game_id, ${name}_id) SELECT game_id, id FROM wanted
       ON CONFLICT DO NOTHING RETURNING game_id)
     SELECT game_id FROM gone UNION SELECT game_id FROM come`,
  );
  return rows.map((row) => row.game_id);
}

/** A price that differs from the one that holds is a new dated row; blank ends the sale. */
async function notePrices(
  db: pg.ClientBase,
  { currency, now, recordedAt }: CatalogueOptions & Recorded,
): Promise<number> {
  const { rowCount } = await db.query(
    `INSERT INTO price_points (game_id, currency, amount_minor, valid_from, recorded_at)
     SELECT i.game_id, $1::text, i."priceMinor", $2, $3
       FROM imported i
       LEFT JOIN LATERAL (
         SELECT amount_minor FROM price_points p
          WHERE p.game_id = i.game_id AND p.currency = $1 AND p.valid_from <= $2
          ORDER BY valid_from DESC, recorded_at DESC LIMIT 1) held ON true
      WHERE held.amount_minor IS DISTINCT FROM i."priceMinor"`,
    [currency, now, recordedAt],
  );
  return rowCount ?? 0;
}

import path from 'node:path';
import type pg from 'pg';
import { dayOfInstant, formatDay, type EpochDay } from '../../domain/days.ts';
import { ImportError, readCsv, textHash, type CsvRow } from './csv-file.ts';
import { parseDate, parsePrice, parseUnits, type Parsed } from './fields.ts';
import { batches, inImport, type ImportOptions, type ImportOutcome } from './import-run.ts';
import type { ProblemLog } from './problems.ts';

export interface SalesHistoryOptions extends ImportOptions {
  readonly source: string;
  readonly measure: 'units' | 'players';
}

const format = {
  required: ['external_id', 'date', 'units', 'list_price', 'unit_price'],
  optional: [],
} as const;
const batchRows = 20_000;
const progressRows = 1_000;

interface HistoryRow {
  readonly line: number;
  readonly gameId: number;
  readonly date: EpochDay;
  readonly units: number;
  readonly list: number | null;
  readonly unit: number | null;
}

/** Takes in units sold elsewhere or before this store; the same file of the same source twice changes nothing. */
export async function importSalesHistory(options: SalesHistoryOptions): Promise<ImportOutcome> {
  const { file, source, measure, now } = options;
  if (!/^[a-z0-9][a-z0-9_-]{0,59}$/.test(source)) {
    throw new ImportError(
      `--source "${source}": expected 1 to 60 of a-z, 0-9, _ and -, a letter or digit first`,
    );
  }
  const sha256 = await textHash(file);
  return inImport(options, async (db, problems, recordedAt) => {
    const known = await sameFile(db, source, measure, sha256);
    if (known !== undefined) return { status: 'unchanged', message: known, rows: 0, problems };
    const games = await gameIds(db);
    await db.query(`CREATE TEMP TABLE imported (
      line integer, game_id integer, date date, units integer, list_minor integer, unit_minor integer) ON COMMIT DROP`);
    await db.query("SET LOCAL work_mem = '128MB'");
    const rows = await stage(db, options, games, problems, dayOfInstant(now));
    await reportDuplicates(db, problems);
    if (problems.total > 0 && !options.skipBadRows) {
      return { status: 'refused', message: 'nothing was written', rows, problems };
    }
    if (measure === 'units') await refuseOwnSales(db, file);
    const written = await write(db, options, { sha256, skipped: problems.rows, recordedAt });
    if (written === 0) throw new ImportError(`${file} has no rows to import`);
    if (measure === 'units') await db.query('SELECT refresh_sales_stats($1)', [formatDay(dayOfInstant(now))]);
    const skipped = problems.rows > 0 ? `, ${problems.rows} skipped` : '';
    return { status: 'imported', message: `${written} rows of source ${source}${skipped}`, rows, problems };
  });
}

async function sameFile(
  db: pg.ClientBase,
  source: string,
  measure: string,
  sha256: string,
): Promise<string | undefined> {
  const { rows } = await db.query<{ id: number; measure: string; sha256: string }>(
    `SELECT id, measure, sha256 FROM imports
      WHERE kind = 'sales-history' AND source = $1 AND undone_at IS NULL ORDER BY id`,
    [source],
  );
  const other = rows.find((row) => row.measure !== measure);
  if (other) {
    throw new ImportError(
      `source ${source} counts ${other.measure}, and this import counts ${measure}; give it a --source of its own`,
    );
  }
  const same = rows.find((row) => row.sha256 === sha256);
  return same && `this file was imported before as number ${same.id} of source ${source}: nothing changed`;
}

async function gameIds(db: pg.ClientBase): Promise<ReadonlyMap<string, number>> {
  const { rows } = await db.query<{ id: number; external_id: string }>(
    'SELECT id, external_id FROM games WHERE external_id IS NOT NULL',
  );
  return new Map(rows.map((row) => [row.external_id, row.id]));
}

async function stage(
  db: pg.ClientBase,
  options: SalesHistoryOptions,
  games: ReadonlyMap<string, number>,
  problems: ProblemLog,
  today: EpochDay,
): Promise<number> {
  let read = 0;
  let share = 0;
  async function* parsed(): AsyncGenerator<HistoryRow> {
    for await (const row of readCsv(options.file, format, problems, (part) => (share = part))) {
      read += 1;
      if (read % progressRows === 0) options.progress?.({ rows: read, share: Math.min(share, 0.999) });
      const good = parseRow(row, games, problems, today);
      if (good) yield good;
    }
  }
  for await (const batch of batches(parsed(), batchRows)) {
    await db.query(
      `INSERT INTO imported SELECT line, game_id, date '1970-01-01' + day, units, list_minor, unit_minor
         FROM unnest($1::int[], $2::int[], $3::int[], $4::int[], $5::int[], $6::int[])
           AS r(line, game_id, day, units, list_minor, unit_minor)`,
      [
        batch.map((row) => row.line),
        batch.map((row) => row.gameId),
        batch.map((row) => row.date),
        batch.map((row) => row.units),
        batch.map((row) => row.list),
        batch.map((row) => row.unit),
      ],
    );
  }
  options.progress?.({ rows: read, share: 1 });
  return read;
}

function parseRow(
  { line, cells }: CsvRow,
  games: ReadonlyMap<string, number>,
  problems: ProblemLog,
  today: EpochDay,
): HistoryRow | undefined {
  let good = true;
  const take = <T>(column: string, parse: (text: string) => Parsed<T>): T | undefined => {
    const value = cells[column] ?? '';
    const parsed = parse(value);
    if ('value' in parsed) return parsed.value;
    problems.add({ line, column, value, reason: parsed.reason });
    good = false;
    return undefined;
  };
  const gameId = take('external_id', (text) => {
    const id = games.get(text);
    return id === undefined
      ? { reason: 'is no game of the catalogue; import its catalogue first' }
      : { value: id };
  });
  const date = take('date', (text) => parseDate(text, today));
  const units = take('units', parseUnits);
  const list = take('list_price', (text) => parsePrice(text));
  const unit = take('unit_price', (text) => parsePrice(text));
  if (!good || gameId === undefined || date === undefined || units === undefined) return undefined;
  return { line, gameId, date, units, list: list ?? null, unit: unit ?? null };
}

/** The second row of a game and day is the bad one; skipping leaves the first. */
async function reportDuplicates(db: pg.ClientBase, problems: ProblemLog): Promise<void> {
  const { rows } = await db.query<{ line: number; first: number; date: string; external_id: string }>(
    `SELECT d.line, d.first, to_char(d.date, 'YYYY-MM-DD') AS date, g.external_id
       FROM (SELECT line, game_id, date, min(line) OVER (PARTITION BY game_id, date) AS first FROM imported) d
       JOIN games g ON g.id = d.game_id WHERE d.line > d.first ORDER BY d.line`,
  );
  for (const { line, first, date, external_id: id } of rows) {
    const reason = `stands already in line ${first} for game ${id}; expected one row a game and day`;
    problems.add({ line, column: 'date', value: date, reason });
  }
}

/**
 * Sales of this store must not come back as history: they would count twice. A file cannot say where its units were
 * sold, so the sign is likeness: at least 7 days on which this store sold too, and nine in ten with its exact count.
 */
async function refuseOwnSales(db: pg.ClientBase, file: string): Promise<void> {
  const { rows } = await db.query<{ days: number; equal: number }>(
    `SELECT count(*)::int AS days, (count(*) FILTER (WHERE i.units = s.units))::int AS equal
       FROM imported i
       JOIN (SELECT oi.game_id, (o.paid_at AT TIME ZONE 'UTC')::date AS date, sum(oi.quantity) AS units
               FROM orders o JOIN order_items oi ON oi.order_id = o.id WHERE o.paid_at IS NOT NULL GROUP BY 1, 2) s
         USING (game_id, date)`,
  );
  const { days = 0, equal = 0 } = rows[0] ?? {};
  if (days >= 7 && equal >= days * 0.9) {
    throw new ImportError(
      `${file} looks like this store's own sales (${equal} of ${days} days have the very units that were sold here); ` +
        'a history holds what was sold elsewhere or before',
    );
  }
}

async function write(
  db: pg.ClientBase,
  { file, source, measure }: SalesHistoryOptions,
  { sha256, skipped, recordedAt }: { sha256: string; skipped: number; recordedAt: Date },
): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    `INSERT INTO imports (kind, source, measure, file_name, sha256, row_count, skipped_rows, recorded_at)
     VALUES ('sales-history', $1, $2, $3, $4, 0, $5, $6) RETURNING id`,
    [source, measure, path.basename(file), sha256, skipped, recordedAt],
  );
  const id = rows[0]?.id;
  // Three quarters of a million references are held by one lock on the games instead of a check for each row.
  await db.query('SELECT id FROM games FOR KEY SHARE');
  await db.query('SET LOCAL session_replication_role = replica');
  const { rowCount } = await db.query(
    `INSERT INTO sales_history (import_id, game_id, date, units, list_price_minor, unit_price_minor)
     SELECT DISTINCT ON (game_id, date) $1::int, game_id, date, units, list_minor, unit_minor
       FROM imported ORDER BY game_id, date, line`,
    [id],
  );
  await db.query('SET LOCAL session_replication_role = origin');
  await db.query('UPDATE imports SET row_count = $2 WHERE id = $1', [id, rowCount]);
  return rowCount ?? 0;
}

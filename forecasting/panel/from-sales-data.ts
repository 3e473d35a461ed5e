import { formatDay, parseDay } from '../../domain/days.ts';
import type { EpochDay } from '../../domain/days.ts';
import { readCsv, readHeader } from './csv.ts';
import { LARGEST_NUMBER, parseNumber } from './number.ts';
import { emptyPanel } from './panel.ts';
import type { Panel, PanelGame } from './panel.ts';
import { PanelSourceError } from './source-error.ts';

/** A game of a run: its file, and what the run knows where the file is silent. */
export interface SalesDataFile {
  readonly id: string;
  /** The CSV text; `null` when the game has none. */
  readonly csv: string | null;
  /** Overrides the date that `days_since_release` tells; needed for a game whose file holds no row. */
  readonly releaseDay?: EpochDay | null;
  /** Overrides the genres that the columns `genre_…` tell. */
  readonly genres?: readonly string[];
}

interface GameRows {
  readonly game: PanelGame;
  readonly first: EpochDay;
  readonly rows: readonly SalesDay[];
}

interface SalesDay {
  readonly observed: boolean;
  readonly units: number;
  readonly listPrice: number;
  /** `undefined` where unknown. */
  readonly discount: number | undefined;
}

const needed = [
  'purchase_date',
  'quantity',
  'discount_rate',
  'days_since_release',
  'list_price',
  'observed',
] as const;
type Needed = (typeof needed)[number];

/**
 * The panel of one run's files. Its days end the day before `asOf`; it starts with the earliest file. An empty
 * value means unknown and is masked, never 0.
 *
 * @throws PanelSourceError naming game, line, column and value
 */
export function panelFromSalesData(asOf: EpochDay, files: Iterable<SalesDataFile>): Panel {
  const games = [...files].map((file) => readFile(file, asOf));
  const start = games.reduce((earliest, { first }) => Math.min(earliest, first), asOf - 1);
  const panel = emptyPanel(
    start,
    asOf - start,
    games.map(({ game }) => game),
  );
  games.forEach(({ first, rows }, game) => {
    rows.forEach((row, n) => {
      const at = game * panel.days + (first - start) + n;
      panel.observed[at] = row.observed ? 1 : 0;
      panel.units[at] = row.units;
      panel.listPrice[at] = row.listPrice;
      if (row.discount === undefined) return;
      panel.discountKnown[at] = 1;
      panel.discount[at] = Math.fround(row.discount);
    });
  });
  return panel;
}

function readFile(file: SalesDataFile, asOf: EpochDay): GameRows {
  const rows: SalesDay[] = [];
  let at: Record<Needed, number> | undefined;
  let genres: { name: string; at: number }[] = [];
  let first = asOf;
  let releaseDay: EpochDay | null = null;
  let own: readonly string[] = [];
  for (const { line, fields } of readCsv(file.csv ?? '', `game ${file.id}`)) {
    const where = `game ${file.id} line ${line}`;
    if (at === undefined) {
      at = readHeader<Needed>(fields, `game ${file.id}`, needed, []).at;
      genres = fields.flatMap((name, n) =>
        name.startsWith('genre_') ? [{ name: name.slice(6), at: n }] : [],
      );
      continue;
    }
    const day = parseDay(fields[at.purchase_date] ?? '');
    if (day === null || day >= asOf || (rows.length > 0 && day !== first + rows.length)) {
      const value = fields[at.purchase_date] ?? '';
      const wanted = rows.length > 0 ? formatDay(first + rows.length) : `a day before ${formatDay(asOf)}`;
      throw new PanelSourceError(where, `purchase_date is "${value}", expected ${wanted}`);
    }
    if (rows.length === 0) {
      first = day;
      own = genres.filter((genre) => fields[genre.at] === '1').map(({ name }) => name);
      const age = number(fields[at.days_since_release], where, 'days_since_release');
      if (age !== undefined) releaseDay = day - age;
    }
    rows.push(readRow(fields, at, where));
  }
  const game = { id: file.id, releaseDay: file.releaseDay ?? releaseDay, genres: file.genres ?? own };
  return { game, first, rows };
}

function readRow(fields: readonly string[], at: Record<Needed, number>, where: string): SalesDay {
  const units = number(fields[at.quantity], where, 'quantity');
  if (units !== undefined && units < 0) {
    throw new PanelSourceError(where, `quantity is ${units}, expected 0 or more`);
  }
  const listPrice = number(fields[at.list_price], where, 'list_price') ?? NaN;
  if (listPrice < 0) throw new PanelSourceError(where, `list_price is ${listPrice}, expected 0 or more`);
  const discount = number(fields[at.discount_rate], where, 'discount_rate');
  if (discount !== undefined && (discount < 0 || discount > 1)) {
    throw new PanelSourceError(where, `discount_rate is ${discount}, expected 0 to 1`);
  }
  const observed = fields[at.observed] === '1' && units !== undefined;
  return {
    observed,
    units: observed ? units : 0,
    listPrice,
    discount: discount === undefined ? undefined : Math.min(0.99, discount),
  };
}

function number(text: string | undefined, where: string, column: Needed): number | undefined {
  if (text === undefined || text === '') return undefined;
  const value = parseNumber(text);
  if (Number.isNaN(value)) {
    throw new PanelSourceError(where, `${column} is "${text}", expected a number up to ${LARGEST_NUMBER}`);
  }
  return value;
}

import { formatDay, parseDay } from '../../domain/days.ts';
import type { EpochDay } from '../../domain/days.ts';
import { checkWidth, readCsv, readHeader } from './csv.ts';
import type { Header } from './csv.ts';
import { LARGEST_NUMBER, parseNumber } from './number.ts';
import { emptyPanel } from './panel.ts';
import type { Panel, PanelGame } from './panel.ts';
import { PanelSourceError } from './source-error.ts';

/** What is known of a game beside its sales, by external id. */
export type GameFacts = ReadonlyMap<string, { releaseDay: EpochDay | null; genres: readonly string[] }>;

/** A span of more days than this is a slip of a year in some date. */
const LONGEST_DAYS = 50 * 366;

const needed = ['external_id', 'date', 'units'] as const;
const prices = ['list_price', 'unit_price'] as const;
type Column = (typeof needed)[number] | (typeof prices)[number];

interface Rows {
  readonly ids: string[];
  /** By row: where it stands in the file. */
  readonly line: number[];
  /** By row: the index of the game in `ids`. */
  readonly game: number[];
  readonly day: number[];
  readonly units: number[];
  readonly listPrice: number[];
  readonly unitPrice: number[];
}

/**
 * The panel of a sales-history file. Its span runs from the file's first date to its last over all games; a game
 * exists from its first row on, and each later day of the span without a row is a day with 0 units. Prices may be left
 * out, cell by cell or with their columns.
 *
 * @param source the name of the file, for errors
 * @throws PanelSourceError naming line, column and value
 */
export function panelFromSalesHistory(text: string, source: string, facts: GameFacts = new Map()): Panel {
  const rows = readRows(text, source);
  if (rows.day.length === 0) throw new PanelSourceError(source, 'holds no row of sales');
  const [start, end] = spanOf(rows, source);
  const games = rows.ids.map((id): PanelGame => {
    const known = facts.get(id);
    return { id, releaseDay: known?.releaseDay ?? null, genres: known?.genres ?? [] };
  });
  const panel = emptyPanel(start, end - start + 1, games);
  fill(panel, rows, source);
  return panel;
}

function spanOf({ day, line }: Rows, source: string): [EpochDay, EpochDay] {
  let first = 0;
  let last = 0;
  for (let row = 1; row < day.length; row++) {
    if (day[row]! < day[first]!) first = row;
    if (day[row]! > day[last]!) last = row;
  }
  const [start, end] = [day[first]!, day[last]!];
  if (end - start >= LONGEST_DAYS) {
    const span = `runs from ${formatDay(start)} (line ${line[first]}) to ${formatDay(end)} (line ${line[last]})`;
    throw new PanelSourceError(source, `${span}; expected at most 50 years between its dates`);
  }
  return [start, end];
}

function readRows(text: string, source: string): Rows {
  const rows: Rows = { ids: [], line: [], game: [], day: [], units: [], listPrice: [], unitPrice: [] };
  const indexes = new Map<string, number>();
  let header: Header<Column> | undefined;
  for (const record of readCsv(text, source)) {
    const { line, fields } = record;
    if (header === undefined) {
      header = readHeader<Column>(fields, source, needed, prices);
      continue;
    }
    checkWidth(record, header, source);
    const { at } = header;
    const where = `${source} line ${line}`;
    const id = fields[at.external_id] ?? '';
    if (id === '') throw new PanelSourceError(where, 'external_id is empty');
    let index = indexes.get(id);
    if (index === undefined) {
      index = rows.ids.push(id) - 1;
      indexes.set(id, index);
    }
    rows.line.push(line);
    rows.game.push(index);
    rows.day.push(readDay(fields[at.date] ?? '', where));
    rows.units.push(readNumber(fields[at.units] ?? '', where, 'units', false));
    rows.listPrice.push(readNumber(fields[at.list_price] ?? '', where, 'list_price', true));
    rows.unitPrice.push(readNumber(fields[at.unit_price] ?? '', where, 'unit_price', true));
  }
  if (header === undefined) throw new PanelSourceError(source, 'is empty');
  return rows;
}

function readDay(text: string, where: string): EpochDay {
  const day = parseDay(text);
  if (day === null) {
    throw new PanelSourceError(where, `date is "${text}", expected a day such as 2020-06-14`);
  }
  return day;
}

function readNumber(text: string, where: string, column: Column, blankAllowed: boolean): number {
  if (text.trim() === '' && blankAllowed) return NaN;
  const value = parseNumber(text);
  if (!(value >= 0)) {
    throw new PanelSourceError(
      where,
      `${column} is "${text}", expected a number from 0 to ${LARGEST_NUMBER}`,
    );
  }
  return value;
}

function fill(panel: Panel, rows: Rows, source: string): void {
  const { days } = panel;
  const seen = new Uint8Array(panel.units.length);
  const first = new Int32Array(panel.games.length).fill(days);
  for (let row = 0; row < rows.day.length; row++) {
    const game = rows.game[row]!;
    const day = rows.day[row]! - panel.start;
    const at = game * days + day;
    if (seen[at] === 1) {
      throw new PanelSourceError(`${source} line ${rows.line[row]}`, secondRow(rows, row));
    }
    seen[at] = 1;
    panel.units[at] = rows.units[row]!;
    if (day < first[game]!) first[game] = day;
    const list = rows.listPrice[row]!;
    const paid = rows.unitPrice[row]!;
    panel.listPrice[at] = list;
    if (Number.isNaN(list) || Number.isNaN(paid)) continue;
    panel.discountKnown[at] = 1;
    panel.discount[at] = list > 0 ? Math.min(0.99, Math.max(0, 1 - paid / list)) : 0;
  }
  for (let game = 0; game < panel.games.length; game++) {
    panel.observed.fill(1, game * days + first[game]!, (game + 1) * days);
  }
}

function secondRow({ ids, game, day, line }: Rows, row: number): string {
  const first = day.findIndex((one, at) => one === day[row] && game[at] === game[row]);
  const what = `game ${ids[game[row]!]!} has a second row for ${formatDay(day[row]!)}, after that of line ${line[first]}`;
  return `${what}; expected one row a game and day, with all units of the day`;
}

import { formatDay, parseDay } from '../../domain/days.ts';
import type { EpochDay } from '../../domain/days.ts';
import { findColumns, readCsv } from './csv.ts';
import { emptyPanel } from './panel.ts';
import type { Panel, PanelGame } from './panel.ts';
import { PanelSourceError } from './source-error.ts';

/** What is known of a game beside its sales, by external id. */
export type GameFacts = ReadonlyMap<string, { releaseDay: EpochDay | null; genres: readonly string[] }>;

/** A span of more days than this is a slip of a year in some date. */
const LONGEST_DAYS = 50 * 366;
/** No day sells more units and no price is higher; sums and multiples of these stay finite in 32-bit numbers. */
const LARGEST = 1e12;
const NUMBER = /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

const columns = ['external_id', 'date', 'units', 'list_price', 'unit_price'] as const;
type Column = (typeof columns)[number];

interface Rows {
  readonly ids: string[];
  /** By row: the index of the game in `ids`. */
  readonly game: number[];
  readonly day: number[];
  readonly units: number[];
  readonly listPrice: number[];
  readonly unitPrice: number[];
}

/**
 * The panel of a sales-history file. Its span runs from the file's first date to its last over all games; a game
 * exists from its first row on, and each later day of the span without a row is a day with 0 units.
 *
 * @param source the name of the file, for errors
 * @throws PanelSourceError naming line, column and value
 */
export function panelFromSalesHistory(text: string, source: string, facts: GameFacts = new Map()): Panel {
  const rows = readRows(text, source);
  if (rows.day.length === 0) throw new PanelSourceError(source, 'holds no row of sales');
  let start = Infinity;
  let end = -Infinity;
  for (const day of rows.day) {
    if (day < start) start = day;
    if (day > end) end = day;
  }
  if (end - start >= LONGEST_DAYS) {
    throw new PanelSourceError(
      source,
      `runs from ${formatDay(start)} to ${formatDay(end)}; expected at most 50 years between its dates`,
    );
  }
  const games = rows.ids.map((id): PanelGame => {
    const known = facts.get(id);
    return { id, releaseDay: known?.releaseDay ?? null, genres: known?.genres ?? [] };
  });
  const panel = emptyPanel(start, end - start + 1, games);
  fill(panel, rows, source);
  return panel;
}

function readRows(text: string, source: string): Rows {
  const rows: Rows = { ids: [], game: [], day: [], units: [], listPrice: [], unitPrice: [] };
  const indexes = new Map<string, number>();
  let at: Record<Column, number> | undefined;
  for (const { line, fields } of readCsv(text)) {
    if (at === undefined) {
      const found = findColumns(fields, columns);
      if (found.missing.length > 0) {
        throw new PanelSourceError(
          source,
          `its first line lacks the columns ${found.missing.join(', ')}; expected ${columns.join(',')}`,
        );
      }
      at = found.at;
      continue;
    }
    const where = `${source} line ${line}`;
    const id = fields[at.external_id] ?? '';
    if (id === '') throw new PanelSourceError(where, 'external_id is empty');
    let index = indexes.get(id);
    if (index === undefined) {
      index = rows.ids.push(id) - 1;
      indexes.set(id, index);
    }
    rows.game.push(index);
    rows.day.push(readDay(fields[at.date] ?? '', where));
    rows.units.push(readNumber(fields[at.units] ?? '', where, 'units', false));
    rows.listPrice.push(readNumber(fields[at.list_price] ?? '', where, 'list_price', true));
    rows.unitPrice.push(readNumber(fields[at.unit_price] ?? '', where, 'unit_price', true));
  }
  if (at === undefined) throw new PanelSourceError(source, 'is empty');
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
  const trimmed = text.trim();
  if (trimmed === '' && blankAllowed) return NaN;
  const value = NUMBER.test(trimmed) ? Number(trimmed) : NaN;
  if (!(value <= LARGEST)) {
    throw new PanelSourceError(where, `${column} is "${text}", expected a number from 0 to ${LARGEST}`);
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
      const date = formatDay(rows.day[row]!);
      throw new PanelSourceError(source, `game ${rows.ids[game]!} has two rows for ${date}`);
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

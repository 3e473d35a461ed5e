import { PanelSourceError } from './source-error.ts';

/** A record of a CSV text and the line on which it starts, counted from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * The records of a CSV text (RFC 4180; LF accepted, a byte order mark and empty lines passed over).
 *
 * @throws PanelSourceError naming the record whose quote is never closed, which would swallow all that follows
 */
export function* readCsv(text: string, source: string): Generator<CsvRecord> {
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let line = 1;
  while (at < text.length) {
    const end = endOfLine(text, at);
    const plain = text.slice(at, text[end - 1] === '\r' ? end - 1 : end);
    if (!plain.includes('"')) {
      if (plain !== '') yield { line, fields: plain.split(',') };
      at = end + 1;
      line += 1;
      continue;
    }
    const quoted = readQuoted(text, at, `${source} line ${line}`);
    yield { line, fields: quoted.fields };
    line += quoted.lines;
    at = quoted.next;
  }
}

function endOfLine(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at === -1 ? text.length : at;
}

/** A record with a quoted field somewhere, which may run over several lines. */
function readQuoted(
  text: string,
  from: number,
  where: string,
): { fields: string[]; next: number; lines: number } {
  const fields: string[] = [];
  let at = from;
  let lines = 1;
  for (;;) {
    let value = '';
    if (text[at] === '"') {
      const closing = closingQuote(text, at + 1, where);
      value = text.slice(at + 1, closing).replaceAll('""', '"');
      lines += value.split('\n').length - 1;
      at = closing + 1;
    }
    let stop = at;
    while (stop < text.length && text[stop] !== ',' && text[stop] !== '\n') stop++;
    value += text.slice(at, stop).replace(/\r$/, '');
    fields.push(value);
    if (text[stop] !== ',') return { fields, next: stop + 1, lines };
    at = stop + 1;
  }
}

function closingQuote(text: string, from: number, where: string): number {
  let at = from;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote === -1) throw new PanelSourceError(where, 'holds a quote that is never closed');
    if (text[quote + 1] !== '"') return quote;
    at = quote + 2;
  }
}

/** Where columns stand in a file's rows; -1 where an optional one is missing. */
export interface Header<Name extends string> {
  readonly at: Record<Name, number>;
  readonly columns: number;
}

const SHOWN = 80;

/**
 * Where each wanted column stands in the file's first line.
 *
 * @throws PanelSourceError when one that is needed is missing
 */
export function readHeader<Name extends string>(
  fields: readonly string[],
  source: string,
  needed: readonly Name[],
  optional: readonly Name[],
): Header<Name> {
  const at = Object.fromEntries(
    [...needed, ...optional].map((name) => [name, fields.indexOf(name)]),
  ) as Record<Name, number>;
  const missing = needed.filter((name) => at[name] === -1);
  if (missing.length > 0) {
    const expected = needed.join(',') + optional.map((name) => `[,${name}]`).join('');
    const line = fields.join(',');
    const found = line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
    const lacks = `its first line lacks the columns ${missing.join(', ')}`;
    throw new PanelSourceError(source, `${lacks}; expected ${expected}, found "${found}"`);
  }
  return { at, columns: fields.length };
}

/** @throws PanelSourceError when a row has more cells than the header has columns, as after a comma within a number */
export function checkWidth({ line, fields }: CsvRecord, { columns }: Header<string>, source: string): void {
  if (fields.slice(columns).every((field) => field.trim() === '')) return;
  throw new PanelSourceError(
    `${source} line ${line}`,
    `has ${fields.length} cells, but the first line ${columns} columns; expected a number's decimals after a point, and cells with a comma in quotes`,
  );
}

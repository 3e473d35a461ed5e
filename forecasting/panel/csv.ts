/** A record of a CSV text and the line on which it starts, counted from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

/** The records of a CSV text (RFC 4180; LF accepted, a byte order mark and empty lines passed over). */
export function* readCsv(text: string): Generator<CsvRecord> {
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
    const quoted = readQuoted(text, at);
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
function readQuoted(text: string, from: number): { fields: string[]; next: number; lines: number } {
  const fields: string[] = [];
  let at = from;
  let lines = 1;
  for (;;) {
    let value = '';
    if (text[at] === '"') {
      const closing = closingQuote(text, at + 1);
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

function closingQuote(text: string, from: number): number {
  let at = from;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote === -1) return text.length;
    if (text[quote + 1] !== '"') return quote;
    at = quote + 2;
  }
}

/** Where each wanted column stands, or the names that the header lacks. */
export function findColumns<Name extends string>(
  header: readonly string[],
  names: readonly Name[],
): { readonly at: Record<Name, number>; readonly missing: readonly Name[] } {
  const at = Object.fromEntries(names.map((name) => [name, header.indexOf(name)])) as Record<Name, number>;
  return { at, missing: names.filter((name) => at[name] === -1) };
}

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import type { ProblemLog } from './problems.ts';

export interface CsvRow {
  readonly line: number;
  /** By the names of the header. */
  readonly cells: Readonly<Record<string, string>>;
}

export interface CsvFormat {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** A file that cannot be read at all, in words for whoever chose it. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}

interface OpenText {
  readonly text: Readable;
  /** 0 to 1: how much of the file has been read. */
  readonly share: () => number;
}

async function openText(file: string): Promise<OpenText> {
  const info = await stat(file).catch(() => undefined);
  if (!info) throw new ImportError(`${file}: no such file`);
  if (!info.isFile()) throw new ImportError(`${file} is not a file`);
  const handle = await open(file);
  const head = Buffer.alloc(2);
  await handle.read(head, 0, 2, 0);
  await handle.close();
  const source = createReadStream(file);
  const share = (): number => (info.size === 0 ? 1 : source.bytesRead / info.size);
  if (head[0] !== 0x1f || head[1] !== 0x8b) return { text: source, share };
  const unzipped = createGunzip();
  source.once('error', (error) => unzipped.destroy(error));
  return { text: source.pipe(unzipped), share };
}

/** Of the text, so that a file and its gzip are the same file. */
export async function textHash(file: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of (await openText(file)).text) hash.update(chunk as Buffer);
  } catch (error) {
    throw readable(file, error);
  }
  return hash.digest('hex');
}

function readable(file: string, error: unknown): unknown {
  if (typeof error !== 'object' || error === null || !('code' in error && 'message' in error)) return error;
  const code = String(error.code);
  const message = String(error.message);
  if (code.startsWith('Z_')) return new ImportError(`${file}: the gzip is damaged or cut off (${message})`);
  return code.startsWith('CSV_') ? new ImportError(`${file}: ${message}`) : error;
}

/**
 * The rows of an RFC 4180 file in UTF-8, with or without byte order mark, CRLF or LF, gzip or not, one at a time.
 * A row that cannot be read goes to the problems; a wrong header throws an `ImportError`.
 */
export async function* readCsv(
  file: string,
  format: CsvFormat,
  problems: ProblemLog,
  /** Hears after each row how much of the file has been read, 0 to 1. */
  onShare: (share: number) => void = () => undefined,
): AsyncGenerator<CsvRow> {
  const { text: source, share } = await openText(file);
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: 1_000_000,
  });
  parser.on('skip', (error: { lines?: number; message: string } | undefined) => {
    problems.add({
      line: error?.lines ?? 0,
      column: '',
      value: '',
      reason: error?.message ?? 'cannot be read',
    });
  });
  source.once('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let header: string[] | undefined;
  try {
    for await (const item of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      const { record } = item;
      // The parser counts the lines it has read; a quoted cell may hold line ends, and the row begins before them.
      const inside = record.reduce((sum, text) => sum + (text.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
      const line = item.info.lines - inside;
      if (!header) {
        header = checkHeader(file, record, format);
        continue;
      }
      const row = toRow(line, header, record, problems);
      onShare(share());
      if (row) yield row;
    }
  } catch (error) {
    throw readable(file, error);
  } finally {
    source.destroy();
  }
  if (!header) throw new ImportError(`${file} is empty; expected the header ${format.required.join(',')}`);
}

function checkHeader(file: string, names: readonly string[], { required, optional }: CsvFormat): string[] {
  const header = names.map((name) => name.trim());
  const expected = `expected the header ${required.join(',')}`;
  const missing = required.filter((name) => !header.includes(name));
  if (missing.length > 0)
    throw new ImportError(`${file}:1  column ${missing.join(', ')} is missing; ${expected}`);
  const unknown = header.filter((name) => !required.includes(name) && !optional.includes(name));
  if (unknown.length > 0)
    throw new ImportError(`${file}:1  column "${unknown.join('", "')}" is unknown; ${expected}`);
  const twice = header.find((name, i) => header.indexOf(name) !== i);
  if (twice !== undefined) throw new ImportError(`${file}:1  column ${twice} stands there twice`);
  return header;
}

function toRow(
  line: number,
  header: readonly string[],
  record: readonly string[],
  problems: ProblemLog,
): CsvRow | undefined {
  if (record.length !== header.length) {
    const reason = `row has ${record.length} columns; expected ${header.length}`;
    problems.add({ line, column: '', value: record.join(','), reason });
    return undefined;
  }
  const cells: Record<string, string> = {};
  for (const [i, name] of header.entries()) {
    const value = record[i] ?? '';
    // The decoder puts U+FFFD where the bytes are no UTF-8.
    if (value.includes('\ufffd') || value.includes('\u0000')) {
      problems.add({ line, column: name, value, reason: 'is not valid UTF-8 text' });
      return undefined;
    }
    cells[name] = value;
  }
  return { line, cells };
}

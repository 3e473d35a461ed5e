import { formatDay } from '../../domain/days.ts';
import { readCsv, type CsvRow } from './csv-file.ts';
import { parseDate, parseList, parsePrice, parseText, type Parsed } from './fields.ts';
import type { ProblemLog } from './problems.ts';

export interface CatalogueRow {
  readonly externalId: string;
  readonly title: string;
  readonly releaseDate: string | null;
  readonly publisher: string;
  readonly developers: readonly string[];
  readonly genres: readonly string[];
  readonly categories: readonly string[];
  readonly tags: readonly string[];
  readonly languages: readonly string[];
  /** null = not for sale. */
  readonly priceMinor: number | null;
}

const format = {
  required: [
    'external_id',
    'title',
    'release_date',
    'developers',
    'publishers',
    'genres',
    'tags',
    'languages',
    'list_price',
  ],
  optional: ['categories'],
} as const;

const longestName = 200;

/** Every good row of the file; the others go to the problems. */
export async function readCatalogue(file: string, problems: ProblemLog): Promise<CatalogueRow[]> {
  const rows: CatalogueRow[] = [];
  const firstLine = new Map<string, number>();
  for await (const row of readCsv(file, format, problems)) {
    const parsed = parseRow(row, problems);
    if (!parsed) continue;
    const first = firstLine.get(parsed.externalId);
    if (first !== undefined) {
      const reason = `stands already in line ${first}; expected one row a game`;
      problems.add({ line: row.line, column: 'external_id', value: parsed.externalId, reason });
      continue;
    }
    firstLine.set(parsed.externalId, row.line);
    rows.push(parsed);
  }
  return rows;
}

function parseRow({ line, cells }: CsvRow, problems: ProblemLog): CatalogueRow | undefined {
  let good = true;
  const take = <T>(column: string, parse: (text: string) => Parsed<T>): T | undefined => {
    const value = cells[column] ?? '';
    const parsed = parse(value);
    if ('value' in parsed) return parsed.value;
    problems.add({ line, column, value, reason: parsed.reason });
    good = false;
    return undefined;
  };
  const names = (column: string): string[] =>
    take(column, (text) => {
      const value = parseList(text);
      const long = value.find((name) => name.length > longestName);
      return long === undefined
        ? { value }
        : { reason: `holds a name longer than ${longestName} characters` };
    }) ?? [];
  const externalId = take('external_id', (text) => parseText(text, 100));
  const title = take('title', (text) => parseText(text, 300));
  const released = take<number | null>('release_date', (text) =>
    text === '' ? { value: null } : parseDate(text),
  );
  const price = take('list_price', (text) => parsePrice(text));
  const [developers, publishers, genres] = [names('developers'), names('publishers'), names('genres')];
  const categories = cells['categories'] === undefined ? genres : names('categories');
  const [tags, languages] = [names('tags'), names('languages')];
  if (!good || externalId === undefined || title === undefined) return undefined;
  return {
    externalId,
    title,
    releaseDate: released === undefined || released === null ? null : formatDay(released),
    publisher: publishers[0] ?? developers[0] ?? 'Unknown publisher',
    developers,
    genres,
    categories,
    tags,
    languages,
    priceMinor: price ?? null,
  };
}

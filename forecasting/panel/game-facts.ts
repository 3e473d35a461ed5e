import { parseDay } from '../../domain/days.ts';
import { checkWidth, readCsv, readHeader } from './csv.ts';
import type { Header } from './csv.ts';
import type { GameFacts } from './from-sales-history.ts';
import { PanelSourceError } from './source-error.ts';

const needed = ['external_id'] as const;
const told = ['release_date', 'genres'] as const;
type Column = (typeof needed)[number] | (typeof told)[number];

/**
 * Release dates and genres of a catalogue file, by external id, as far as it has them; other columns are passed over.
 *
 * @param source the name of the file, for errors
 * @throws PanelSourceError naming line, column and value
 */
export function readGameFacts(text: string, source: string): GameFacts {
  const facts = new Map<string, { releaseDay: number | null; genres: readonly string[] }>();
  let header: Header<Column> | undefined;
  for (const record of readCsv(text, source)) {
    const { line, fields } = record;
    if (header === undefined) {
      header = readHeader<Column>(fields, source, needed, told);
      continue;
    }
    checkWidth(record, header, source);
    const { at } = header;
    const date = fields[at.release_date] ?? '';
    const releaseDay = date === '' ? null : parseDay(date);
    if (releaseDay === null && date !== '') {
      const where = `${source} line ${line}`;
      throw new PanelSourceError(where, `release_date is "${date}", expected a day such as 2020-06-14`);
    }
    const genres = (fields[at.genres] ?? '').split('|').filter((genre) => genre !== '');
    facts.set(fields[at.external_id] ?? '', { releaseDay, genres });
  }
  if (header === undefined) throw new PanelSourceError(source, 'is empty');
  return facts;
}

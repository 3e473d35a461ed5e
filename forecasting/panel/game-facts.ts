import { parseDay } from '../../domain/days.ts';
import { findColumns, readCsv } from './csv.ts';
import type { GameFacts } from './from-sales-history.ts';
import { PanelSourceError } from './source-error.ts';

const columns = ['external_id', 'release_date', 'genres'] as const;

/**
 * Release dates and genres of a catalogue file, by external id; other columns are passed over.
 *
 * @param source the name of the file, for errors
 * @throws PanelSourceError naming line, column and value
 */
export function readGameFacts(text: string, source: string): GameFacts {
  const facts = new Map<string, { releaseDay: number | null; genres: readonly string[] }>();
  let at: Record<(typeof columns)[number], number> | undefined;
  for (const { line, fields } of readCsv(text)) {
    if (at === undefined) {
      const found = findColumns(fields, columns);
      if (found.missing.length > 0) {
        throw new PanelSourceError(source, `its first line lacks the columns ${found.missing.join(', ')}`);
      }
      at = found.at;
      continue;
    }
    const date = fields[at.release_date] ?? '';
    const releaseDay = date === '' ? null : parseDay(date);
    if (releaseDay === null && date !== '') {
      const where = `${source} line ${line}`;
      throw new PanelSourceError(where, `release_date is "${date}", expected a day such as 2020-06-14`);
    }
    const genres = (fields[at.genres] ?? '').split('|').filter((genre) => genre !== '');
    facts.set(fields[at.external_id] ?? '', { releaseDay, genres });
  }
  if (at === undefined) throw new PanelSourceError(source, 'is empty');
  return facts;
}

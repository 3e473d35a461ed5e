import type { Binds } from '../shared/database.ts';

/** Words of a query in lower case: letters and digits only, so nothing of the operators' syntax gets through. */
export function queryWords(q: string): string[] {
  return (q.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, 8);
}

/**
 * Listed games that match the words, as the table expression `matched` with what a list filters and sorts by: all words
 * must occur, each may be a beginning. Where that finds nothing, words that titles hold take the place of those they
 * resemble, which forgives typing errors.
 *
 * @param scored with a score, for a list that sorts by it; a title that begins with the query comes first.
 */
export function matchedGames(q: string, binds: Binds, scored: boolean): string {
  const columns = 'id, title, publisher_id, release_date';
  const words = queryWords(q);
  if (words.length === 0) return `matched AS (SELECT ${columns}, 0 AS score FROM games WHERE false)`;
  const asked = `to_tsquery('simple', ${binds.add(words.map((word) => `${word}:*`).join(' & '))})`;
  const likely = `(SELECT likely_query(${binds.add(words)}::text[]))`;
  const raw = scored ? binds.add(q.trim().toLowerCase()) : '';
  const score = (query: string) =>
    scored
      ? `, (1e6 * ts_rank(search, ${query}) + CASE WHEN starts_with(lower(title), ${raw}) THEN 1e7 ELSE 0 END)::integer AS score`
      : '';
  const found = (query: string) =>
    `SELECT ${columns}${score(query)} FROM games WHERE listed AND search @@ ${query}`;
  return `
  by_words AS MATERIALIZED (${found(asked)}),
  matched AS (
    SELECT * FROM by_words
    UNION ALL
    ${found(likely)} AND NOT EXISTS (SELECT 1 FROM by_words))`;
}

import type { Binds } from '../shared/database.ts';

/**
 * A query as text for to_tsquery: all words must occur, each may be a beginning. Only letters and digits get
 * through, so nothing of the operators' syntax does; undefined when the query holds none.
 */
export function prefixQuery(q: string): string | undefined {
  const words = q
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu)
    ?.slice(0, 8);
  return words?.map((word) => `${word}:*`).join(' & ');
}

/**
 * Games that match the words, with a score: by the stored word index, and where that finds nothing by likeness of
 * the title, which forgives typing errors. A title that begins with the query comes first.
 */
export function matchedGames(q: string, binds: Binds): string {
  const words = prefixQuery(q);
  if (words === undefined) return 'matched AS (SELECT 0 AS game_id, 0 AS score WHERE false)';
  const raw = binds.add(q.trim().toLowerCase());
  const query = `to_tsquery('simple', ${binds.add(words)})`;
  return `
  by_words AS MATERIALIZED (
    SELECT id AS game_id,
           (1e6 * ts_rank(search, ${query}) + CASE WHEN starts_with(lower(title), ${raw}) THEN 1e7 ELSE 0 END)::integer
             AS score
      FROM games WHERE listed AND search @@ ${query}),
  matched AS (
    SELECT game_id, score FROM by_words
    UNION ALL
    SELECT game_id, (1e6 * score)::integer FROM similar_titles(${raw}) WHERE NOT EXISTS (SELECT 1 FROM by_words))`;
}

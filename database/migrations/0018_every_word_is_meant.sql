-- The query that was likely meant: each word as the beginning of one, or one of the three title words most like it.
-- NULL when a word is neither: a search for what the store does not have must not answer with what it has.
CREATE OR REPLACE FUNCTION likely_query(words text[]) RETURNS tsquery
LANGUAGE sql STABLE PARALLEL SAFE SET pg_trgm.similarity_threshold = 0.3 AS $$
  SELECT CASE WHEN bool_and(meant IS NOT NULL OR begins)
              THEN to_tsquery('simple', string_agg('(' || asked || ':*' || coalesce(' | ' || meant, '') || ')', ' & '))
         END
    FROM (SELECT asked,
                 EXISTS (SELECT 1 FROM title_words
                          WHERE word >= asked COLLATE "C" AND word < asked || chr(1114111) COLLATE "C") AS begins,
                 (SELECT string_agg(word, ' | ')
                    FROM (SELECT word FROM title_words WHERE word % asked
                           ORDER BY similarity(word, asked) DESC, word LIMIT 3) nearest) AS meant
            FROM unnest(words) asked) groups
$$;

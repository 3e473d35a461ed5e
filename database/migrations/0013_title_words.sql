-- The words of all titles. A typing error is looked up here, among some ten thousand words, and the games are then found
-- through the index of words like any others: comparing it with every title took seconds in a large store.
CREATE TABLE title_words (
  -- COLLATE "C": the index also finds words by their beginning.
  word text COLLATE "C" PRIMARY KEY
);
CREATE INDEX title_words_trigrams ON title_words USING gin (word gin_trgm_ops);

-- A word stays when its last title goes: it then leads to no game, and does no harm.
CREATE FUNCTION note_title_words() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  -- In one order, so that two imports at once wait for each other instead of for ever.
  INSERT INTO title_words (word)
  SELECT DISTINCT lexeme FROM new_games, unnest(to_tsvector('simple', title)) WHERE lexeme ~ '^[[:alnum:]]+$' ORDER BY 1
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$$;
CREATE TRIGGER games_words_added AFTER INSERT ON games REFERENCING NEW TABLE AS new_games
  FOR EACH STATEMENT EXECUTE FUNCTION note_title_words();
CREATE TRIGGER games_words_changed AFTER UPDATE ON games REFERENCING NEW TABLE AS new_games
  FOR EACH STATEMENT EXECUTE FUNCTION note_title_words();
INSERT INTO title_words (word)
SELECT DISTINCT lexeme FROM games, unnest(to_tsvector('simple', title)) WHERE lexeme ~ '^[[:alnum:]]+$';

-- The query that was likely meant: each word as the beginning of one, or one of the three title words most like it.
-- A word that is like none is left out; NULL when that leaves nothing. The words are letters and digits in lower case.
CREATE FUNCTION likely_query(words text[]) RETURNS tsquery
LANGUAGE sql STABLE PARALLEL SAFE SET pg_trgm.similarity_threshold = 0.3 AS $$
  SELECT to_tsquery('simple', string_agg('(' || asked || ':* | ' || meant || ')', ' & '))
    FROM (SELECT asked, (SELECT string_agg(word, ' | ')
                           FROM (SELECT word FROM title_words WHERE word % asked
                                  ORDER BY similarity(word, asked) DESC, word LIMIT 3) nearest) AS meant
            FROM unnest(words) asked) groups
   WHERE meant IS NOT NULL
$$;

DROP FUNCTION similar_titles(text);
GRANT SELECT ON title_words TO kratos_catalogue;

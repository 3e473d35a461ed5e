-- What the API's hot reads need: indexes for its sorts, a search that forgives typing errors, and the rows of an account.
CREATE INDEX price_points_current ON price_points (currency, game_id, valid_from DESC, recorded_at DESC)
  INCLUDE (amount_minor);
CREATE INDEX games_title ON games (lower(title), id) WHERE listed;
CREATE INDEX user_games_library ON user_games (user_id, granted_at DESC, id DESC) WHERE revoked_at IS NULL;

-- /api/me names the publishers of the account.
GRANT SELECT ON publisher_members TO kratos_shop;

-- Titles that resemble the words of a query. The setting lowers the threshold for this function alone, and with it the
-- trigram index still answers.
CREATE FUNCTION similar_titles(words text) RETURNS TABLE (game_id integer, score real)
LANGUAGE sql STABLE PARALLEL SAFE SET pg_trgm.word_similarity_threshold = 0.4 AS $$
  SELECT id, word_similarity(lower(words), lower(title)) FROM games WHERE listed AND lower(words) <% lower(title)
$$;

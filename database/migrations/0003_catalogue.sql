CREATE TABLE publishers (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 200),
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE publisher_members (
  publisher_id integer NOT NULL REFERENCES publishers ON DELETE CASCADE,
  user_id text NOT NULL REFERENCES users ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (publisher_id, user_id)
);
CREATE INDEX publisher_members_user_id ON publisher_members (user_id);

CREATE TABLE games (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  external_id text UNIQUE CHECK (length(external_id) BETWEEN 1 AND 100),
  publisher_id integer NOT NULL REFERENCES publishers,
  slug text NOT NULL UNIQUE CHECK (length(slug) BETWEEN 1 AND 120),
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 300),
  summary text NOT NULL DEFAULT '' CHECK (length(summary) <= 500),
  description text NOT NULL DEFAULT '' CHECK (length(description) <= 20000),
  developers text[] NOT NULL DEFAULT '{}',
  tags text[] NOT NULL DEFAULT '{}',
  languages text[] NOT NULL DEFAULT '{}',
  -- NULL = unknown (the file does not say); a date in the future = coming soon.
  release_date date,
  -- Buyable before its release date.
  pre_order boolean NOT NULL DEFAULT false,
  -- Until this day the publisher's price plan is complete; NULL = the end of the last scheduled discount.
  planning_date date,
  cover_key text,
  -- Hidden games are neither listed nor sold, but their sales stay in the data.
  listed boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  search tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', summary), 'C')
  ) STORED
);
CREATE INDEX games_publisher_id ON games (publisher_id);
CREATE INDEX games_search ON games USING gin (search);
CREATE INDEX games_title_trigrams ON games USING gin (lower(title) gin_trgm_ops);
CREATE INDEX games_release ON games (release_date DESC NULLS LAST, id) WHERE listed;

CREATE TABLE genres (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE,
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9]+(_[a-z0-9]+)*$')
);
CREATE TABLE categories (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE,
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$')
);
CREATE TABLE platforms (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE,
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$')
);
CREATE TABLE game_genres (
  game_id integer NOT NULL REFERENCES games ON DELETE CASCADE,
  genre_id integer NOT NULL REFERENCES genres,
  PRIMARY KEY (game_id, genre_id)
);
CREATE INDEX game_genres_genre ON game_genres (genre_id, game_id);
CREATE TABLE game_categories (
  game_id integer NOT NULL REFERENCES games ON DELETE CASCADE,
  category_id integer NOT NULL REFERENCES categories,
  PRIMARY KEY (game_id, category_id)
);
CREATE INDEX game_categories_category ON game_categories (category_id, game_id);
CREATE TABLE game_platforms (
  game_id integer NOT NULL REFERENCES games ON DELETE CASCADE,
  platform_id integer NOT NULL REFERENCES platforms,
  PRIMARY KEY (game_id, platform_id)
);
CREATE INDEX game_platforms_platform ON game_platforms (platform_id, game_id);

CREATE TABLE reviews (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  game_id integer NOT NULL REFERENCES games ON DELETE CASCADE,
  user_id text NOT NULL REFERENCES users ON DELETE CASCADE,
  positive boolean NOT NULL,
  body text NOT NULL DEFAULT '' CHECK (length(body) <= 8000),
  created_at timestamptz NOT NULL DEFAULT now(),
  recorded_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (game_id, user_id)
);
CREATE INDEX reviews_user_id ON reviews (user_id);

-- What lists sort and label by, kept current so that no list counts rows on its hot path.
CREATE TABLE game_stats (
  game_id integer PRIMARY KEY REFERENCES games ON DELETE CASCADE,
  review_count integer NOT NULL DEFAULT 0 CHECK (review_count >= 0),
  review_positive integer NOT NULL DEFAULT 0 CHECK (review_positive BETWEEN 0 AND review_count),
  units_30_days integer NOT NULL DEFAULT 0 CHECK (units_30_days >= 0)
);
CREATE INDEX game_stats_units ON game_stats (units_30_days DESC, game_id);

CREATE FUNCTION create_game_stats() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  INSERT INTO game_stats (game_id) SELECT id FROM new_games;
  RETURN NULL;
END
$$;
CREATE TRIGGER games_stats AFTER INSERT ON games REFERENCING NEW TABLE AS new_games
  FOR EACH STATEMENT EXECUTE FUNCTION create_game_stats();

-- Statement-level, so that a bulk load of reviews counts once and not row by row.
CREATE FUNCTION add_review_stats() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  UPDATE game_stats s
     SET review_count = s.review_count + d.n, review_positive = s.review_positive + d.p
    FROM (SELECT game_id, count(*) AS n, count(*) FILTER (WHERE positive) AS p FROM new_reviews GROUP BY 1) d
   WHERE s.game_id = d.game_id;
  RETURN NULL;
END
$$;
CREATE FUNCTION remove_review_stats() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  UPDATE game_stats s
     SET review_positive = s.review_positive - d.p, review_count = s.review_count - d.n
    FROM (SELECT game_id, count(*) AS n, count(*) FILTER (WHERE positive) AS p FROM old_reviews GROUP BY 1) d
   WHERE s.game_id = d.game_id;
  RETURN NULL;
END
$$;
CREATE FUNCTION change_review_stats() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  UPDATE game_stats s
     SET review_positive = s.review_positive + d.p
    FROM (SELECT n.game_id, sum(n.positive::int - o.positive::int) AS p
            FROM new_reviews n JOIN old_reviews o USING (id) GROUP BY 1) d
   WHERE s.game_id = d.game_id;
  RETURN NULL;
END
$$;
CREATE TRIGGER reviews_added AFTER INSERT ON reviews REFERENCING NEW TABLE AS new_reviews
  FOR EACH STATEMENT EXECUTE FUNCTION add_review_stats();
CREATE TRIGGER reviews_removed AFTER DELETE ON reviews REFERENCING OLD TABLE AS old_reviews
  FOR EACH STATEMENT EXECUTE FUNCTION remove_review_stats();
CREATE TRIGGER reviews_changed AFTER UPDATE ON reviews REFERENCING OLD TABLE AS old_reviews NEW TABLE AS new_reviews
  FOR EACH STATEMENT EXECUTE FUNCTION change_review_stats();

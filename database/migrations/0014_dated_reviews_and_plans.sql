-- What a run or a forecast reads must look the same when it is repeated, so what can be overwritten or deleted is read
-- from rows that are only ever added.

-- Votes as they came: 1 review written, one changed (no count, a different vote), one taken back (minus its count and
-- vote). No user stands here, so a deleted account leaves nothing behind but its numbers.
CREATE TABLE review_votes (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  game_id integer NOT NULL REFERENCES games ON DELETE CASCADE,
  -- The instant from which it counts: a change never rewrites a day that has passed.
  at timestamptz NOT NULL,
  reviews smallint NOT NULL CHECK (reviews BETWEEN -1 AND 1),
  positive smallint NOT NULL CHECK (positive BETWEEN -1 AND 1),
  recorded_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX review_votes_game ON review_votes (game_id, at);
GRANT SELECT ON review_votes TO kratos_pipeline;

INSERT INTO review_votes (game_id, at, reviews, positive, recorded_at)
SELECT game_id, created_at, 1, positive::integer, recorded_at FROM reviews ORDER BY id;

CREATE FUNCTION note_review_votes() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO review_votes (game_id, at, reviews, positive, recorded_at)
    SELECT game_id, created_at, 1, positive::integer, recorded_at FROM new_reviews ORDER BY id;
  ELSIF TG_OP = 'UPDATE' THEN
    INSERT INTO review_votes (game_id, at, reviews, positive)
    SELECT n.game_id, greatest(now(), n.created_at), 0, n.positive::integer - o.positive::integer
      FROM new_reviews n JOIN old_reviews o USING (id) WHERE n.positive <> o.positive ORDER BY id;
  ELSE
    -- With its game a review goes without a trace: the game has no series any more.
    INSERT INTO review_votes (game_id, at, reviews, positive)
    SELECT o.game_id, greatest(now(), o.created_at), -1, -o.positive::integer
      FROM old_reviews o JOIN games g ON g.id = o.game_id ORDER BY o.id;
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER reviews_votes_added AFTER INSERT ON reviews REFERENCING NEW TABLE AS new_reviews
  FOR EACH STATEMENT EXECUTE FUNCTION note_review_votes();
CREATE TRIGGER reviews_votes_changed AFTER UPDATE ON reviews
  REFERENCING OLD TABLE AS old_reviews NEW TABLE AS new_reviews
  FOR EACH STATEMENT EXECUTE FUNCTION note_review_votes();
CREATE TRIGGER reviews_votes_removed AFTER DELETE ON reviews REFERENCING OLD TABLE AS old_reviews
  FOR EACH STATEMENT EXECUTE FUNCTION note_review_votes();

-- Every planning date that a game has had; the newest recorded one counts.
CREATE TABLE planning_dates (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  game_id integer NOT NULL REFERENCES games ON DELETE CASCADE,
  -- NULL = taken back: the end of the last scheduled discount counts again.
  planning_date date,
  recorded_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX planning_dates_game ON planning_dates (game_id, recorded_at DESC, id DESC);
GRANT SELECT ON planning_dates TO kratos_forecasting, kratos_publisher, kratos_operator;

INSERT INTO planning_dates (game_id, planning_date, recorded_at)
SELECT id, planning_date, updated_at FROM games WHERE planning_date IS NOT NULL ORDER BY id;

CREATE FUNCTION note_planning_date() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  INSERT INTO planning_dates (game_id, planning_date) VALUES (NEW.id, NEW.planning_date);
  RETURN NULL;
END
$$;
CREATE TRIGGER games_planning_date_set AFTER INSERT ON games FOR EACH ROW
  WHEN (NEW.planning_date IS NOT NULL) EXECUTE FUNCTION note_planning_date();
CREATE TRIGGER games_planning_date_changed AFTER UPDATE OF planning_date ON games FOR EACH ROW
  WHEN (NEW.planning_date IS DISTINCT FROM OLD.planning_date) EXECUTE FUNCTION note_planning_date();

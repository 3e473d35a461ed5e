-- A game's price over time as spans: from an instant until just before another it costs the same. They follow from the
-- dated rows alone, also those of days to come, so a span is right at every moment and nothing has to happen when one
-- begins. Lists sort and filter by them through indexes; game_price() stays the rule that they are made by.
CREATE TABLE price_spans (
  game_id integer NOT NULL REFERENCES games ON DELETE CASCADE,
  currency char(3) NOT NULL,
  starts_at timestamptz NOT NULL,
  -- 'infinity' = until another row is written.
  ends_at timestamptz NOT NULL CHECK (ends_at > starts_at),
  list_minor integer NOT NULL,
  price_minor integer NOT NULL,
  percent smallint NOT NULL,
  PRIMARY KEY (game_id, currency, starts_at) INCLUDE (ends_at, price_minor, percent)
);
COMMENT ON TABLE price_spans IS 'Derived from price_points and discounts in the transaction that writes them; no span = not for sale.';
CREATE INDEX price_spans_by_price ON price_spans (currency, price_minor, game_id) INCLUDE (starts_at, ends_at, percent);
-- Discounts that have ended are many more than those that run or are to come, and lie outside what is read.
CREATE INDEX price_spans_discounted ON price_spans (currency, ends_at) INCLUDE (starts_at, game_id, price_minor, percent)
  WHERE percent > 0;

CREATE FUNCTION refresh_price_spans(ids integer[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  present integer[];
BEGIN
  -- Two that write prices of one game at once: the second waits here, and what it reads below holds the first one's rows.
  present := ARRAY(SELECT id FROM games WHERE id = ANY (ids) ORDER BY id FOR NO KEY UPDATE);
  DELETE FROM price_spans WHERE game_id = ANY (ids);
  INSERT INTO price_spans (game_id, currency, starts_at, ends_at, list_minor, price_minor, percent)
  SELECT s.game_id, s.currency, s.starts_at, s.ends_at, c.list_minor, c.price_minor, c.percent
    FROM (SELECT game_id, currency, at AS starts_at,
                 coalesce(lead(at) OVER (PARTITION BY game_id, currency ORDER BY at), 'infinity') AS ends_at
            FROM (SELECT game_id, currency, valid_from AS at FROM price_points WHERE game_id = ANY (present)
                  UNION
                  SELECT p.game_id, p.currency, unnest(ARRAY[d.starts_at, d.ends_at])
                    FROM discounts d JOIN price_points p USING (game_id)
                   WHERE d.withdrawn_at IS NULL AND d.game_id = ANY (present)) changes) s,
         LATERAL game_price(s.game_id, s.currency, s.starts_at) c;
END
$$;
REVOKE ALL ON FUNCTION refresh_price_spans(integer[]) FROM PUBLIC;

CREATE FUNCTION follow_prices() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM refresh_price_spans(ARRAY(SELECT DISTINCT game_id FROM new_rows));
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM refresh_price_spans(ARRAY(SELECT DISTINCT game_id FROM old_rows));
  ELSIF TG_OP = 'UPDATE' THEN
    PERFORM refresh_price_spans(ARRAY(SELECT game_id FROM new_rows UNION SELECT game_id FROM old_rows));
  ELSE
    PERFORM refresh_price_spans(ARRAY(SELECT id FROM games));
  END IF;
  RETURN NULL;
END
$$;
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['price_points', 'discounts'] LOOP
    EXECUTE format('CREATE TRIGGER %I_added AFTER INSERT ON %1$I REFERENCING NEW TABLE AS new_rows
      FOR EACH STATEMENT EXECUTE FUNCTION follow_prices()', t);
    EXECUTE format('CREATE TRIGGER %I_changed AFTER UPDATE ON %1$I REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
      FOR EACH STATEMENT EXECUTE FUNCTION follow_prices()', t);
    EXECUTE format('CREATE TRIGGER %I_removed AFTER DELETE ON %1$I REFERENCING OLD TABLE AS old_rows
      FOR EACH STATEMENT EXECUTE FUNCTION follow_prices()', t);
    EXECUTE format('CREATE TRIGGER %I_emptied AFTER TRUNCATE ON %1$I FOR EACH STATEMENT EXECUTE FUNCTION follow_prices()', t);
    -- Also for a bulk load that switches the checks of references off.
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER %1$I_added, ENABLE ALWAYS TRIGGER %1$I_changed,
      ENABLE ALWAYS TRIGGER %1$I_removed, ENABLE ALWAYS TRIGGER %1$I_emptied', t);
  END LOOP;
END
$$;
SELECT refresh_price_spans(ARRAY(SELECT id FROM games));

GRANT SELECT ON price_spans TO kratos_catalogue, kratos_shop, kratos_publisher, kratos_operator;

-- What lists count and walk: the listed games, without reading them.
CREATE INDEX games_listed ON games (id) WHERE listed;

-- Dated rows: what a game costs at a moment is computed from them, so a scheduled change needs no worker.
CREATE TABLE price_points (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  game_id integer NOT NULL REFERENCES games ON DELETE CASCADE,
  currency char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  -- Minor units, before tax. 0 = free. NULL = from then on not for sale.
  amount_minor integer CHECK (amount_minor >= 0),
  valid_from timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (game_id, currency, valid_from, recorded_at)
);
COMMENT ON TABLE price_points IS
  'A correction is a new row with the same valid_from and a later recorded_at; the newest recorded one counts.';

CREATE TABLE discounts (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  game_id integer NOT NULL REFERENCES games ON DELETE CASCADE,
  percent smallint NOT NULL CHECK (percent BETWEEN 1 AND 99),
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  -- A discount is never deleted, so that an earlier run can be repeated as it was.
  withdrawn_at timestamptz,
  CHECK (ends_at > starts_at),
  EXCLUDE USING gist (game_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (withdrawn_at IS NULL)
);
CREATE INDEX discounts_ends ON discounts (ends_at) WHERE withdrawn_at IS NULL;

CREATE TABLE exchange_rates (
  currency char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  valid_on date NOT NULL,
  -- Units of `currency` for one unit of the store's base currency.
  rate numeric(18, 8) NOT NULL CHECK (rate > 0),
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (currency, valid_on)
);

-- The price of one game at one moment; no row = not for sale then.
CREATE FUNCTION game_price(game integer, in_currency text, at timestamptz)
RETURNS TABLE (list_minor integer, price_minor integer, percent smallint, discount_id bigint, discount_ends_at timestamptz)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT p.amount_minor,
         round(p.amount_minor * (100 - coalesce(d.percent, 0)) / 100.0)::integer,
         coalesce(d.percent, 0::smallint), d.id, d.ends_at
    FROM (SELECT amount_minor FROM price_points
           WHERE game_id = game AND currency = in_currency AND valid_from <= at
           ORDER BY valid_from DESC, recorded_at DESC LIMIT 1) p
    LEFT JOIN LATERAL (SELECT id, percent, ends_at FROM discounts
           WHERE game_id = game AND withdrawn_at IS NULL AND starts_at <= at AND ends_at > at LIMIT 1) d
      ON p.amount_minor > 0
   WHERE p.amount_minor IS NOT NULL
$$;

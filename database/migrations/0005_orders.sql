CREATE TABLE orders (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id text NOT NULL REFERENCES users,
  -- created: being made; pending: waits for its payment; paid; cancelled: given up before payment;
  -- voided: declined or taken back by the provider before it counted; refunded: every unit given back.
  status text NOT NULL CHECK (status IN ('pending', 'paid', 'cancelled', 'voided', 'partially_refunded', 'refunded')),
  currency char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  total_minor bigint NOT NULL CHECK (total_minor >= 0),
  created_at timestamptz NOT NULL DEFAULT now(),
  -- The instant of payment: the day a unit counts on.
  paid_at timestamptz,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((paid_at IS NOT NULL) = (status IN ('paid', 'partially_refunded', 'refunded')))
);
CREATE INDEX orders_user_id ON orders (user_id, created_at DESC);
CREATE INDEX orders_paid_at ON orders (paid_at) WHERE paid_at IS NOT NULL;

CREATE TABLE order_items (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  order_id uuid NOT NULL REFERENCES orders ON DELETE CASCADE,
  game_id integer NOT NULL REFERENCES games,
  quantity integer NOT NULL DEFAULT 1 CHECK (quantity BETWEEN 1 AND 1000),
  -- In the order's currency, a unit, before tax, as they stood when the order was placed.
  list_price_minor integer NOT NULL CHECK (list_price_minor >= 0),
  unit_price_minor integer NOT NULL CHECK (unit_price_minor BETWEEN 0 AND list_price_minor),
  discount_id bigint REFERENCES discounts,
  UNIQUE (order_id, game_id)
);
CREATE INDEX order_items_game_id ON order_items (game_id);

CREATE TABLE payments (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  order_id uuid NOT NULL REFERENCES orders ON DELETE CASCADE,
  provider text NOT NULL CHECK (provider IN ('sandbox', 'stripe', 'free')),
  provider_reference text NOT NULL,
  status text NOT NULL CHECK (status IN ('pending', 'captured', 'declined', 'cancelled')),
  amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
  currency char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  decline_reason text,
  created_at timestamptz NOT NULL DEFAULT now(),
  captured_at timestamptz,
  UNIQUE (provider, provider_reference),
  CHECK ((captured_at IS NOT NULL) = (status = 'captured'))
);
CREATE INDEX payments_order_id ON payments (order_id);
CREATE UNIQUE INDEX payments_one_capture ON payments (order_id) WHERE status = 'captured';

CREATE TABLE refunds (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  order_item_id bigint NOT NULL REFERENCES order_items,
  quantity integer NOT NULL CHECK (quantity > 0),
  amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
  reason text NOT NULL DEFAULT '',
  refunded_at timestamptz NOT NULL DEFAULT now(),
  recorded_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX refunds_order_item_id ON refunds (order_item_id);
CREATE INDEX refunds_refunded_at ON refunds (refunded_at);

CREATE FUNCTION check_refund_quantity() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM new_refunds n
      JOIN order_items i ON i.id = n.order_item_id
      JOIN orders o ON o.id = i.order_id
     WHERE o.paid_at IS NULL
        OR i.quantity < (SELECT sum(r.quantity) FROM refunds r WHERE r.order_item_id = i.id)
  ) THEN
    RAISE EXCEPTION 'a refund needs a paid order and cannot give back more units than were bought'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'refunds_within_purchase';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER refunds_within_purchase AFTER INSERT ON refunds REFERENCING NEW TABLE AS new_refunds
  FOR EACH STATEMENT EXECUTE FUNCTION check_refund_quantity();

-- Entitlements: what stands in a shopper's library.
CREATE TABLE user_games (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id text NOT NULL REFERENCES users ON DELETE CASCADE,
  game_id integer NOT NULL REFERENCES games,
  order_item_id bigint REFERENCES order_items,
  granted_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz CHECK (revoked_at >= granted_at)
);
CREATE UNIQUE INDEX user_games_owned_once ON user_games (user_id, game_id) WHERE revoked_at IS NULL;
CREATE INDEX user_games_order_item ON user_games (order_item_id);

CREATE TABLE idempotency_keys (
  user_id text NOT NULL REFERENCES users ON DELETE CASCADE,
  route text NOT NULL,
  key text NOT NULL CHECK (length(key) BETWEEN 8 AND 200),
  request_hash text NOT NULL,
  response_status integer,
  response_body jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, route, key)
);

CREATE TABLE mail_outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  recipient text NOT NULL,
  subject text NOT NULL,
  body_text text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  sent_at timestamptz
);
CREATE INDEX mail_outbox_unsent ON mail_outbox (id) WHERE sent_at IS NULL;

CREATE TABLE audit_log (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  actor_id text REFERENCES users ON DELETE SET NULL,
  action text NOT NULL,
  subject text NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}',
  request_id text
);

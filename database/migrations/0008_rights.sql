GRANT SELECT ON games, publishers, genres, categories, platforms, game_genres, game_categories, game_platforms,
  price_points, discounts, exchange_rates, game_stats
  TO kratos_catalogue, kratos_shop, kratos_publisher, kratos_operator, kratos_pipeline, kratos_forecasting;
GRANT SELECT ON reviews TO kratos_catalogue, kratos_shop, kratos_pipeline;
GRANT SELECT ON publisher_members TO kratos_publisher, kratos_operator;

GRANT SELECT, INSERT, UPDATE ON orders, payments TO kratos_shop;
GRANT SELECT, INSERT ON order_items, refunds TO kratos_shop;
GRANT SELECT, INSERT, UPDATE ON user_games, idempotency_keys TO kratos_shop;
GRANT INSERT ON mail_outbox TO kratos_auth, kratos_shop;
GRANT INSERT ON audit_log TO kratos_auth, kratos_shop, kratos_publisher, kratos_operator;

GRANT SELECT ON orders, order_items, refunds, imports, sales_history TO kratos_pipeline;
GRANT SELECT, INSERT, UPDATE ON etl_runs TO kratos_pipeline;
GRANT SELECT, INSERT, UPDATE, DELETE ON etl_run_games, etl_lock TO kratos_pipeline;

GRANT SELECT ON etl_runs, etl_run_games TO kratos_publisher, kratos_operator, kratos_forecasting, kratos_catalogue;
GRANT SELECT, INSERT, UPDATE ON training_runs, models, forecast_runs TO kratos_forecasting;
GRANT SELECT, INSERT, UPDATE, DELETE ON forecast_games, sales_forecasts TO kratos_forecasting;
GRANT SELECT ON training_runs, models, forecast_runs, forecast_games, sales_forecasts TO kratos_publisher, kratos_operator;
GRANT SELECT ON training_runs, forecast_runs TO kratos_catalogue;
GRANT SELECT ON imports TO kratos_publisher, kratos_operator, kratos_forecasting;

-- A publisher's rows: forced, and without a setting there are none.
CREATE FUNCTION is_own_game(game integer) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT EXISTS (SELECT 1 FROM games WHERE id = game
    AND publisher_id = nullif(current_setting('kratos.publisher_id', true), '')::integer)
$$;
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['forecast_games', 'sales_forecasts', 'etl_run_games'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY others ON %I USING (current_user <> ''kratos_publisher'')', t);
    EXECUTE format('CREATE POLICY own_games ON %I FOR SELECT TO kratos_publisher USING (is_own_game(game_id))', t);
  END LOOP;
END
$$;

-- Units of the last 30 days before a day, from orders and history: what "top sellers" sorts by.
CREATE FUNCTION refresh_sales_stats(as_of date) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
  WITH counted AS (
    SELECT DISTINCT ON (h.game_id, i.source, h.date) h.game_id, h.units
      FROM sales_history h JOIN imports i ON i.id = h.import_id
     WHERE i.undone_at IS NULL AND i.measure = 'units' AND h.date >= as_of - 30 AND h.date < as_of
     ORDER BY h.game_id, i.source, h.date, h.import_id DESC),
  sold AS (
    SELECT game_id, units FROM counted
    UNION ALL
    SELECT i.game_id, i.quantity FROM orders o JOIN order_items i ON i.order_id = o.id
     WHERE o.paid_at >= (as_of - 30)::timestamp AT TIME ZONE 'UTC' AND o.paid_at < as_of::timestamp AT TIME ZONE 'UTC')
  UPDATE game_stats s SET units_30_days = coalesce(t.units, 0)
    FROM games g LEFT JOIN (SELECT game_id, sum(units)::integer AS units FROM sold GROUP BY 1) t ON t.game_id = g.id
   WHERE s.game_id = g.id AND s.units_30_days <> coalesce(t.units, 0)
$$;
REVOKE ALL ON FUNCTION refresh_sales_stats(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION refresh_sales_stats(date) TO kratos_pipeline;

-- A member may belong to several publishers: the setting holds their ids, separated by commas. No setting = no rows.
CREATE OR REPLACE FUNCTION is_own_game(game integer) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT EXISTS (SELECT 1 FROM games WHERE id = game AND publisher_id = ANY (
    string_to_array(nullif(current_setting('kratos.publisher_id', true), ''), ',')::integer[]))
$$;

-- Units of a game on the days from first_day to just before end_day, from orders and history. The publisher's role reads
-- neither table: it gets sums, and of its own games only.
CREATE FUNCTION units_sold(game integer, first_day date, end_day date) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT coalesce(sum(units), 0)::bigint
    FROM (SELECT i.quantity AS units
            FROM order_items i JOIN orders o ON o.id = i.order_id
           WHERE i.game_id = game AND o.paid_at >= first_day::timestamp AT TIME ZONE 'UTC'
             AND o.paid_at < end_day::timestamp AT TIME ZONE 'UTC'
          UNION ALL
          SELECT units FROM (
            SELECT DISTINCT ON (m.source, h.date) h.units
              FROM sales_history h JOIN imports m ON m.id = h.import_id
             WHERE h.game_id = game AND m.undone_at IS NULL AND h.date >= first_day AND h.date < end_day
             ORDER BY m.source, h.date, h.import_id DESC) newest) sold
   WHERE session_user <> 'kratos_publisher' OR is_own_game(game)
$$;
REVOKE ALL ON FUNCTION units_sold(integer, date, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION units_sold(integer, date, date) TO kratos_publisher, kratos_operator;

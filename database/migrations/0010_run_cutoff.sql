-- The instant before which everything that will ever be recorded can be seen already. A transaction stamps its rows
-- with its own beginning, so one that still writes would add rows before a later instant: the cutoff lies before it.
-- The roles left out never write what a run reads.
CREATE FUNCTION etl_cutoff() RETURNS timestamptz LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT date_trunc('milliseconds', least(now(), min(xact_start)))
    FROM pg_stat_activity
   WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
     AND backend_xid IS NOT NULL AND usename NOT IN ('kratos_pipeline', 'kratos_forecasting')
$$;
REVOKE ALL ON FUNCTION etl_cutoff() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION etl_cutoff() TO kratos_pipeline;

-- An order counts from its payment on, so that is when it is recorded, however long it was pending.
CREATE FUNCTION record_order_payment() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS $$
BEGIN
  NEW.recorded_at := now();
  RETURN NEW;
END
$$;
CREATE TRIGGER orders_payment_recorded BEFORE UPDATE ON orders FOR EACH ROW
  WHEN (OLD.paid_at IS NULL AND NEW.paid_at IS NOT NULL) EXECUTE FUNCTION record_order_payment();

-- What the units of a game's file count: people who played are no sales, and no revenue is derived from them.
ALTER TABLE etl_run_games ADD COLUMN measure text NOT NULL DEFAULT 'units' CHECK (measure IN ('units', 'players'));

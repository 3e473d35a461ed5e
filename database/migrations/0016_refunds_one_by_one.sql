-- Two refunds of the same order line follow one another: each sees what the other gave back. The lock is the weakest
-- that excludes itself, because the reference from a refund to its line holds one that a stronger lock would wait for.
CREATE OR REPLACE FUNCTION check_refund_quantity() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  PERFORM 1 FROM order_items WHERE id IN (SELECT order_item_id FROM new_refunds) ORDER BY id FOR NO KEY UPDATE;
  IF EXISTS (
    SELECT 1 FROM order_items i
      JOIN orders o ON o.id = i.order_id
      CROSS JOIN LATERAL (
        SELECT sum(r.quantity) AS units, sum(r.amount_minor) AS amount FROM refunds r WHERE r.order_item_id = i.id) back
     WHERE i.id IN (SELECT order_item_id FROM new_refunds)
       AND (o.paid_at IS NULL OR back.units > i.quantity OR back.amount > i.quantity * i.unit_price_minor::bigint)
  ) THEN
    RAISE EXCEPTION 'a refund needs a paid order and cannot give back more units or money than it took'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'refunds_within_purchase';
  END IF;
  RETURN NULL;
END
$$;

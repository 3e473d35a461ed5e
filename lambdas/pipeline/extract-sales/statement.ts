import { extractionMark } from '../shared/staging.ts';

/** Orders that count, now and for ever: a refund does not take back that a unit was sold on its day. */
const paidStatuses = `('paid', 'partially_refunded', 'refunded')`;

/**
 * The one statement that reads sales: one snapshot, one row a game and day, lines counted and not distinct prices.
 * Parameters: asOf, cutoff, all (boolean), games (JSON array of ids), currency, digits (JSON: currency → digits after
 * the point, where it is not 2).
 */
export function extractionStatement(runId: string): string {
  return `${extractionMark(runId)}
WITH paid AS (
  SELECT o.id, o.currency, (o.paid_at AT TIME ZONE 'UTC')::date AS day
    FROM orders o
   WHERE o.status IN ${paidStatuses} AND o.paid_at < :asOf::timestamp AT TIME ZONE 'UTC'
     AND o.paid_at < :cutoff::timestamptz AND o.recorded_at < :cutoff::timestamptz),
ordered AS (
  SELECT i.game_id, p.day, p.currency, sum(i.quantity) AS units, sum(i.quantity * i.unit_price_minor::bigint) AS amount
    FROM paid p JOIN order_items i ON i.order_id = p.id
   GROUP BY 1, 2, 3),
sold AS (
  SELECT s.game_id, s.day, s.units, s.amount / r.rate
           * 10.0 ^ (coalesce((:digits ->> :currency)::integer, 2) - coalesce((:digits ->> s.currency)::integer, 2)) AS amount
    FROM ordered s
    LEFT JOIN LATERAL (
      SELECT 1::numeric AS rate WHERE s.currency = :currency
      UNION ALL
      (SELECT e.rate FROM exchange_rates e
        WHERE s.currency <> :currency AND e.currency = s.currency AND e.valid_on <= s.day
          AND e.recorded_at < :cutoff::timestamptz
        ORDER BY e.valid_on DESC LIMIT 1)) r ON true),
returned AS (
  SELECT i.game_id, (r.refunded_at AT TIME ZONE 'UTC')::date AS day, sum(r.quantity) AS units
    FROM refunds r JOIN order_items i ON i.id = r.order_item_id
   WHERE r.refunded_at < :asOf::timestamp AT TIME ZONE 'UTC' AND r.recorded_at < :cutoff::timestamptz
   GROUP BY 1, 2),
counted AS (
  SELECT DISTINCT ON (h.game_id, h.date, m.source)
         h.game_id, h.date AS day, m.source, m.measure, h.units, h.list_price_minor, h.unit_price_minor
    FROM sales_history h JOIN imports m ON m.id = h.import_id
   WHERE h.date < :asOf::date AND m.recorded_at < :cutoff::timestamptz
     AND (m.undone_at IS NULL OR m.undone_at >= :cutoff::timestamptz)
   ORDER BY h.game_id, h.date, m.source, m.recorded_at DESC, m.id DESC),
history AS (
  SELECT game_id, day, sum(units) AS units, bool_or(measure = 'players') AS players,
         sum(units) FILTER (WHERE measure = 'units' AND unit_price_minor IS NOT NULL) AS priced,
         sum(units * unit_price_minor::bigint) FILTER (WHERE measure = 'units') AS amount,
         -- Of several sources the one with the highest list price speaks, with its own unit price.
         max(ARRAY[list_price_minor, unit_price_minor]) FILTER (WHERE list_price_minor IS NOT NULL) AS price
    FROM counted GROUP BY 1, 2),
days AS (
  SELECT game_id, day, units, 0 AS refunded, false AS in_history, false AS players,
         CASE WHEN amount IS NULL THEN 0 ELSE units END AS priced, coalesce(amount, 0) AS amount, NULL::integer[] AS price
    FROM sold
  UNION ALL
  SELECT game_id, day, 0, units, false, false, 0, 0, NULL FROM returned
  UNION ALL
  SELECT game_id, day, units, 0, true, players, coalesce(priced, 0), coalesce(amount, 0), price FROM history)
SELECT game_id, day, sum(units)::bigint AS units, sum(refunded)::bigint AS refunded,
       bool_or(in_history) AS in_history, bool_or(players) AS players,
       sum(priced)::bigint AS priced_units, round(sum(amount), 4) AS revenue_minor,
       (max(price))[1] AS list_minor, (max(price))[2] AS unit_minor
  FROM days
 WHERE :all OR game_id = ANY (ARRAY(SELECT value::integer FROM jsonb_array_elements_text(:games)))
 GROUP BY game_id, day
 ORDER BY game_id, day`;
}

-- What was given back in a range of days, by branch and hour, whenever it had been sold. Refunds are few, so they are
-- summed from their rows; the first two conditions only let an index find them.
WITH place AS MATERIALIZED (
  SELECT id, time_zone
  FROM catalog.published_branch
  WHERE CASE WHEN :scope = '*' THEN kind <> 'imported' ELSE id = :scope END
)
SELECT
  refund.branch_id, place.time_zone, date_trunc('hour', refund.refunded_at, place.time_zone) AS hour,
  count(*) AS refunds, sum(given.units)::bigint AS units, sum(refund.total_minor)::bigint AS total_minor
FROM books.refund
JOIN place ON place.id = refund.branch_id
CROSS JOIN LATERAL (
  SELECT coalesce(sum(line.quantity), 0) AS units FROM books.refund_line AS line WHERE line.refund_id = refund.id
) AS given
WHERE refund.refunded_at >= CAST(:first AS date) - interval '1 day'
  AND refund.refunded_at < CAST(:last AS date) + interval '2 days'
  AND (refund.refunded_at AT TIME ZONE place.time_zone)::date BETWEEN CAST(:first AS date) AND CAST(:last AS date)
GROUP BY refund.branch_id, place.time_zone, hour
ORDER BY hour, refund.branch_id

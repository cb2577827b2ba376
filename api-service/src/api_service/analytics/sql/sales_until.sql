-- Sales of a range of days by branch, each branch only until its own moment.
--
-- Whole hours come from the rollup; of the hour that the moment falls into, the purchases themselves are read. `since` and
-- `before` are the outermost moments of that reading, as plain values because the planner can only estimate by those.
WITH place AS MATERIALIZED (
  SELECT branch.id, branch.time_zone, span.before, date_trunc('hour', span.before, branch.time_zone) AS hour
  FROM unnest(CAST(:branches AS text[]), CAST(:befores AS timestamptz[])) AS span (branch_id, before)
  JOIN catalog.published_branch AS branch ON branch.id = span.branch_id
),
fresh AS (
  SELECT purchase.id, purchase.branch_id, purchase.sold_at, purchase.total_minor, place.time_zone
  FROM books.purchase
  JOIN place ON place.id = purchase.branch_id
  WHERE purchase.transaction_id < CAST(:watermark AS xid8)
    AND date_trunc('hour', purchase.sold_at, place.time_zone) >= place.hour AND purchase.sold_at < place.before
    AND purchase.branch_id = ANY(:branches)
    AND purchase.sold_at >= :since AND purchase.sold_at < :before
  UNION ALL
  SELECT purchase.id, purchase.branch_id, purchase.sold_at, purchase.total_minor, place.time_zone
  FROM books.purchases_from(CAST(:watermark AS xid8)) AS purchase
  JOIN place ON place.id = purchase.branch_id
  WHERE purchase.sold_at < place.before
),
sold AS (
  SELECT hours.branch_id, hours.purchases, hours.units, hours.total_minor
  FROM books.sales_of_hour AS hours
  JOIN place ON place.id = hours.branch_id
  WHERE hours.day BETWEEN CAST(:first AS date) AND CAST(:last AS date) AND hours.hour < place.hour
  UNION ALL
  SELECT
    branch_id, 1,
    (SELECT coalesce(sum(line.quantity), 0) FROM books.line WHERE line.purchase_id = fresh.id),
    total_minor
  FROM fresh
  WHERE (sold_at AT TIME ZONE time_zone)::date BETWEEN CAST(:first AS date) AND CAST(:last AS date)
)
SELECT
  branch_id, sum(purchases)::bigint AS purchases, sum(units)::bigint AS units,
  sum(total_minor)::bigint AS total_minor
FROM sold
GROUP BY branch_id

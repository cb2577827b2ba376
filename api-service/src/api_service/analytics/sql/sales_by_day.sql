-- Sales of a range of days, in one answer once by day (`branch_id` is null) and once by branch (`day` is null).
WITH place AS MATERIALIZED (
  SELECT id, time_zone
  FROM catalog.published_branch
  WHERE CASE WHEN :scope = '*' THEN kind <> 'imported' ELSE id = :scope END
),
sold AS (
  SELECT branch_id, day, purchases, units, total_minor
  FROM books.sales_of_day
  WHERE branch_id IN (SELECT id FROM place) AND day BETWEEN CAST(:first AS date) AND CAST(:last AS date)
  UNION ALL
  SELECT
    purchase.branch_id, local.day, 1,
    (SELECT coalesce(sum(line.quantity), 0) FROM books.line WHERE line.purchase_id = purchase.id),
    purchase.total_minor
  FROM books.purchases_from(CAST(:watermark AS xid8)) AS purchase
  JOIN place ON place.id = purchase.branch_id
  CROSS JOIN LATERAL (VALUES ((purchase.sold_at AT TIME ZONE place.time_zone)::date)) AS local (day)
  WHERE local.day BETWEEN CAST(:first AS date) AND CAST(:last AS date)
)
SELECT
  day, branch_id, sum(purchases)::bigint AS purchases, sum(units)::bigint AS units,
  sum(total_minor)::bigint AS total_minor
FROM sold
GROUP BY GROUPING SETS ((day), (branch_id))

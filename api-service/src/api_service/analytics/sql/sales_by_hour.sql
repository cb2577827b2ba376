-- Sales of a range of days, in one answer once by hour (`branch_id` is null) and once by branch (`hour` is null).
--
-- Hours come with the zone whose clocks they are read from: nine in Tokyo and nine in New York are different moments.
WITH place AS MATERIALIZED (
  SELECT id, time_zone
  FROM catalog.published_branch
  WHERE CASE WHEN :scope = '*' THEN kind <> 'imported' ELSE id = :scope END
),
sold AS (
  SELECT hours.branch_id, place.time_zone, hours.hour, hours.purchases, hours.units, hours.total_minor
  FROM books.sales_of_hour AS hours
  JOIN place ON place.id = hours.branch_id
  WHERE hours.day BETWEEN CAST(:first AS date) AND CAST(:last AS date)
  UNION ALL
  SELECT
    purchase.branch_id, place.time_zone, date_trunc('hour', purchase.sold_at, place.time_zone), 1,
    (SELECT coalesce(sum(line.quantity), 0) FROM books.line WHERE line.purchase_id = purchase.id),
    purchase.total_minor
  FROM books.purchases_from(CAST(:watermark AS xid8)) AS purchase
  JOIN place ON place.id = purchase.branch_id
  WHERE (purchase.sold_at AT TIME ZONE place.time_zone)::date BETWEEN CAST(:first AS date) AND CAST(:last AS date)
)
SELECT
  hour, time_zone, branch_id, sum(purchases)::bigint AS purchases, sum(units)::bigint AS units,
  sum(total_minor)::bigint AS total_minor
FROM sold
GROUP BY GROUPING SETS ((hour, time_zone), (branch_id))

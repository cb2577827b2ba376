-- Units of some products in a range of days, each branch only until its own moment.
--
-- Days before the one that the moment falls into come from the rollups, whole months at once; of that day the lines
-- themselves are read. `since` and `before` are as for the sales.
WITH place AS MATERIALIZED (
  SELECT
    branch.id, branch.time_zone, span.before, (span.before AT TIME ZONE branch.time_zone)::date AS day
  FROM unnest(CAST(:branches AS text[]), CAST(:befores AS timestamptz[])) AS span (branch_id, before)
  JOIN catalog.published_branch AS branch ON branch.id = span.branch_id
),
fresh AS (
  SELECT purchase.id, purchase.sold_at, place.time_zone
  FROM books.purchase
  JOIN place ON place.id = purchase.branch_id
  WHERE purchase.transaction_id < CAST(:watermark AS xid8)
    AND (purchase.sold_at AT TIME ZONE place.time_zone)::date = place.day AND purchase.sold_at < place.before
    AND purchase.branch_id = ANY(:branches)
    AND purchase.sold_at >= :since AND purchase.sold_at < :before
  UNION ALL
  SELECT purchase.id, purchase.sold_at, place.time_zone
  FROM books.purchases_from(CAST(:watermark AS xid8)) AS purchase
  JOIN place ON place.id = purchase.branch_id
  WHERE purchase.sold_at < place.before
),
sold AS (
  SELECT product_id, units
  FROM books.product_of_month
  WHERE branch_id = ANY(:branches) AND product_id = ANY(:products)
    AND month >= CAST(:first_month AS date) AND month < CAST(:after_months AS date)
  UNION ALL
  SELECT days.product_id, days.units
  FROM books.product_of_day AS days
  JOIN place ON place.id = days.branch_id
  WHERE days.product_id = ANY(:products) AND days.day < place.day
    AND days.day >= CAST(:first AS date) AND days.day < CAST(:first_month AS date)
  UNION ALL
  SELECT days.product_id, days.units
  FROM books.product_of_day AS days
  JOIN place ON place.id = days.branch_id
  WHERE days.product_id = ANY(:products) AND days.day < place.day
    AND days.day >= CAST(:after_months AS date) AND days.day <= CAST(:last AS date)
  UNION ALL
  SELECT line.product_id, line.quantity
  FROM fresh
  JOIN books.line ON line.purchase_id = fresh.id
  WHERE line.product_id = ANY(:products)
    AND (fresh.sold_at AT TIME ZONE fresh.time_zone)::date BETWEEN CAST(:first AS date) AND CAST(:last AS date)
)
SELECT product_id, sum(units)::bigint AS units
FROM sold
GROUP BY product_id

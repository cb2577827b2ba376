-- The products with the `places` highest counts of units in a range of days, however many share a count.
--
-- Whole months come from the months' rollup and the rest from the days': at most some sixty days of a branch are read,
-- however long the range.
WITH place AS MATERIALIZED (
  SELECT id, time_zone
  FROM catalog.published_branch
  WHERE CASE WHEN :scope = '*' THEN kind <> 'imported' ELSE id = :scope END
),
sold AS (
  SELECT product_id, units, total_minor
  FROM books.product_of_month
  WHERE branch_id IN (SELECT id FROM place)
    AND month >= CAST(:first_month AS date) AND month < CAST(:after_months AS date)
  UNION ALL
  SELECT product_id, units, total_minor
  FROM books.product_of_day
  WHERE branch_id IN (SELECT id FROM place)
    AND day >= CAST(:first AS date) AND day < CAST(:first_month AS date)
  UNION ALL
  SELECT product_id, units, total_minor
  FROM books.product_of_day
  WHERE branch_id IN (SELECT id FROM place)
    AND day >= CAST(:after_months AS date) AND day <= CAST(:last AS date)
  UNION ALL
  SELECT line.product_id, line.quantity, line.total_minor
  FROM books.purchases_from(CAST(:watermark AS xid8)) AS purchase
  JOIN place ON place.id = purchase.branch_id
  JOIN books.line ON line.purchase_id = purchase.id
  WHERE line.product_id IS NOT NULL
    AND (purchase.sold_at AT TIME ZONE place.time_zone)::date BETWEEN CAST(:first AS date) AND CAST(:last AS date)
),
summed AS (
  SELECT product_id, sum(units) AS units, sum(total_minor) AS total_minor FROM sold GROUP BY product_id
),
ranked AS (
  SELECT product_id, units, total_minor, dense_rank() OVER (ORDER BY units DESC) AS place FROM summed
)
SELECT
  ranked.product_id, product.name, ranked.units::bigint AS units, ranked.total_minor::bigint AS total_minor
FROM ranked
JOIN catalog.published_product AS product ON product.id = ranked.product_id
WHERE ranked.place <= :places
ORDER BY ranked.units DESC, ranked.product_id

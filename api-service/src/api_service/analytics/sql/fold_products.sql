-- Adds the lines of a range of transactions to their products' days, months and all time.
WITH fresh AS MATERIALIZED (
  SELECT
    purchase.branch_id,
    branch.kind <> 'imported' AS counts,
    (purchase.sold_at AT TIME ZONE branch.time_zone)::date AS day,
    line.product_id,
    sum(line.quantity) AS units,
    sum(line.total_minor) AS total_minor
  FROM books.purchases_from(CAST(:old AS xid8), CAST(:new AS xid8)) AS purchase
  JOIN catalog.published_branch AS branch ON branch.id = purchase.branch_id
  JOIN books.line ON line.purchase_id = purchase.id
  WHERE line.product_id IS NOT NULL
  GROUP BY purchase.branch_id, counts, day, line.product_id
),
days AS (
  INSERT INTO books.product_of_day AS known (branch_id, day, product_id, units, total_minor)
  SELECT branch_id, day, product_id, units, total_minor FROM fresh
  ON CONFLICT (branch_id, day, product_id) DO UPDATE SET
    units = known.units + excluded.units,
    total_minor = known.total_minor + excluded.total_minor
),
months AS (
  INSERT INTO books.product_of_month AS known (branch_id, month, product_id, units, total_minor)
  SELECT branch_id, date_trunc('month', day::timestamp)::date AS month, product_id, sum(units), sum(total_minor)
  FROM fresh
  GROUP BY branch_id, month, product_id
  ON CONFLICT (branch_id, month, product_id) DO UPDATE SET
    units = known.units + excluded.units,
    total_minor = known.total_minor + excluded.total_minor
)
INSERT INTO books.product_ever AS known (scope, product_id, units, total_minor)
SELECT scope, product_id, sum(units), sum(total_minor)
FROM fresh CROSS JOIN LATERAL (VALUES (branch_id, true), ('*', counts)) AS place (scope, applies)
WHERE applies
GROUP BY scope, product_id
ON CONFLICT (product_id, scope) DO UPDATE SET
  units = known.units + excluded.units,
  total_minor = known.total_minor + excluded.total_minor

-- Products by day, by month and ever, beside a recount of the lines below the watermark.
WITH counted AS MATERIALIZED (
  SELECT
    purchase.branch_id,
    branch.kind <> 'imported' AS counts,
    (purchase.sold_at AT TIME ZONE branch.time_zone)::date AS day,
    line.product_id,
    sum(line.quantity)::bigint AS units,
    sum(line.total_minor)::bigint AS total_minor
  FROM books.purchase
  JOIN catalog.published_branch AS branch ON branch.id = purchase.branch_id
  JOIN books.line ON line.purchase_id = purchase.id
  WHERE purchase.transaction_id < (SELECT folded_below FROM books.watermark) AND line.product_id IS NOT NULL
  GROUP BY purchase.branch_id, counts, day, line.product_id
),
months AS (
  SELECT
    branch_id, date_trunc('month', day::timestamp)::date AS month, product_id,
    sum(units)::bigint AS units, sum(total_minor)::bigint AS total_minor
  FROM counted
  GROUP BY branch_id, month, product_id
),
ever AS (
  SELECT scope, product_id, sum(units)::bigint AS units, sum(total_minor)::bigint AS total_minor
  FROM counted
  CROSS JOIN LATERAL (VALUES (branch_id, true), ('*', counts)) AS place (scope, applies)
  WHERE applies
  GROUP BY scope, product_id
),
compared AS (
  SELECT
    'on ' AS word, branch_id AS scope, product_id, day,
    kept.units AS stored_units, counted.units AS counted_units,
    kept.total_minor AS stored_minor, counted.total_minor AS counted_minor
  FROM books.product_of_day AS kept
  FULL JOIN counted USING (branch_id, day, product_id)
  UNION ALL
  SELECT
    'in the month from ', branch_id, product_id, month,
    kept.units, months.units, kept.total_minor, months.total_minor
  FROM books.product_of_month AS kept
  FULL JOIN months USING (branch_id, month, product_id)
  UNION ALL
  SELECT 'ever', scope, product_id, NULL, kept.units, ever.units, kept.total_minor, ever.total_minor
  FROM books.product_ever AS kept
  FULL JOIN ever USING (scope, product_id)
)
SELECT
  -- only what is wrong needs a name, and naming everything would cost as much as counting it
  CASE WHEN stored IS DISTINCT FROM recounted THEN
    'product ' || product_id || ' in ' || scope || ' ' || word || coalesce(day::text, '') || ': ' || figure
  END AS subject,
  coalesce(stored, 0) AS stored,
  coalesce(recounted, 0) AS counted
FROM compared
CROSS JOIN LATERAL (
  VALUES ('units', stored_units, counted_units), ('takings', stored_minor, counted_minor)
) AS each (figure, stored, recounted)

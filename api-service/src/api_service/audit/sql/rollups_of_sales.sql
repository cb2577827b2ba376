-- Hours and days of sales, beside a recount of the purchases below the watermark.
WITH counted AS MATERIALIZED (
  SELECT
    purchase.branch_id,
    (purchase.sold_at AT TIME ZONE branch.time_zone)::date AS day,
    date_trunc('hour', purchase.sold_at, branch.time_zone) AS hour,
    count(*) AS purchases,
    coalesce(sum(sold.units), 0)::bigint AS units,
    sum(purchase.total_minor)::bigint AS total_minor
  FROM books.purchase
  JOIN catalog.published_branch AS branch ON branch.id = purchase.branch_id
  LEFT JOIN (
    SELECT purchase_id, sum(quantity) AS units FROM books.line GROUP BY purchase_id
  ) AS sold ON sold.purchase_id = purchase.id
  WHERE purchase.transaction_id < (SELECT folded_below FROM books.watermark)
  GROUP BY purchase.branch_id, day, hour
),
days AS (
  SELECT
    branch_id, day, sum(purchases)::bigint AS purchases, sum(units)::bigint AS units,
    sum(total_minor)::bigint AS total_minor
  FROM counted
  GROUP BY branch_id, day
)
SELECT
  branch_id || ' in the hour from ' || to_char(hour, 'YYYY-MM-DD HH24:MI') || ' UTC: ' || figure AS subject,
  coalesce(stored, 0) AS stored,
  coalesce(recounted, 0) AS counted
FROM books.sales_of_hour AS kept
FULL JOIN counted USING (branch_id, day, hour)
CROSS JOIN LATERAL (
  VALUES
    ('purchases', kept.purchases, counted.purchases),
    ('units', kept.units, counted.units),
    ('takings', kept.total_minor, counted.total_minor)
) AS each (figure, stored, recounted)
UNION ALL
SELECT
  branch_id || ' on ' || day || ': ' || figure,
  coalesce(stored, 0),
  coalesce(recounted, 0)
FROM books.sales_of_day AS kept
FULL JOIN days USING (branch_id, day)
CROSS JOIN LATERAL (
  VALUES
    ('purchases', kept.purchases, days.purchases),
    ('units', kept.units, days.units),
    ('takings', kept.total_minor, days.total_minor)
) AS each (figure, stored, recounted)

-- Adds the purchases of a range of transactions to their branches' hours and days.
--
-- date_trunc with a zone gives the moment at which the local hour began, a different one for each of the two hours that
-- are called the same when clocks go back.
WITH fresh AS MATERIALIZED (
  SELECT
    purchase.branch_id,
    (purchase.sold_at AT TIME ZONE branch.time_zone)::date AS day,
    date_trunc('hour', purchase.sold_at, branch.time_zone) AS hour,
    count(*) AS purchases,
    sum((SELECT sum(line.quantity) FROM books.line WHERE line.purchase_id = purchase.id)) AS units,
    sum(purchase.total_minor) AS total_minor
  FROM books.purchases_from(CAST(:old AS xid8), CAST(:new AS xid8)) AS purchase
  JOIN catalog.published_branch AS branch ON branch.id = purchase.branch_id
  GROUP BY purchase.branch_id, day, hour
),
hours AS (
  INSERT INTO books.sales_of_hour AS known (branch_id, day, hour, purchases, units, total_minor)
  SELECT branch_id, day, hour, purchases, coalesce(units, 0), total_minor FROM fresh
  ON CONFLICT (branch_id, day, hour) DO UPDATE SET
    purchases = known.purchases + excluded.purchases,
    units = known.units + excluded.units,
    total_minor = known.total_minor + excluded.total_minor
)
INSERT INTO books.sales_of_day AS known (branch_id, day, purchases, units, total_minor)
SELECT branch_id, day, sum(purchases), coalesce(sum(units), 0), sum(total_minor)
FROM fresh
GROUP BY branch_id, day
ON CONFLICT (branch_id, day) DO UPDATE SET
  purchases = known.purchases + excluded.purchases,
  units = known.units + excluded.units,
  total_minor = known.total_minor + excluded.total_minor

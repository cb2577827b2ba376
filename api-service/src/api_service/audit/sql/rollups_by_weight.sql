-- Whether hours and days of sales, and products by day, by month and ever, equal a recount of what is below the watermark,
-- in a third of the time that counting each takes. Every row has a weight: a hash of what it is about, under a seed that
-- each run draws anew. If all rows equal their recount, so do the sums of weighted figures; if any does not, they differ,
-- but for a chance of one in a million million million. Which row it is, the statements that count each say then.
WITH bought AS MATERIALIZED (
  SELECT
    purchase.id,
    purchase.total_minor,
    (hash_record_extended(ROW(hour), hashint8extended(day, hashtextextended('hour ' || branch_id, :seed))) >> 4)
    + (hashint8extended(day, hashtextextended('day ' || branch_id, :seed)) >> 4) AS weight,
    hashint8extended(day, hashtextextended('product of day ' || branch_id, :seed)) AS day_seed,
    hashint8extended(month, hashtextextended('product of month ' || branch_id, :seed)) AS month_seed,
    hashtextextended('product ever ' || branch_id, :seed) AS branch_seed,
    CASE WHEN counts THEN hashtextextended('product ever *', :seed) END AS chain_seed
  FROM (
    SELECT
      purchase.id, purchase.branch_id, purchase.total_minor,
      branch.kind <> 'imported' AS counts,
      (purchase.sold_at AT TIME ZONE branch.time_zone)::date - DATE 'epoch' AS day,
      date_trunc('month', purchase.sold_at AT TIME ZONE branch.time_zone)::date - DATE 'epoch' AS month,
      date_trunc('hour', purchase.sold_at, branch.time_zone) AS hour
    FROM books.purchase
    JOIN catalog.published_branch AS branch ON branch.id = purchase.branch_id
    WHERE purchase.transaction_id < (SELECT folded_below FROM books.watermark)
  ) AS purchase
),
recounted AS (
  SELECT sum(weight::numeric) AS purchases, 0::numeric AS units, sum(weight::numeric * total_minor) AS minor
  FROM bought
  UNION ALL
  SELECT 0, sum((weight + product)::numeric * quantity), sum(product::numeric * total_minor)
  FROM (
    SELECT
      bought.weight, line.quantity, line.total_minor,
      -- a line of history may be of no product
      coalesce(
        (hashint8extended(line.product_id, bought.day_seed) >> 4)
        + (hashint8extended(line.product_id, bought.month_seed) >> 4)
        + (hashint8extended(line.product_id, bought.branch_seed) >> 4)
        + coalesce(hashint8extended(line.product_id, bought.chain_seed) >> 4, 0),
        0
      ) AS product
    FROM bought
    JOIN books.line ON line.purchase_id = bought.id
  ) AS sold
),
kept AS (
  SELECT
    3 AS figures,
    hash_record_extended(
      ROW(hour), hashint8extended(day - DATE 'epoch', hashtextextended('hour ' || branch_id, :seed))
    ) >> 4 AS weight,
    purchases, units, total_minor
  FROM books.sales_of_hour
  UNION ALL
  SELECT
    3, hashint8extended(day - DATE 'epoch', hashtextextended('day ' || branch_id, :seed)) >> 4,
    purchases, units, total_minor
  FROM books.sales_of_day
  UNION ALL
  SELECT
    2,
    hashint8extended(
      product_id,
      hashint8extended(day - DATE 'epoch', hashtextextended('product of day ' || branch_id, :seed))
    ) >> 4,
    0, units, total_minor
  FROM books.product_of_day
  UNION ALL
  SELECT
    2,
    hashint8extended(
      product_id,
      hashint8extended(month - DATE 'epoch', hashtextextended('product of month ' || branch_id, :seed))
    ) >> 4,
    0, units, total_minor
  FROM books.product_of_month
  UNION ALL
  SELECT
    2, hashint8extended(product_id, hashtextextended('product ever ' || scope, :seed)) >> 4,
    0, units, total_minor
  FROM books.product_ever
),
stored AS (
  SELECT
    coalesce(sum(figures), 0) AS figures,
    coalesce(sum(weight::numeric * purchases), 0) AS purchases,
    coalesce(sum(weight::numeric * units), 0) AS units,
    coalesce(sum(weight::numeric * total_minor), 0) AS minor
  FROM kept
)
SELECT
  stored.figures AS checked,
  (stored.purchases, stored.units, stored.minor) = (found.purchases, found.units, found.minor) AS equal
FROM stored
CROSS JOIN (
  SELECT
    coalesce(sum(purchases), 0) AS purchases, coalesce(sum(units), 0) AS units, coalesce(sum(minor), 0) AS minor
  FROM recounted
) AS found

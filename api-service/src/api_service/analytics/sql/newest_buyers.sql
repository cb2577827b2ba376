-- The customers of all branches whose history counts, the newest last purchase first, from behind a place on.
--
-- Rollup and tail come together as in the list of those who ever bought. Who has bought again may have left this page for
-- one before it, so as many more are read from the rollup as the tail has customers.
WITH tail AS MATERIALIZED (
  SELECT
    purchase.customer_id, count(*) AS purchases, sum(purchase.total_minor)::bigint AS total_minor,
    max(purchase.sold_at) AS last_sold_at
  FROM books.purchases_from(CAST(:watermark AS xid8)) AS purchase
  JOIN catalog.published_branch AS branch ON branch.id = purchase.branch_id
  WHERE branch.kind <> 'imported'
  GROUP BY purchase.customer_id
),
folded AS (
  SELECT customer_id, purchases, total_minor, last_sold_at
  FROM books.buyer_ever
  WHERE scope = '*'
    AND (last_sold_at, customer_id) < (CAST(:moment AS timestamptz), CAST(:customer_id AS uuid))
  ORDER BY last_sold_at DESC, customer_id DESC
  LIMIT :most + (SELECT count(*) FROM tail)
),
moved AS (
  SELECT
    tail.customer_id,
    coalesce(known.purchases, 0) + tail.purchases AS purchases,
    coalesce(known.total_minor, 0) + tail.total_minor AS total_minor,
    greatest(known.last_sold_at, tail.last_sold_at) AS last_sold_at
  FROM tail
  LEFT JOIN books.buyer_ever AS known ON known.customer_id = tail.customer_id AND known.scope = '*'
)
SELECT
  customer_id, max(purchases) AS purchases, max(total_minor) AS total_minor, max(last_sold_at) AS last_sold_at
FROM (SELECT * FROM folded UNION ALL SELECT * FROM moved) AS either
GROUP BY customer_id
HAVING (max(last_sold_at), customer_id) < (CAST(:moment AS timestamptz), CAST(:customer_id AS uuid))
ORDER BY last_sold_at DESC, customer_id DESC
LIMIT :most

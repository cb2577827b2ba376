-- Adds the purchases of a range of transactions to their customers, and moves those customers to the row of the
-- histogram that they belong to now.
WITH fresh AS MATERIALIZED (
  SELECT
    place.scope,
    purchase.customer_id,
    count(*) AS purchases,
    sum(purchase.total_minor) AS total_minor,
    min(purchase.sold_at) AS first_sold_at,
    max(purchase.sold_at) AS last_sold_at
  FROM books.purchases_from(CAST(:old AS xid8), CAST(:new AS xid8)) AS purchase
  JOIN catalog.published_branch AS branch ON branch.id = purchase.branch_id
  CROSS JOIN LATERAL (VALUES (branch.id, true), ('*', branch.kind <> 'imported')) AS place (scope, applies)
  WHERE place.applies
  GROUP BY place.scope, purchase.customer_id
),
moved AS MATERIALIZED (
  SELECT
    fresh.scope,
    coalesce(known.purchases, 0) AS before,
    coalesce(known.purchases, 0) + fresh.purchases AS now
  FROM fresh
  LEFT JOIN books.buyer_ever AS known
    ON known.customer_id = fresh.customer_id AND known.scope = fresh.scope
),
summed AS (
  INSERT INTO books.buyer_ever AS known
    (scope, customer_id, purchases, total_minor, first_sold_at, last_sold_at)
  SELECT scope, customer_id, purchases, total_minor, first_sold_at, last_sold_at FROM fresh
  ON CONFLICT (customer_id, scope) DO UPDATE SET
    purchases = known.purchases + excluded.purchases,
    total_minor = known.total_minor + excluded.total_minor,
    first_sold_at = least(known.first_sold_at, excluded.first_sold_at),
    last_sold_at = greatest(known.last_sold_at, excluded.last_sold_at)
)
MERGE INTO books.loyalty AS known
USING (
  SELECT scope, purchases, sum(change) AS change
  FROM (
    SELECT scope, now AS purchases, 1 AS change FROM moved
    UNION ALL
    SELECT scope, before, -1 FROM moved WHERE before > 0
  ) AS step
  GROUP BY scope, purchases
) AS net
ON known.scope = net.scope AND known.purchases = net.purchases
WHEN MATCHED AND known.customers + net.change = 0 THEN DELETE
WHEN MATCHED THEN UPDATE SET customers = known.customers + net.change
WHEN NOT MATCHED THEN INSERT (scope, purchases, customers) VALUES (net.scope, net.purchases, net.change)

-- What every buyer bought and how many came how often, beside a recount of the purchases below the watermark.
WITH counted AS MATERIALIZED (
  SELECT
    place.scope,
    purchase.customer_id,
    count(*) AS purchases,
    sum(purchase.total_minor)::bigint AS total_minor
  FROM books.purchase
  JOIN catalog.published_branch AS branch ON branch.id = purchase.branch_id
  CROSS JOIN LATERAL (VALUES (branch.id, true), ('*', branch.kind <> 'imported')) AS place (scope, applies)
  WHERE place.applies AND purchase.transaction_id < (SELECT folded_below FROM books.watermark)
  GROUP BY place.scope, purchase.customer_id
),
often AS (
  SELECT scope, purchases, count(*) AS customers FROM counted GROUP BY scope, purchases
)
SELECT
  CASE WHEN stored IS DISTINCT FROM recounted THEN
    'buyer ' || customer_id || ' in ' || scope || ': ' || figure
  END AS subject,
  coalesce(stored, 0) AS stored,
  coalesce(recounted, 0) AS counted
FROM books.buyer_ever AS kept
FULL JOIN counted USING (customer_id, scope)
CROSS JOIN LATERAL (
  VALUES
    ('purchases', kept.purchases, counted.purchases),
    ('takings', kept.total_minor, counted.total_minor)
) AS each (figure, stored, recounted)
UNION ALL
SELECT
  'buyers who came ' || purchases || ' times in ' || scope || ': customers',
  coalesce(kept.customers, 0),
  coalesce(often.customers, 0)
FROM books.loyalty AS kept
FULL JOIN often USING (scope, purchases)

-- The customers who bought most often, each branch in its own span of time, with how many bought and how many of them at
-- least `least` times. One row without a customer if there is none to list.
WITH buyer AS MATERIALIZED (
  SELECT
    purchase.customer_id, count(*) AS purchases, sum(purchase.total_minor)::bigint AS total_minor,
    max(purchase.sold_at) AS last_sold_at
  FROM books.purchase
  JOIN unnest(
    CAST(:branches AS text[]), CAST(:sinces AS timestamptz[]), CAST(:befores AS timestamptz[])
  ) AS span (branch_id, since, before)
    ON span.branch_id = purchase.branch_id AND purchase.sold_at >= span.since AND purchase.sold_at < span.before
  WHERE purchase.branch_id = ANY(:branches) AND purchase.sold_at >= :since AND purchase.sold_at < :before
  GROUP BY purchase.customer_id
),
counted AS (
  SELECT count(*) AS buyers, count(*) FILTER (WHERE purchases >= :least) AS loyal FROM buyer
)
SELECT counted.buyers, counted.loyal, listed.*
FROM counted
LEFT JOIN (
  SELECT customer_id, purchases, total_minor, last_sold_at
  FROM buyer
  WHERE purchases >= :least
  ORDER BY purchases DESC, customer_id
  LIMIT :most
) AS listed ON true
ORDER BY listed.purchases DESC, listed.customer_id

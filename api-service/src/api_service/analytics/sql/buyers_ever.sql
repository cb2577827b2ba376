-- The customers of a scope who came at least `least` times, the most purchases first, with how many ever bought and how
-- many of them that often. One row without a customer if there is none to list.
--
-- Customers of the tail are moved from what the rollups have of them to what they have now: in the histogram from one
-- count to another, and on the list to a higher place. What one customer has only grows, so of two rows the larger is the
-- newer, and nobody who belongs on the list is missing from the first `most` of the rollup and the tail together.
WITH tail AS MATERIALIZED (
  SELECT
    purchase.customer_id, count(*) AS purchases, sum(purchase.total_minor)::bigint AS total_minor,
    max(purchase.sold_at) AS last_sold_at
  FROM books.purchases_from(CAST(:watermark AS xid8)) AS purchase
  JOIN catalog.published_branch AS branch ON branch.id = purchase.branch_id
  WHERE CASE WHEN :scope = '*' THEN branch.kind <> 'imported' ELSE branch.id = :scope END
  GROUP BY purchase.customer_id
),
moved AS MATERIALIZED (
  SELECT
    tail.customer_id,
    coalesce(known.purchases, 0) AS before,
    coalesce(known.purchases, 0) + tail.purchases AS purchases,
    coalesce(known.total_minor, 0) + tail.total_minor AS total_minor,
    greatest(known.last_sold_at, tail.last_sold_at) AS last_sold_at
  FROM tail
  LEFT JOIN books.buyer_ever AS known ON known.customer_id = tail.customer_id AND known.scope = :scope
),
folded AS (
  SELECT customer_id, purchases, total_minor, last_sold_at
  FROM books.buyer_ever
  WHERE scope = :scope AND purchases >= :least
  ORDER BY purchases DESC, customer_id
  LIMIT :most
),
listed AS (
  SELECT
    customer_id, max(purchases) AS purchases, max(total_minor) AS total_minor, max(last_sold_at) AS last_sold_at
  FROM (
    SELECT * FROM folded
    UNION ALL
    SELECT customer_id, purchases, total_minor, last_sold_at FROM moved WHERE purchases >= :least
  ) AS either
  GROUP BY customer_id
  ORDER BY purchases DESC, customer_id
  LIMIT :most
),
counted AS (
  SELECT
    coalesce(sum(customers), 0)::bigint + (SELECT count(*) FROM moved WHERE before = 0) AS buyers,
    coalesce(sum(customers) FILTER (WHERE purchases >= :least), 0)::bigint
      + (SELECT count(*) FROM moved WHERE before < :least AND purchases >= :least) AS loyal
  FROM books.loyalty
  WHERE scope = :scope
)
SELECT counted.buyers, counted.loyal, listed.*
FROM counted
LEFT JOIN listed ON true
ORDER BY listed.purchases DESC, listed.customer_id

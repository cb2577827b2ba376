-- All that one customer ever bought in a branch, or anywhere (NULL), history from elsewhere included; no row if there is no such customer.
SELECT
  customer.name,
  coalesce(sum(bought.purchases), 0)::bigint AS purchases,
  coalesce(sum(bought.total_minor), 0)::bigint AS total_minor,
  min(bought.first_sold_at) AS first_sold_at,
  max(bought.last_sold_at) AS last_sold_at
FROM books.customer
LEFT JOIN (
  SELECT customer_id, purchases, total_minor, first_sold_at, last_sold_at
  FROM books.buyer_ever
  WHERE customer_id = :customer_id AND scope <> '*'
    AND (CAST(:branch_id AS text) IS NULL OR scope = :branch_id)
  UNION ALL
  SELECT customer_id, 1, total_minor, sold_at, sold_at
  FROM books.purchase
  WHERE customer_id = :customer_id AND transaction_id >= CAST(:watermark AS xid8)
    AND (CAST(:branch_id AS text) IS NULL OR branch_id = :branch_id)
) AS bought ON bought.customer_id = customer.id
WHERE customer.id = :customer_id
GROUP BY customer.id, customer.name

-- A level beside the sum of its movements.
SELECT
  level.branch_id || '/' || level.product_id AS subject,
  level.quantity AS stored,
  coalesce(moved.quantity, 0) AS counted
FROM books.level
LEFT JOIN (
  SELECT branch_id, product_id, sum(quantity)::bigint AS quantity
  FROM books.movement
  GROUP BY branch_id, product_id
) AS moved USING (branch_id, product_id)

-- Units of a product in a purchase beside those that its movements took from the stock of the branch that gave them away;
-- history moved none. They are added as float8, which is exact for whole numbers up to 2^53 and takes half as long as a
-- sum of bigint.
SELECT purchase_id::text AS subject, sum(sold)::bigint AS stored, sum(moved)::bigint AS counted
FROM (
  SELECT
    line.purchase_id, coalesce(web.fulfilled_by, purchase.branch_id) AS branch_id, line.product_id,
    line.quantity::float8 AS sold, 0::float8 AS moved
  FROM books.line
  LEFT JOIN books.purchase ON purchase.id = line.purchase_id
  LEFT JOIN books.web_purchase AS web ON web.purchase_id = line.purchase_id
  WHERE purchase.origin IS DISTINCT FROM 'import'
  UNION ALL
  SELECT purchase_id, branch_id, product_id, 0, -quantity
  FROM books.movement
  WHERE kind = 'sale'
) AS each
GROUP BY purchase_id, branch_id, product_id

-- Units of a product in a purchase beside those that its movements took from the stock; history moved none. They are added
-- as float8, which is exact for whole numbers up to 2^53 and takes half as long as a sum of bigint.
SELECT purchase_id::text AS subject, sum(sold)::bigint AS stored, sum(moved)::bigint AS counted
FROM (
  SELECT purchase_id, product_id, quantity::float8 AS sold, 0::float8 AS moved
  FROM books.line
  WHERE NOT EXISTS (
    SELECT FROM books.purchase WHERE purchase.id = line.purchase_id AND purchase.origin = 'import'
  )
  UNION ALL
  SELECT purchase_id, product_id, 0, -quantity
  FROM books.movement
  WHERE kind = 'sale'
) AS each
GROUP BY purchase_id, product_id

-- Units of a product in a purchase beside those that its movements took from the stock; history moved none.
SELECT
  coalesce(sold.purchase_id, moved.purchase_id)::text AS subject,
  coalesce(sold.units, 0) AS stored,
  coalesce(moved.units, 0) AS counted
FROM (
  SELECT line.purchase_id, line.product_id, sum(line.quantity)::bigint AS units
  FROM books.line
  JOIN books.purchase ON purchase.id = line.purchase_id
  WHERE purchase.origin <> 'import'
  GROUP BY line.purchase_id, line.product_id
) AS sold
FULL JOIN (
  SELECT purchase_id, product_id, -sum(quantity)::bigint AS units
  FROM books.movement
  WHERE kind = 'sale'
  GROUP BY purchase_id, product_id
) AS moved USING (purchase_id, product_id)

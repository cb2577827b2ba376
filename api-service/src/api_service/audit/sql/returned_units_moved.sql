-- Units of a product that a refund gives back beside those that its movements brought to the stock.
SELECT
  coalesce(back.purchase_id, moved.purchase_id)::text AS subject,
  coalesce(back.units, 0) AS stored,
  coalesce(moved.units, 0) AS counted
FROM (
  SELECT refund_id, min(purchase_id::text) AS purchase_id, product_id, sum(quantity)::bigint AS units
  FROM books.refund_line
  WHERE product_id IS NOT NULL
  GROUP BY refund_id, product_id
) AS back
FULL JOIN (
  SELECT refund_id, min(purchase_id::text) AS purchase_id, product_id, sum(quantity)::bigint AS units
  FROM books.movement
  WHERE kind = 'returned'
  GROUP BY refund_id, product_id
) AS moved USING (refund_id, product_id)

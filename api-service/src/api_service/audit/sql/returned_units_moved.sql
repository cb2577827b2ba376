-- Units of a product that a refund gives back beside those that its movements brought to the stock that they came from.
SELECT
  coalesce(back.purchase_id, moved.purchase_id)::text AS subject,
  coalesce(back.units, 0) AS stored,
  coalesce(moved.units, 0) AS counted
FROM (
  SELECT
    given.refund_id, min(given.purchase_id::text) AS purchase_id, web.fulfilled_by AS branch_id, given.product_id,
    sum(given.quantity)::bigint AS units
  FROM books.refund_line AS given
  LEFT JOIN books.refund ON refund.id = given.refund_id
  LEFT JOIN books.web_purchase AS web ON web.purchase_id = refund.purchase_id
  WHERE given.product_id IS NOT NULL
  GROUP BY given.refund_id, web.fulfilled_by, given.product_id
) AS back
FULL JOIN (
  SELECT refund_id, min(purchase_id::text) AS purchase_id, branch_id, product_id, sum(quantity)::bigint AS units
  FROM books.movement
  WHERE kind = 'returned'
  GROUP BY refund_id, branch_id, product_id
) AS moved USING (refund_id, branch_id, product_id)

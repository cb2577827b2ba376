-- Lines of purchases with what each promotion took off them; a line without a price version was not priced by us.
SELECT
  line.purchase_id::text, line.line_number, line.product_id, line.quantity, line.price_version, line.total_minor,
  line.vat_basis_points, line.vat_minor, coalesce(line.department, '') AS department,
  given.promotions, given.versions, given.amounts
FROM books.line
LEFT JOIN (
  SELECT
    purchase_id, line_number,
    array_agg(promotion_id ORDER BY promotion_id) AS promotions,
    array_agg(promotion_version ORDER BY promotion_id) AS versions,
    array_agg(amount_minor ORDER BY promotion_id) AS amounts
  FROM books.discount
  WHERE purchase_id = ANY(CAST(:ids AS uuid[]))
  GROUP BY purchase_id, line_number
) AS given ON given.purchase_id = line.purchase_id AND given.line_number = line.line_number
WHERE line.purchase_id = ANY(CAST(:ids AS uuid[])) AND line.price_version IS NOT NULL
ORDER BY line.purchase_id, line.line_number

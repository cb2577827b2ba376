-- Lines of purchases with what each promotion took off them, and the VAT rate that a web order's reservation had.
SELECT
  line.purchase_id::text, line.line_number, line.product_id, line.quantity, line.price_version, line.total_minor,
  line.vat_basis_points, line.vat_minor, coalesce(line.department, '') AS department,
  reserved.vat_basis_points AS reserved_basis_points,
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
LEFT JOIN books.web_purchase AS web ON web.purchase_id = line.purchase_id
LEFT JOIN books.reservation_line AS reserved
  ON reserved.reservation_id = web.reservation_id AND reserved.line_number = line.line_number
WHERE line.purchase_id = ANY(CAST(:ids AS uuid[]))
ORDER BY line.purchase_id, line.line_number

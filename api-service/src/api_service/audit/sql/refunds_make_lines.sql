-- What a line of a refunded purchase cost and the VAT in it, beside what its refund gives back: the total that the refund
-- says, what its units make at the line's price, and its VAT. Of another product or VAT rate it gives nothing back.
SELECT
  coalesce(refund.purchase_id, back.purchase_id) || '/' || coalesce(line.line_number, back.line_number) AS subject,
  figure AS stored,
  CASE WHEN line.line_number IS NULL OR (
      back.purchase_id = refund.purchase_id AND back.product_id IS NOT DISTINCT FROM line.product_id
      AND back.vat_basis_points = line.vat_basis_points
    ) THEN given
  END AS counted
FROM books.refund
JOIN books.line ON line.purchase_id = refund.purchase_id
FULL JOIN books.refund_line AS back ON back.refund_id = refund.id AND back.line_number = line.line_number
CROSS JOIN LATERAL (
  VALUES
    (line.total_minor, back.total_minor),
    (line.total_minor, back.quantity * line.unit_price_minor - line.discount_minor),
    (line.vat_minor, back.vat_minor)
) AS each (figure, given)

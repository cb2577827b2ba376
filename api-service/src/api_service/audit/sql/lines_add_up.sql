-- A line's total beside its units times their price, less its discount.
SELECT
  line.purchase_id || '/' || line.line_number AS subject,
  line.total_minor AS stored,
  line.quantity * line.unit_price_minor - line.discount_minor AS counted
FROM books.line

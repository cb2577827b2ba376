-- A line's discount beside the sum of what promotions took off it.
SELECT
  coalesce(line.purchase_id, given.purchase_id) || '/' || coalesce(line.line_number, given.line_number) AS subject,
  coalesce(line.discount_minor, 0) AS stored,
  coalesce(given.amount_minor, 0) AS counted
FROM books.line
FULL JOIN (
  SELECT purchase_id, line_number, sum(amount_minor)::bigint AS amount_minor
  FROM books.discount
  GROUP BY purchase_id, line_number
) AS given USING (purchase_id, line_number)

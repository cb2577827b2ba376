-- A purchase's total beside the sum of its lines.
SELECT purchase.id::text AS subject, purchase.total_minor AS stored, coalesce(sold.total_minor, 0) AS counted
FROM books.purchase
LEFT JOIN (
  SELECT purchase_id, sum(total_minor)::bigint AS total_minor FROM books.line GROUP BY purchase_id
) AS sold ON sold.purchase_id = purchase.id

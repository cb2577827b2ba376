-- A purchase's total beside the sum of its tenders.
SELECT purchase.id::text AS subject, purchase.total_minor AS stored, coalesce(paid.total_minor, 0) AS counted
FROM books.purchase
LEFT JOIN (
  SELECT purchase_id, sum(amount_minor)::bigint AS total_minor FROM books.tender GROUP BY purchase_id
) AS paid ON paid.purchase_id = purchase.id

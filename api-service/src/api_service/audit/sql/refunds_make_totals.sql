-- What a refunded purchase cost, beside what its refund and the refund's lines give back.
SELECT refund.purchase_id::text AS subject, purchase.total_minor AS stored, given AS counted
FROM books.refund
LEFT JOIN books.purchase ON purchase.id = refund.purchase_id
LEFT JOIN (
  SELECT refund_id, sum(total_minor)::bigint AS total_minor FROM books.refund_line GROUP BY refund_id
) AS back ON back.refund_id = refund.id
CROSS JOIN LATERAL (VALUES (refund.total_minor), (coalesce(back.total_minor, 0))) AS each (given)

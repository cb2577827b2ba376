-- The digests of purchases that have no proof yet.
SELECT purchase_id::text, bit_xor(hash) # count(*) AS digest
FROM books.audit_row
WHERE purchase_id = ANY(CAST(:ids AS uuid[]))
  AND NOT EXISTS (SELECT FROM books.audit_proof AS proof WHERE proof.purchase_id = audit_row.purchase_id)
GROUP BY purchase_id

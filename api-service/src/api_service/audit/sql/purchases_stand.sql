-- The digest of a purchase when it was first seen beside that of its rows now; nothing, where none of them is left.
SELECT proof.purchase_id::text AS subject, proof.digest AS stored, found.digest AS counted
FROM books.audit_proof AS proof
LEFT JOIN (
  -- a row that is there twice would cancel itself out, but for the count
  SELECT purchase_id, bit_xor(hash) # count(*) AS digest FROM books.audit_row GROUP BY purchase_id
) AS found ON found.purchase_id = proof.purchase_id

-- The digest of every version of a promotion when it was first seen beside what it says now, with the products it is for.
SELECT
  'version ' || proof.version || ' of promotion ' || proof.promotion_id AS subject,
  proof.digest AS stored,
  found.digest AS counted
FROM books.audit_promotion_proof AS proof
LEFT JOIN books.audit_promotion AS found USING (promotion_id, version)

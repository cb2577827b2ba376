-- Purchases below the mark that were never proved and are not in doubt: nobody but a hand put them there.
SELECT purchase.id::text
FROM books.purchase
WHERE purchase.transaction_id < CAST(:below AS xid8) AND purchase.origin <> 'import'
  AND NOT EXISTS (SELECT FROM books.audit_proof AS proof WHERE proof.purchase_id = purchase.id)
  AND NOT EXISTS (SELECT FROM books.audit_doubt AS doubt WHERE doubt.purchase_id = purchase.id)
ORDER BY purchase.transaction_id
LIMIT :most

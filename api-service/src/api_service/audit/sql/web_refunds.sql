-- Refunds of web purchases, which are all that there are; their moments likewise.
SELECT
  id, purchase_id, total_minor, currency, gateway_refund_id,
  least(greatest(refunded_at, '0001-01-01 UTC'), '9999-12-31 23:59:59.999999 UTC') AS refunded_at
FROM books.refund

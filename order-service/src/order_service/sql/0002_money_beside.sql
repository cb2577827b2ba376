-- The customer's money goes beside what the books hear, and no longer behind it. The books are told of a refund once its
-- money has gone, so what was asked of them before that is asked anew then.
DELETE FROM outbox WHERE kind = 'purchase.refund' AND aggregate IN (
  SELECT aggregate FROM outbox WHERE kind = 'payment.refund'
);
UPDATE outbox SET aggregate = aggregate || '/money' WHERE kind = 'payment.refund';

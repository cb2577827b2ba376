-- Purchases that came from web orders. Moments stay within the years that Python has, or one that somebody edited would
-- let nobody read the others.
SELECT
  purchase.id, purchase.total_minor, purchase.currency, web.capture_id,
  least(greatest(purchase.recorded_at, '0001-01-01 UTC'), '9999-12-31 23:59:59.999999 UTC') AS recorded_at
FROM books.purchase
LEFT JOIN books.web_purchase AS web ON web.purchase_id = purchase.id
WHERE purchase.origin = 'web'

-- Purchases with the codes of the coupons that they used. A web order was priced when its units were reserved, by the
-- service's clock; what is sold at a till was priced in the statement that booked it. Moments stay within the years that
-- Python has, or one that somebody edited would let nobody read the others.
SELECT
  purchase.id::text,
  least(
    greatest(coalesce(reservation.reserved_at, purchase.sold_at), '0001-01-01 UTC'), '9999-12-31 23:59:59.999999 UTC'
  ) AS moment,
  least(
    greatest(coalesce(reservation.reserved_at, purchase.recorded_at), '0001-01-01 UTC'), '9999-12-31 23:59:59.999999 UTC'
  ) AS priced_at,
  purchase.currency,
  ARRAY(
    SELECT code FROM books.coupon_redemption AS used WHERE used.purchase_id = purchase.id
  ) AS coupons
FROM books.purchase
LEFT JOIN books.web_purchase AS web ON web.purchase_id = purchase.id
LEFT JOIN books.reservation ON reservation.id = web.reservation_id
WHERE purchase.id = ANY(CAST(:ids AS uuid[]))
ORDER BY purchase.transaction_id

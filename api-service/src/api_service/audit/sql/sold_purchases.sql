-- Purchases with the codes of the coupons that they used.
SELECT
  purchase.id,
  purchase.sold_at AS moment,
  purchase.recorded_at AS priced_at,
  purchase.currency,
  ARRAY(
    SELECT code FROM books.coupon_redemption AS used WHERE used.purchase_id = purchase.id
  ) AS coupons
FROM books.purchase
WHERE purchase.id = ANY(:ids)
ORDER BY purchase.transaction_id

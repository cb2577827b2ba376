-- Everything that a key, a sale or a coupon may bring about once, beside how often it is there.
SELECT CASE WHEN count(*) <> 1 THEN 'the purchase ' || id END AS subject, 1 AS stored, count(*) AS counted
FROM books.purchase
GROUP BY id
UNION ALL
SELECT
  CASE WHEN count(*) <> 1 THEN
    'the movement "' || kind || '" of product ' || product_id || ' in purchase ' || purchase_id
  END,
  1, count(*)
FROM books.movement
WHERE purchase_id IS NOT NULL
GROUP BY purchase_id, product_id, kind
UNION ALL
SELECT 'the opening of product ' || product_id || ' in ' || branch_id, 1, count(*)
FROM books.movement
WHERE kind = 'opening'
GROUP BY branch_id, product_id
UNION ALL
SELECT 'the coupon ' || code, 1, count(*)
FROM books.coupon_redemption
WHERE single_use
GROUP BY promotion_id, code
UNION ALL
SELECT 'the redemption of coupon ' || taken.code || ' in purchase ' || taken.purchase_id, 1, count(used.purchase_id)
FROM (
  SELECT DISTINCT discount.purchase_id, discount.promotion_id, rule.code, rule.single_use
  FROM books.discount
  JOIN catalog.published_promotion_history AS rule
    ON rule.id = discount.promotion_id AND rule.version = discount.promotion_version
  WHERE rule.kind = 'coupon'
) AS taken
LEFT JOIN books.coupon_redemption AS used
  ON used.purchase_id = taken.purchase_id AND used.promotion_id = taken.promotion_id
  AND used.code = taken.code AND used.single_use = taken.single_use
GROUP BY taken.purchase_id, taken.code
UNION ALL
SELECT 'the coupon ' || used.code || ' kept by purchase ' || used.purchase_id, 1, count(kept.purchase_id)
FROM books.coupon_redemption AS used
LEFT JOIN books.coupon_hold AS kept
  ON kept.promotion_id = used.promotion_id AND kept.code = used.code AND kept.purchase_id = used.purchase_id
WHERE used.single_use
GROUP BY used.purchase_id, used.code
UNION ALL
SELECT 'the refund of purchase ' || purchase_id, 1, count(*)
FROM books.refund
GROUP BY purchase_id
UNION ALL
SELECT 'the return of product ' || product_id || ' by refund ' || refund_id, 1, count(*)
FROM books.movement
WHERE kind = 'returned'
GROUP BY refund_id, product_id
UNION ALL
SELECT
  'the sale of reservation ' || reservation.id, CASE reservation.state WHEN 'booked' THEN 1 ELSE 0 END,
  count(sold.purchase_id)
FROM books.reservation
LEFT JOIN books.web_purchase AS sold ON sold.reservation_id = reservation.id
GROUP BY reservation.id
UNION ALL
SELECT 'the capture ' || capture_id, 1, count(*)
FROM books.web_purchase
GROUP BY capture_id

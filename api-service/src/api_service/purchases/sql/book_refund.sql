-- Books in one statement what was given back of a web purchase, which is all of it, and puts its units back where they
-- were sent from. The unique key of the purchase lets it happen once: whoever else refunds it waits for that row before
-- taking any other. Levels in product order, as everybody takes them.
WITH refunded AS MATERIALIZED (
  SELECT purchase.id, purchase.branch_id, purchase.currency, purchase.total_minor, web.fulfilled_by
  FROM books.purchase JOIN books.web_purchase AS web ON web.purchase_id = purchase.id
  WHERE purchase.id = %(purchase_id)s
),
booked AS (
  INSERT INTO books.refund (
    id, purchase_id, branch_id, gateway_refund_id, reason, refunded_at, currency, total_minor, fingerprint
  )
  SELECT
    %(id)s, id, branch_id, %(gateway_refund_id)s, %(reason)s, %(now)s, currency, total_minor, %(fingerprint)s
  FROM refunded
  RETURNING id, purchase_id
),
returned AS MATERIALIZED (
  SELECT line.* FROM booked JOIN books.line ON line.purchase_id = booked.purchase_id
),
locked AS MATERIALIZED (
  SELECT level.branch_id, level.product_id, returned.quantity
  FROM books.level
  JOIN returned ON returned.product_id = level.product_id
  WHERE level.branch_id = (SELECT fulfilled_by FROM refunded)
  ORDER BY level.product_id
  FOR NO KEY UPDATE OF level
),
put_back AS (
  UPDATE books.level SET quantity = level.quantity + locked.quantity
  FROM locked
  WHERE level.branch_id = locked.branch_id AND level.product_id = locked.product_id
  RETURNING level.branch_id, level.product_id, locked.quantity
),
lines AS (
  INSERT INTO books.refund_line (
    refund_id, line_number, purchase_id, product_id, description, quantity, total_minor, vat_basis_points, vat_minor
  )
  SELECT
    booked.id, returned.line_number, returned.purchase_id, returned.product_id, returned.description,
    returned.quantity, returned.total_minor, returned.vat_basis_points, returned.vat_minor
  FROM booked CROSS JOIN returned
),
moved AS (
  INSERT INTO books.movement (branch_id, product_id, kind, quantity, purchase_id, refund_id)
  SELECT put_back.branch_id, put_back.product_id, 'returned', put_back.quantity, booked.purchase_id, booked.id
  FROM booked CROSS JOIN put_back
)
SELECT EXISTS (SELECT FROM booked) AS done,
  EXISTS (SELECT FROM books.purchase WHERE id = %(purchase_id)s) AS known

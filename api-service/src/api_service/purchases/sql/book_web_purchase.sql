-- Books a web order that was paid, in one statement: its reservation becomes a purchase, line by line as it was priced.
--
-- Locks in the order that everybody keeps who touches a reservation: its row, the levels in product order, its coupons.
-- Whoever books the same order at the same moment waits for the row, and then finds it booked.
--
-- It is sold when it was paid for, however late the books hear of it, so that it counts for its own day. The clock of
-- whoever says so may be off: what is paid for is booked all the same, but never as of before it was reserved or of later.
--
-- A till may have sold meanwhile what was kept, because it sells what is in the hand. The order is paid, so it is booked
-- all the same: the missing units as `found`, so that the level stays the sum of its movements and never falls below
-- zero, with a task for whoever packs, who will not find them.
WITH kept AS MATERIALIZED (
  SELECT id, state, fulfilled_by, sold_by, currency, total_minor,
    least(greatest(%(paid_at)s, reserved_at), %(now)s) AS sold_at,
    state = 'pinned' OR (state = 'held' AND expires_at > %(now)s) AS lives
  FROM books.reservation WHERE id = %(reservation_id)s
  FOR NO KEY UPDATE
),
wanted AS MATERIALIZED (
  SELECT line.* FROM kept JOIN books.reservation_line AS line ON line.reservation_id = kept.id WHERE kept.lives
),
locked AS MATERIALIZED (
  SELECT level.branch_id, level.product_id, level.quantity AS before, wanted.quantity AS sold
  FROM books.level
  JOIN wanted ON wanted.product_id = level.product_id
  WHERE level.branch_id = (SELECT fulfilled_by FROM kept)
  ORDER BY level.product_id
  FOR NO KEY UPDATE OF level
),
taken AS (
  UPDATE books.level
  SET quantity = greatest(level.quantity - locked.sold, 0), reserved = level.reserved - locked.sold
  FROM locked
  WHERE level.branch_id = locked.branch_id AND level.product_id = locked.product_id
  RETURNING locked.branch_id, locked.product_id, locked.sold, greatest(locked.sold - locked.before, 0) AS found
),
sold AS (
  UPDATE books.reservation SET state = 'booked', changed_at = %(now)s
  FROM kept
  WHERE reservation.id = kept.id AND kept.lives AND EXISTS (SELECT FROM taken)
  RETURNING reservation.id
),
buyer AS (
  INSERT INTO books.customer (id, name, email)
  SELECT %(customer_id)s, nullif(%(customer_name)s, ''), %(customer_email)s WHERE EXISTS (SELECT FROM sold)
  ON CONFLICT DO NOTHING
),
booked AS (
  INSERT INTO books.purchase (id, branch_id, customer_id, origin, sold_at, currency, total_minor, fingerprint)
  SELECT
    %(order_id)s, kept.sold_by, %(customer_id)s, 'web', kept.sold_at, kept.currency, kept.total_minor, %(fingerprint)s
  FROM kept WHERE EXISTS (SELECT FROM sold)
  RETURNING id, total_minor
),
web AS (
  INSERT INTO books.web_purchase (purchase_id, order_number, reservation_id, fulfilled_by, payment_id, capture_id)
  SELECT booked.id, %(order_number)s, kept.id, kept.fulfilled_by, %(payment_id)s, %(capture_id)s
  FROM booked CROSS JOIN kept
),
lines AS (
  INSERT INTO books.line (
    purchase_id, line_number, product_id, description, quantity, unit_price_minor, price_version,
    discount_minor, total_minor, vat_basis_points, vat_minor, department
  )
  SELECT
    booked.id, wanted.line_number, wanted.product_id, wanted.description, wanted.quantity,
    wanted.unit_price_minor, wanted.price_version, wanted.discount_minor, wanted.total_minor,
    wanted.vat_basis_points, wanted.vat_minor, wanted.department
  FROM booked CROSS JOIN wanted
),
discounts AS (
  INSERT INTO books.discount (purchase_id, line_number, promotion_id, promotion_version, name, amount_minor)
  SELECT booked.id, given.line_number, given.promotion_id, given.promotion_version, given.name, given.amount_minor
  FROM booked CROSS JOIN books.reservation_discount AS given
  WHERE given.reservation_id = %(reservation_id)s
),
redeemed AS (
  INSERT INTO books.coupon_redemption (purchase_id, promotion_id, code, single_use)
  SELECT booked.id, coupon.promotion_id, coupon.code, coupon.single_use
  FROM booked CROSS JOIN books.reservation_coupon AS coupon
  WHERE coupon.reservation_id = %(reservation_id)s
),
held AS (
  UPDATE books.coupon_hold SET purchase_id = booked.id
  FROM booked WHERE coupon_hold.reservation_id = %(reservation_id)s
),
tenders AS (
  INSERT INTO books.tender (purchase_id, tender_number, kind, amount_minor, given_minor)
  SELECT id, 1, 'card', total_minor, total_minor FROM booked
),
moved AS (
  INSERT INTO books.movement (branch_id, product_id, kind, quantity, purchase_id)
  SELECT taken.branch_id, taken.product_id, kind, quantity, booked.id
  FROM booked CROSS JOIN taken
  CROSS JOIN LATERAL (VALUES ('found', taken.found), ('sale', -taken.sold)) AS movement (kind, quantity)
  WHERE quantity <> 0
),
tasks AS (
  INSERT INTO books.task (kind, branch_id, product_id, quantity, purchase_id)
  SELECT 'order_short', taken.branch_id, taken.product_id, taken.found, booked.id
  FROM booked CROSS JOIN taken
  WHERE taken.found > 0
)
SELECT kept.state, kept.lives, booked.id IS NOT NULL AS done
FROM kept LEFT JOIN booked ON true

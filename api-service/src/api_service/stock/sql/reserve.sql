-- Keeps units for a web order: all of them or none. Whoever runs it undoes its transaction unless `done` is true.
--
-- Locks are taken in the order that everybody keeps who touches a reservation: its own row, then the levels in product
-- order, as record_sale.sql takes them, then coupons by promotion. So a reservation under a key waits for another under
-- the same key before it holds anything that the other needs.
--
-- The web sells what is available, never below it: the units that are there, less those kept for others. A level is
-- read once its row is locked, so what it says is what is taken from.
WITH wanted AS MATERIALIZED (
  SELECT *
  FROM unnest(
    %(product_ids)s::bigint[], %(codes)s::text[], %(descriptions)s::text[], %(departments)s::text[],
    %(quantities)s::integer[], %(unit_prices)s::bigint[], %(price_versions)s::integer[],
    %(discounts)s::bigint[], %(totals)s::bigint[], %(vat_rates)s::integer[], %(vat_amounts)s::bigint[]
  ) WITH ORDINALITY AS line (
    product_id, code, description, department, quantity, unit_price_minor, price_version,
    discount_minor, total_minor, vat_basis_points, vat_minor, line_number
  )
),
gate AS MATERIALIZED (
  SELECT known, priced, place.fulfilled_by, place.sold_by,
    NOT known AND priced AND place.fulfilled_by IS NOT NULL AND place.sold_by IS NOT NULL AS open
  FROM books.published_web_orders AS place
  CROSS JOIN (
    SELECT
      EXISTS (SELECT FROM books.reservation WHERE id = %(id)s) AS known,
      (SELECT number FROM catalog.published_revision) = %(revision)s AS priced
  ) AS seen
),
claimed AS (
  INSERT INTO books.reservation (
    id, state, fingerprint, fulfilled_by, sold_by, currency, total_minor, coupons, reserved_at, expires_at, changed_at
  )
  SELECT
    %(id)s, 'held', %(fingerprint)s, gate.fulfilled_by, gate.sold_by, %(currency)s, %(total)s, %(coupons)s::text[],
    %(now)s, %(expires_at)s, %(now)s
  FROM gate WHERE gate.open
  ON CONFLICT (id) DO NOTHING
  RETURNING id, fulfilled_by
),
locked AS MATERIALIZED (
  SELECT level.branch_id, level.product_id, wanted.quantity AS wanted, level.quantity - level.reserved AS available
  FROM books.level
  JOIN wanted ON wanted.product_id = level.product_id
  WHERE level.branch_id = (SELECT fulfilled_by FROM claimed)
  ORDER BY level.product_id
  FOR NO KEY UPDATE OF level
),
short AS MATERIALIZED (
  SELECT wanted.product_id, wanted.quantity AS wanted, greatest(coalesce(locked.available, 0), 0) AS available
  FROM wanted LEFT JOIN locked ON locked.product_id = wanted.product_id
  WHERE EXISTS (SELECT FROM claimed) AND coalesce(locked.available, 0) < wanted.quantity
),
taken AS (
  UPDATE books.level
  SET reserved = level.reserved + locked.wanted
  FROM locked
  WHERE level.branch_id = locked.branch_id AND level.product_id = locked.product_id
    AND level.quantity - level.reserved >= locked.wanted
    AND NOT EXISTS (SELECT FROM short)
  RETURNING level.product_id
),
kept AS MATERIALIZED (
  SELECT id FROM claimed WHERE (SELECT count(*) FROM taken) = (SELECT count(*) FROM wanted)
),
lines AS (
  INSERT INTO books.reservation_line (
    reservation_id, line_number, product_id, code, description, department, quantity, unit_price_minor, price_version,
    discount_minor, total_minor, vat_basis_points, vat_minor
  )
  SELECT
    kept.id, wanted.line_number, wanted.product_id, wanted.code, wanted.description, wanted.department,
    wanted.quantity, wanted.unit_price_minor, wanted.price_version, wanted.discount_minor, wanted.total_minor,
    wanted.vat_basis_points, wanted.vat_minor
  FROM kept CROSS JOIN wanted
),
discounts AS (
  INSERT INTO books.reservation_discount (
    reservation_id, line_number, promotion_id, promotion_version, name, amount_minor
  )
  SELECT kept.id, discount.*
  FROM kept CROSS JOIN unnest(
    %(discount_lines)s::smallint[], %(promotion_ids)s::bigint[], %(promotion_versions)s::integer[],
    %(promotion_names)s::text[], %(discount_amounts)s::bigint[]
  ) AS discount
),
coupon AS MATERIALIZED (
  SELECT kept.id AS reservation_id, coupon.promotion_id, coupon.code, coupon.single_use
  FROM kept CROSS JOIN unnest(
    %(coupon_ids)s::bigint[], %(coupon_codes)s::text[], %(coupon_single_uses)s::boolean[]
  ) AS coupon (promotion_id, code, single_use)
  ORDER BY coupon.promotion_id
),
used AS (
  INSERT INTO books.reservation_coupon (reservation_id, promotion_id, code, single_use)
  SELECT reservation_id, promotion_id, code, single_use FROM coupon
),
held AS (
  INSERT INTO books.coupon_hold (promotion_id, code, reservation_id)
  SELECT promotion_id, code, reservation_id FROM coupon WHERE single_use
)
SELECT gate.known OR (gate.open AND NOT EXISTS (SELECT FROM claimed)) AS known, gate.priced,
  gate.fulfilled_by, gate.sold_by, EXISTS (SELECT FROM kept) AS done,
  coalesce((SELECT jsonb_agg(jsonb_build_object(
    'product_id', product_id, 'wanted', wanted, 'available', available
  ) ORDER BY product_id) FROM short), '[]') AS short
FROM gate

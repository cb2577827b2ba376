-- Books what waits in `incoming`: history moves no stock, takes no receipt number, names no price version and is paid by
-- one `other` tender. What the books hold already is left alone. Answers what was new, per branch.
WITH added AS (
  INSERT INTO books.purchase (
    id, branch_id, customer_id, origin, sold_at, currency, total_minor, fingerprint
  )
  SELECT id, branch_id, customer_id, 'import', sold_at, :currency, total_minor, fingerprint
  FROM incoming
  WHERE reason IS NULL
  ORDER BY line
  ON CONFLICT (id) DO NOTHING
  RETURNING id, branch_id, sold_at, total_minor
),
lines AS (
  INSERT INTO books.line (
    purchase_id, line_number, product_id, description, quantity, unit_price_minor,
    total_minor, vat_basis_points, vat_minor
  )
  SELECT
    added.id, line.number, line.product_id, coalesce(incoming.description, product.name),
    line.quantity, line.unit_price, line.total, line.vat_rate, line.vat
  FROM added
  JOIN incoming USING (id)
  CROSS JOIN unnest(
    incoming.product_ids, incoming.quantities, incoming.unit_prices, incoming.totals,
    incoming.vat_rates, incoming.vat_amounts
  ) WITH ORDINALITY AS line (product_id, quantity, unit_price, total, vat_rate, vat, number)
  LEFT JOIN catalog.published_product AS product ON product.id = line.product_id
),
tenders AS (
  INSERT INTO books.tender (purchase_id, tender_number, kind, amount_minor, given_minor)
  SELECT id, 1, 'other', total_minor, total_minor FROM added
)
SELECT
  added.branch_id, count(*) AS purchases, sum(added.total_minor) AS total_minor,
  min((added.sold_at AT TIME ZONE branch.time_zone)::date) AS first,
  max((added.sold_at AT TIME ZONE branch.time_zone)::date) AS last
FROM added
JOIN catalog.published_branch AS branch ON branch.id = added.branch_id
GROUP BY added.branch_id
ORDER BY added.branch_id

-- The products of a scope with the `places` highest counts of units ever, however many share a count.
--
-- Rollup and tail come together as in the list of buyers. What the tail sold may make different counts equal, and each
-- time that lets a further place of the rollup onto the list.
WITH tail AS MATERIALIZED (
  SELECT
    line.product_id, sum(line.quantity)::bigint AS units, sum(line.total_minor)::bigint AS total_minor
  FROM books.purchases_from(CAST(:watermark AS xid8)) AS purchase
  JOIN catalog.published_branch AS branch ON branch.id = purchase.branch_id
  JOIN books.line ON line.purchase_id = purchase.id
  WHERE line.product_id IS NOT NULL
    AND CASE WHEN :scope = '*' THEN branch.kind <> 'imported' ELSE branch.id = :scope END
  GROUP BY line.product_id
),
highest AS MATERIALIZED (
  SELECT DISTINCT units
  FROM books.product_ever
  WHERE scope = :scope
  ORDER BY units DESC
  LIMIT :places + (SELECT count(*) FROM tail)
),
folded AS (
  SELECT product_id, units, total_minor
  FROM books.product_ever
  WHERE scope = :scope AND units >= (SELECT min(units) FROM highest)
),
moved AS (
  SELECT
    tail.product_id,
    coalesce(known.units, 0) + tail.units AS units,
    coalesce(known.total_minor, 0) + tail.total_minor AS total_minor
  FROM tail
  LEFT JOIN books.product_ever AS known ON known.product_id = tail.product_id AND known.scope = :scope
),
ranked AS (
  SELECT
    product_id, max(units) AS units, max(total_minor) AS total_minor,
    dense_rank() OVER (ORDER BY max(units) DESC) AS place
  FROM (SELECT * FROM folded UNION ALL SELECT * FROM moved) AS either
  GROUP BY product_id
)
SELECT ranked.product_id, product.name, ranked.units, ranked.total_minor
FROM ranked
JOIN catalog.published_product AS product ON product.id = ranked.product_id
WHERE ranked.place <= :places
ORDER BY ranked.units DESC, ranked.product_id

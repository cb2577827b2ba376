-- What the purchases of a range of days were paid with.
WITH place AS MATERIALIZED (
  SELECT id, time_zone
  FROM catalog.published_branch
  WHERE CASE WHEN :scope = '*' THEN kind <> 'imported' ELSE id = :scope END
),
paid AS (
  SELECT kind, purchases, total_minor
  FROM books.tender_of_day
  WHERE branch_id IN (SELECT id FROM place) AND day BETWEEN CAST(:first AS date) AND CAST(:last AS date)
  UNION ALL
  SELECT tender.kind, count(DISTINCT purchase.id), sum(tender.amount_minor)
  FROM books.purchases_from(CAST(:watermark AS xid8)) AS purchase
  JOIN place ON place.id = purchase.branch_id
  JOIN books.tender ON tender.purchase_id = purchase.id
  WHERE (purchase.sold_at AT TIME ZONE place.time_zone)::date BETWEEN CAST(:first AS date) AND CAST(:last AS date)
  GROUP BY tender.kind
)
SELECT kind, sum(purchases)::bigint AS purchases, sum(total_minor)::bigint AS total_minor
FROM paid
GROUP BY kind
ORDER BY total_minor DESC, kind

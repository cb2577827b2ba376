-- What was paid with on each day, beside a recount of the tenders below the watermark.
WITH counted AS (
  SELECT
    purchase.branch_id,
    (purchase.sold_at AT TIME ZONE branch.time_zone)::date AS day,
    tender.kind,
    count(DISTINCT purchase.id) AS purchases,
    sum(tender.amount_minor)::bigint AS total_minor
  FROM books.purchase
  JOIN catalog.published_branch AS branch ON branch.id = purchase.branch_id
  JOIN books.tender ON tender.purchase_id = purchase.id
  WHERE purchase.transaction_id < (SELECT folded_below FROM books.watermark)
  GROUP BY purchase.branch_id, day, tender.kind
)
SELECT
  branch_id || ' on ' || day || ', paid in ' || kind || ': ' || figure AS subject,
  coalesce(stored, 0) AS stored,
  coalesce(recounted, 0) AS counted
FROM books.tender_of_day AS kept
FULL JOIN counted USING (branch_id, day, kind)
CROSS JOIN LATERAL (
  VALUES
    ('purchases', kept.purchases, counted.purchases),
    ('takings', kept.total_minor, counted.total_minor)
) AS each (figure, stored, recounted)

-- Adds what the purchases of a range of transactions were paid with to their branches' days.
INSERT INTO books.tender_of_day AS known (branch_id, day, kind, purchases, total_minor)
SELECT
  purchase.branch_id,
  (purchase.sold_at AT TIME ZONE branch.time_zone)::date AS day,
  tender.kind,
  count(DISTINCT purchase.id),
  sum(tender.amount_minor)
FROM books.purchases_from(CAST(:old AS xid8), CAST(:new AS xid8)) AS purchase
JOIN catalog.published_branch AS branch ON branch.id = purchase.branch_id
JOIN books.tender ON tender.purchase_id = purchase.id
GROUP BY purchase.branch_id, day, tender.kind
ON CONFLICT (branch_id, day, kind) DO UPDATE SET
  purchases = known.purchases + excluded.purchases,
  total_minor = known.total_minor + excluded.total_minor

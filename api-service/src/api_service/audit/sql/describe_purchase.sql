-- A purchase by its receipt, or by where and when it was.
SELECT
  CASE WHEN purchase.receipt_number IS NULL THEN 'the purchase'
    ELSE 'receipt ' || till.receipt_prefix || '-' || lpad(purchase.receipt_number::text, 6, '0')
  END
  || ' of ' || to_char(purchase.sold_at AT TIME ZONE branch.time_zone, 'YYYY-MM-DD HH24:MI') || ', ' || branch.name
FROM books.purchase
JOIN catalog.published_branch AS branch ON branch.id = purchase.branch_id
LEFT JOIN catalog.published_till AS till ON till.id = purchase.till_id
WHERE purchase.id = CAST(:subject AS uuid)
LIMIT 1

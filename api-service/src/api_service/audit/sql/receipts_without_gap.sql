-- For every till: the last number that was given, beside the highest in the books and beside how many there are.
SELECT till_id AS subject, coalesce(given.last_number, 0) AS stored, figure AS counted
FROM books.receipt_counter AS given
FULL JOIN (
  SELECT till_id, max(receipt_number) AS highest, count(DISTINCT receipt_number) AS numbers, count(*) AS receipts
  FROM books.purchase
  WHERE till_id IS NOT NULL
  GROUP BY till_id
) AS booked USING (till_id)
CROSS JOIN LATERAL (
  VALUES (coalesce(booked.highest, 0)), (coalesce(booked.numbers, 0)), (coalesce(booked.receipts, 0))
) AS each (figure)

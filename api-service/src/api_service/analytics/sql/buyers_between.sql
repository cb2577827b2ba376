-- How many different customers bought, each branch in its own span of time.
--
-- Distinct customers of a free range do not add up from rollups; they are counted from an index that has all it takes.
-- The outermost moments are repeated as plain values because the planner can only estimate by those.
SELECT count(*) AS buyers
FROM (
  SELECT DISTINCT purchase.customer_id
  FROM books.purchase
  JOIN unnest(
    CAST(:branches AS text[]), CAST(:sinces AS timestamptz[]), CAST(:befores AS timestamptz[])
  ) AS span (branch_id, since, before)
    ON span.branch_id = purchase.branch_id AND purchase.sold_at >= span.since AND purchase.sold_at < span.before
  WHERE purchase.branch_id = ANY(:branches) AND purchase.sold_at >= :since AND purchase.sold_at < :before
) AS buyer

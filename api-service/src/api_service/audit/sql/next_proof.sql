-- Up to where the next step of proving may go: never past the oldest transaction that still runs, whose purchases are not
-- all there yet, and not much further than `most` purchases. `beyond` is the transaction of the first one too many.
WITH ripe AS MATERIALIZED (
  SELECT transaction_id
  FROM books.purchase
  WHERE transaction_id >= CAST(:old AS xid8) AND transaction_id < pg_snapshot_xmin(pg_current_snapshot())
  ORDER BY transaction_id
  LIMIT :most + 1
)
SELECT
  pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS oldest_running,
  min(transaction_id)::text::bigint AS first,
  CASE WHEN count(*) > :most THEN max(transaction_id)::text::bigint END AS beyond
FROM ripe

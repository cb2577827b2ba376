-- What a level keeps for web orders beside the lines of the reservations that live.
SELECT
  coalesce(level.branch_id, live.branch_id) || '/' || coalesce(level.product_id, live.product_id) AS subject,
  coalesce(level.reserved, 0) AS stored,
  coalesce(live.quantity, 0) AS counted
FROM books.level
FULL JOIN (
  SELECT reservation.fulfilled_by AS branch_id, line.product_id, sum(line.quantity)::bigint AS quantity
  FROM books.reservation
  JOIN books.reservation_line AS line ON line.reservation_id = reservation.id
  WHERE reservation.state IN ('held', 'pinned')
  GROUP BY reservation.fulfilled_by, line.product_id
) AS live ON live.branch_id = level.branch_id AND live.product_id = level.product_id

-- Reservations that no time ends, each with when that became so, likewise.
SELECT
  id,
  least(greatest(changed_at, '0001-01-01 UTC'), '9999-12-31 23:59:59.999999 UTC') AS changed_at
FROM books.reservation
WHERE state = 'pinned'

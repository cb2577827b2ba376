-- AUTOINCREMENT, because a place that was given back would be given out again.
CREATE TABLE outbox (
  place integer PRIMARY KEY AUTOINCREMENT,
  id text NOT NULL UNIQUE,
  aggregate text NOT NULL,
  kind text NOT NULL,
  body text NOT NULL,
  put_at bigint NOT NULL,
  next_at bigint NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  refusals integer NOT NULL DEFAULT 0,
  parked_at bigint,
  why text NOT NULL DEFAULT ''
);
CREATE INDEX outbox_aggregate ON outbox (aggregate, place);

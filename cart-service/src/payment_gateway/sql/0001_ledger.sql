-- The same text for SQLite and PostgreSQL; the triggers that keep the ledger as it was written lie beside it.
CREATE TABLE entry (
  place bigint PRIMARY KEY,
  entry_id text NOT NULL UNIQUE,
  payment_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('authorise', 'decline', 'capture', 'void', 'refund')),
  amount_minor bigint CHECK (amount_minor > 0),
  currency text,
  reference text NOT NULL,
  brand text,
  last4 text,
  fingerprint text,
  reason text,
  made_at bigint NOT NULL,
  CHECK (kind = 'void' OR (amount_minor IS NOT NULL AND currency IS NOT NULL))
);
CREATE INDEX entry_of_payment ON entry (payment_id, place);
CREATE UNIQUE INDEX entry_one_request ON entry (payment_id) WHERE kind IN ('authorise', 'decline');
CREATE UNIQUE INDEX entry_one_capture ON entry (payment_id) WHERE kind = 'capture';
CREATE UNIQUE INDEX entry_one_void ON entry (payment_id) WHERE kind = 'void';
-- One row, the last place that is taken. Whoever writes holds it: entries become visible in the order of their places,
-- so that a reader who goes on behind the last place it saw misses none.
CREATE TABLE ledger (
  id integer PRIMARY KEY CHECK (id = 1),
  last_place bigint NOT NULL
);
INSERT INTO ledger (id, last_place) VALUES (1, 0);

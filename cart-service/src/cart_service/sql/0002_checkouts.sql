-- A checkout lives until ended_at is set; a basket has one living checkout at most, whatever its tabs and replicas do.
CREATE TABLE checkout (
  id text PRIMARY KEY,
  place bigint NOT NULL UNIQUE,
  basket_id text NOT NULL,
  account_id text,
  act_key text NOT NULL,
  attempt integer NOT NULL,
  asked text NOT NULL,
  state text NOT NULL,
  ending text,
  why text NOT NULL,
  told text NOT NULL,
  wanted text NOT NULL,
  coupons text NOT NULL,
  total_minor bigint NOT NULL,
  currency text NOT NULL,
  customer text NOT NULL,
  address text NOT NULL,
  card_brand text NOT NULL,
  card_last4 text NOT NULL,
  reservation text,
  capture_id text,
  order_number text NOT NULL,
  order_token text NOT NULL,
  begun_at bigint NOT NULL,
  changed_at bigint NOT NULL,
  driven_until bigint NOT NULL,
  ended_at bigint,
  version integer NOT NULL,
  UNIQUE (basket_id, act_key, attempt)
);
CREATE UNIQUE INDEX checkout_alive ON checkout (basket_id) WHERE ended_at IS NULL;
CREATE INDEX checkout_left_alone ON checkout (driven_until) WHERE ended_at IS NULL;
CREATE INDEX checkout_of_account ON checkout (account_id, begun_at);
CREATE TABLE checkout_place (
  id integer PRIMARY KEY CHECK (id = 1),
  last bigint NOT NULL
);
INSERT INTO checkout_place (id, last) VALUES (1, 0);

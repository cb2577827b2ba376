-- The same text for SQLite and PostgreSQL. Moments are milliseconds since 1970, which both keep exactly.
CREATE TABLE basket (
  id text PRIMARY KEY,
  account_id text UNIQUE,
  offers text NOT NULL,
  changed_at bigint NOT NULL
);
CREATE INDEX basket_changed_at ON basket (changed_at);
CREATE TABLE basket_line (
  basket_id text NOT NULL REFERENCES basket ON DELETE CASCADE,
  product_id bigint NOT NULL,
  place integer NOT NULL,
  quantity integer NOT NULL CHECK (quantity > 0),
  name text NOT NULL,
  seen_minor bigint NOT NULL,
  seen_currency text NOT NULL,
  removed boolean NOT NULL,
  PRIMARY KEY (basket_id, product_id)
);
CREATE TABLE basket_act (
  basket_id text NOT NULL,
  act_key text NOT NULL,
  asked text NOT NULL,
  made_at bigint NOT NULL,
  PRIMARY KEY (basket_id, act_key)
);
CREATE INDEX basket_act_made_at ON basket_act (made_at);
CREATE TABLE kept_catalogue (
  id integer PRIMARY KEY CHECK (id = 1),
  version text NOT NULL,
  content text NOT NULL,
  vouched_at bigint NOT NULL
);

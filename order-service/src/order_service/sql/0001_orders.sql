-- The same text for SQLite and PostgreSQL. Moments are milliseconds since 1970, which both keep exactly; what is read
-- and written as one (lines' discounts, VAT, the seller) is JSON.
CREATE TABLE web_order (
  id text PRIMARY KEY,
  number bigint NOT NULL UNIQUE,
  place bigint NOT NULL UNIQUE,
  origin text NOT NULL,
  asked text NOT NULL,
  status text NOT NULL,
  version integer NOT NULL,
  name text NOT NULL,
  email text NOT NULL,
  customer_id text,
  account_id text,
  address text,
  total_minor bigint NOT NULL,
  currency text NOT NULL,
  vat text NOT NULL,
  reservation_id text,
  pinned boolean NOT NULL,
  branch_id text,
  payment_id text,
  capture_id text,
  brand text,
  last4 text,
  refund_id text,
  gateway_refund_id text,
  seller text NOT NULL,
  invoice_number text UNIQUE,
  placed_at bigint NOT NULL,
  paid_at bigint,
  changed_at bigint NOT NULL,
  look_at bigint
);
CREATE INDEX web_order_status ON web_order (status, number);
CREATE INDEX web_order_account ON web_order (account_id, number);
CREATE INDEX web_order_paid_at ON web_order (paid_at) WHERE paid_at IS NOT NULL;
CREATE INDEX web_order_look_at ON web_order (look_at) WHERE look_at IS NOT NULL;
CREATE TABLE order_line (
  order_id text NOT NULL REFERENCES web_order,
  line integer NOT NULL,
  product_id bigint NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  quantity integer NOT NULL CHECK (quantity > 0),
  unit_price_minor bigint NOT NULL,
  discounts text NOT NULL,
  discount_minor bigint NOT NULL,
  total_minor bigint NOT NULL,
  vat_basis_points integer NOT NULL,
  vat_minor bigint NOT NULL,
  PRIMARY KEY (order_id, line)
);
CREATE TABLE order_step (
  order_id text NOT NULL REFERENCES web_order,
  step integer NOT NULL,
  status text NOT NULL,
  at bigint NOT NULL,
  by_name text NOT NULL,
  by_role text NOT NULL,
  why text NOT NULL,
  PRIMARY KEY (order_id, step)
);
CREATE TABLE counter (
  name text PRIMARY KEY,
  value bigint NOT NULL
);

"""The books: customers, purchases with lines and tenders, receipt numbers, stock and what moves it."""

from alembic import op

from common.migrations.grants import grant, only_grows

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TABLES = """
CREATE SCHEMA books;

CREATE FUNCTION books.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%.% only grows: write a new row that corrects the old one',
    TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TABLE books.customer (
  id uuid PRIMARY KEY,
  name text,
  email text,
  made_at timestamptz NOT NULL DEFAULT now(),
  place bigint GENERATED ALWAYS AS IDENTITY UNIQUE
);
CREATE INDEX customer_by_name ON books.customer (lower(name)) WHERE name IS NOT NULL;

CREATE TABLE books.customer_alias (
  source text NOT NULL,
  external_id text NOT NULL,
  customer_id uuid NOT NULL REFERENCES books.customer,
  PRIMARY KEY (source, external_id)
);
CREATE INDEX ON books.customer_alias (customer_id);

-- The id is the sale's idempotency key, so its uniqueness is what lets a sale happen once; `fingerprint` tells a
-- repeat from another sale under the same key. `transaction_id` is what the rollups' watermark counts by.
CREATE TABLE books.purchase (
  id uuid PRIMARY KEY,
  transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id(),
  branch_id text NOT NULL REFERENCES catalog.branch,
  till_id text REFERENCES catalog.till,
  receipt_number bigint CHECK (receipt_number > 0),
  customer_id uuid NOT NULL REFERENCES books.customer,
  origin text NOT NULL CHECK (origin IN ('till', 'api', 'web', 'import')),
  sold_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  currency char(3) NOT NULL,
  total_minor bigint NOT NULL CHECK (total_minor >= 0),
  fingerprint bytea NOT NULL,
  UNIQUE (till_id, receipt_number),
  CHECK ((till_id IS NULL) = (receipt_number IS NULL))
);
CREATE INDEX purchase_newest_first ON books.purchase (sold_at DESC, id DESC);
CREATE INDEX purchase_of_branch ON books.purchase (branch_id, sold_at) INCLUDE (customer_id, total_minor);
CREATE INDEX purchase_of_customer ON books.purchase (customer_id, sold_at DESC);
CREATE INDEX purchase_after_watermark ON books.purchase (transaction_id);

CREATE TABLE books.line (
  purchase_id uuid NOT NULL REFERENCES books.purchase,
  line_number smallint NOT NULL CHECK (line_number > 0),
  product_id bigint REFERENCES catalog.product,
  description text NOT NULL,
  quantity integer NOT NULL CHECK (quantity > 0),
  unit_price_minor bigint NOT NULL CHECK (unit_price_minor >= 0),
  price_version integer,
  discount_minor bigint NOT NULL DEFAULT 0 CHECK (discount_minor >= 0),
  total_minor bigint NOT NULL CHECK (total_minor >= 0),
  vat_basis_points integer NOT NULL CHECK (vat_basis_points >= 0),
  vat_minor bigint NOT NULL CHECK (vat_minor >= 0),
  PRIMARY KEY (purchase_id, line_number),
  CHECK (total_minor = quantity * unit_price_minor - discount_minor),
  -- a price version names a price of a product; history from elsewhere has neither
  CHECK (price_version IS NULL OR product_id IS NOT NULL)
);

CREATE TABLE books.tender (
  purchase_id uuid NOT NULL REFERENCES books.purchase,
  tender_number smallint NOT NULL CHECK (tender_number > 0),
  kind text NOT NULL CHECK (kind IN ('cash', 'card', 'other')),
  amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
  given_minor bigint NOT NULL,
  PRIMARY KEY (purchase_id, tender_number),
  -- only cash gives change
  CHECK (given_minor = amount_minor OR (kind = 'cash' AND given_minor > amount_minor))
);

CREATE TABLE books.receipt_counter (
  till_id text PRIMARY KEY REFERENCES catalog.till,
  last_number bigint NOT NULL CHECK (last_number > 0)
);

-- Derived from the movements and can be rebuilt from them. Half-empty pages keep its updates in place.
CREATE TABLE books.level (
  branch_id text NOT NULL REFERENCES catalog.branch,
  product_id bigint NOT NULL REFERENCES catalog.product,
  quantity bigint NOT NULL DEFAULT 0 CHECK (quantity >= 0),
  reserved bigint NOT NULL DEFAULT 0 CHECK (reserved >= 0),
  PRIMARY KEY (branch_id, product_id)
) WITH (fillfactor = 50);

CREATE TABLE books.movement (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  branch_id text NOT NULL,
  product_id bigint NOT NULL,
  kind text NOT NULL CHECK (kind IN ('opening', 'sale', 'found')),
  quantity bigint NOT NULL CHECK (quantity <> 0 AND (kind <> 'sale' OR quantity < 0)),
  purchase_id uuid REFERENCES books.purchase,
  moved_at timestamptz NOT NULL DEFAULT now(),
  FOREIGN KEY (branch_id, product_id) REFERENCES books.level,
  CHECK ((purchase_id IS NULL) = (kind = 'opening'))
);
CREATE INDEX movement_of_level ON books.movement (branch_id, product_id);
CREATE UNIQUE INDEX movement_once ON books.movement (purchase_id, product_id, kind)
  WHERE purchase_id IS NOT NULL;
-- a product opens its stock in a branch once
CREATE UNIQUE INDEX movement_opens_once ON books.movement (branch_id, product_id) WHERE kind = 'opening';

-- What somebody has to look into, as stock that was in a customer's hand but not in the books.
CREATE TABLE books.task (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('stock_found')),
  branch_id text NOT NULL REFERENCES catalog.branch,
  product_id bigint REFERENCES catalog.product,
  quantity bigint,
  purchase_id uuid REFERENCES books.purchase,
  made_at timestamptz NOT NULL DEFAULT now(),
  done_at timestamptz
);
CREATE INDEX task_open ON books.task (branch_id, made_at) WHERE done_at IS NULL;
"""


def upgrade() -> None:
    """Make the schema, forbid changes to what only grows, grant the least."""
    op.execute(_TABLES)
    for table in ("purchase", "line", "tender", "movement"):
        only_grows(f"books.{table}")
    grant("USAGE", "SCHEMA books", "api", "importer")
    for table in ("purchase", "line", "tender", "movement", "customer_alias"):
        grant("SELECT, INSERT", f"books.{table}", "api", "importer")
    for table in ("customer", "level"):
        grant("SELECT, INSERT", f"books.{table}", "api", "importer")
        grant("UPDATE", f"books.{table}", "api")
    for table in ("receipt_counter", "task"):
        grant("SELECT, INSERT, UPDATE", f"books.{table}", "api")


def downgrade() -> None:
    """Refuse: the books are append-only, and so is their schema."""
    raise RuntimeError("Mercato's schema only goes forward; restore a backup to go back")

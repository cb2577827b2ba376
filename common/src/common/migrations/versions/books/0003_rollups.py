"""The rollups: sums of the purchases below a watermark, so that the owner's numbers cost little at any history."""

from alembic import op

from common.migrations.grants import grant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# All of it is derived from purchase, line and tender, by api-service's fold and nothing else, and can be rebuilt. No
# foreign keys: what is summed had them, and each would cost the fold a lookup per row.
#
# `scope` is the id of a branch, or '*' (no branch can be called so) for all branches whose history counts by default,
# which are those not of kind `imported`. Sums over all of them are kept, not added up from the branches', wherever
# that addition would be wrong (a buyer of two branches is one buyer) or would read every product to find a few.
_TABLES = """
-- Every purchase with a transaction_id below it is in the rollups, none from it on is. Its lock is the right to fold.
CREATE TABLE books.watermark (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  folded_below xid8 NOT NULL
);
INSERT INTO books.watermark (folded_below) VALUES ('0');

-- The purchases of a range of transactions; without `before`, all to the newest. A function, because the planner's
-- statistics are always behind the newest transactions, and a wrong guess made it scan every line ever sold. Here it is
-- told to expect few rows; many are answered correctly too, through the same indexes.
CREATE FUNCTION books.purchases_from(since xid8, before xid8 DEFAULT NULL) RETURNS SETOF books.purchase
LANGUAGE plpgsql STABLE ROWS 500 AS $$
BEGIN
  RETURN QUERY
  SELECT * FROM books.purchase AS purchase
  WHERE purchase.transaction_id >= since AND (before IS NULL OR purchase.transaction_id < before)
  ORDER BY purchase.transaction_id;
END $$;

-- An hour is the moment that it began, so the hour that is repeated when clocks go back is two rows; its day is kept
-- with it, because the day is the branch's and not to be had from the moment alone.
CREATE TABLE books.sales_of_hour (
  branch_id text NOT NULL,
  day date NOT NULL,
  hour timestamptz NOT NULL,
  purchases bigint NOT NULL,
  units bigint NOT NULL,
  total_minor bigint NOT NULL,
  PRIMARY KEY (branch_id, day, hour)
);

-- Months need no table of their own: ten years of a branch are 3,650 of these rows, read in a millisecond.
CREATE TABLE books.sales_of_day (
  branch_id text NOT NULL,
  day date NOT NULL,
  purchases bigint NOT NULL,
  units bigint NOT NULL,
  total_minor bigint NOT NULL,
  PRIMARY KEY (branch_id, day)
);

CREATE TABLE books.tender_of_day (
  branch_id text NOT NULL,
  day date NOT NULL,
  kind text NOT NULL,
  purchases bigint NOT NULL,
  total_minor bigint NOT NULL,
  PRIMARY KEY (branch_id, day, kind)
);

-- A branch sells nearly every product on nearly every day, so these grow with the catalogue, and a range of some years
-- has to be made of months, with days at its two ends.
CREATE TABLE books.product_of_day (
  branch_id text NOT NULL,
  day date NOT NULL,
  product_id bigint NOT NULL,
  units bigint NOT NULL,
  total_minor bigint NOT NULL,
  PRIMARY KEY (branch_id, day, product_id)
);

CREATE TABLE books.product_of_month (
  branch_id text NOT NULL,
  month date NOT NULL,
  product_id bigint NOT NULL,
  units bigint NOT NULL,
  total_minor bigint NOT NULL,
  PRIMARY KEY (branch_id, month, product_id)
);

CREATE TABLE books.product_ever (
  scope text NOT NULL,
  product_id bigint NOT NULL,
  units bigint NOT NULL,
  total_minor bigint NOT NULL,
  PRIMARY KEY (product_id, scope)
);
CREATE INDEX product_ever_by_units ON books.product_ever (scope, units DESC, product_id);

-- The buyers who come most often are moved in these indexes all day long, hence the eager cleaning.
CREATE TABLE books.buyer_ever (
  scope text NOT NULL,
  customer_id uuid NOT NULL,
  purchases bigint NOT NULL,
  total_minor bigint NOT NULL,
  first_sold_at timestamptz NOT NULL,
  last_sold_at timestamptz NOT NULL,
  PRIMARY KEY (customer_id, scope)
) WITH (autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX buyer_ever_by_purchases ON books.buyer_ever (scope, purchases DESC, customer_id);
CREATE INDEX buyer_ever_newest_first ON books.buyer_ever (last_sold_at DESC, customer_id DESC) WHERE scope = '*';

-- How many customers have exactly so many purchases. So many different counts need at least half the square of them in
-- purchases, so a million purchases make at most 1,414 rows, and how many came at least so often is a short sum.
CREATE TABLE books.loyalty (
  scope text NOT NULL,
  purchases bigint NOT NULL CHECK (purchases > 0),
  customers bigint NOT NULL CHECK (customers >= 0),
  PRIMARY KEY (scope, purchases)
);
"""

_ROLLUPS = (
    "sales_of_hour",
    "sales_of_day",
    "tender_of_day",
    "product_of_day",
    "product_of_month",
    "product_ever",
    "buyer_ever",
    "loyalty",
)


def upgrade() -> None:
    """Make the tables, empty; the fold fills them."""
    op.execute(_TABLES)
    grant("SELECT, UPDATE", "books.watermark", "api")
    for table in _ROLLUPS:
        grant("SELECT, INSERT, UPDATE, DELETE", f"books.{table}", "api")


def downgrade() -> None:
    """Refuse: Mercato's schema only goes forward."""
    raise RuntimeError("Mercato's schema only goes forward; restore a backup to go back")

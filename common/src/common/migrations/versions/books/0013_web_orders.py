"""Web orders in the books: reservations, what the web sold and what was given back, and notices that wait."""

from alembic import op

from common.migrations.grants import grant, only_grows

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# A reservation keeps the lines as they were priced; nothing is priced again when they are sold. One that was released
# before it came has no lines and no place: its row is what keeps it from coming later.
_RESERVATIONS = """
CREATE TABLE books.reservation (
  id uuid PRIMARY KEY,
  state text NOT NULL CHECK (state IN ('held', 'pinned', 'booked', 'released', 'expired')),
  fingerprint bytea,
  fulfilled_by text REFERENCES catalog.branch,
  sold_by text REFERENCES catalog.branch,
  currency char(3),
  total_minor bigint CHECK (total_minor >= 0),
  coupons text[] NOT NULL DEFAULT '{}',
  reserved_at timestamptz NOT NULL,
  expires_at timestamptz,
  changed_at timestamptz NOT NULL,
  CHECK (num_nonnulls(fingerprint, fulfilled_by, sold_by, currency, total_minor, expires_at)
    = CASE WHEN fingerprint IS NULL THEN 0 ELSE 6 END),
  CHECK (fingerprint IS NOT NULL OR state = 'released')
) WITH (fillfactor = 80);
CREATE INDEX reservation_expires ON books.reservation (expires_at, id) WHERE state = 'held';
CREATE INDEX reservation_live ON books.reservation (id) WHERE state IN ('held', 'pinned');

CREATE TABLE books.reservation_line (
  reservation_id uuid NOT NULL REFERENCES books.reservation,
  line_number smallint NOT NULL CHECK (line_number > 0),
  product_id bigint NOT NULL REFERENCES catalog.product,
  code text NOT NULL,
  description text NOT NULL,
  department text NOT NULL,
  quantity integer NOT NULL CHECK (quantity > 0),
  unit_price_minor bigint NOT NULL CHECK (unit_price_minor >= 0),
  price_version integer NOT NULL,
  discount_minor bigint NOT NULL CHECK (discount_minor >= 0),
  total_minor bigint NOT NULL CHECK (total_minor >= 0),
  vat_basis_points integer NOT NULL CHECK (vat_basis_points >= 0),
  vat_minor bigint NOT NULL CHECK (vat_minor >= 0),
  PRIMARY KEY (reservation_id, line_number),
  UNIQUE (reservation_id, product_id),
  CHECK (total_minor = quantity * unit_price_minor - discount_minor)
);

CREATE TABLE books.reservation_discount (
  reservation_id uuid NOT NULL,
  line_number smallint NOT NULL,
  promotion_id bigint NOT NULL,
  promotion_version integer NOT NULL,
  name text NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  PRIMARY KEY (reservation_id, line_number, promotion_id),
  FOREIGN KEY (reservation_id, line_number) REFERENCES books.reservation_line,
  FOREIGN KEY (promotion_id, promotion_version) REFERENCES catalog.promotion_version
);

-- The coupons that took something off; sold, they become redemptions.
CREATE TABLE books.reservation_coupon (
  reservation_id uuid NOT NULL REFERENCES books.reservation,
  promotion_id bigint NOT NULL REFERENCES catalog.promotion,
  code text NOT NULL,
  single_use boolean NOT NULL,
  PRIMARY KEY (reservation_id, promotion_id)
);

-- Who has a coupon that can be used once: a reservation for as long as it lives, then a purchase for good. One row for
-- both, so that neither a till nor another shopper can have it at the same moment.
CREATE TABLE books.coupon_hold (
  promotion_id bigint NOT NULL REFERENCES catalog.promotion,
  code text NOT NULL,
  reservation_id uuid REFERENCES books.reservation,
  purchase_id uuid REFERENCES books.purchase,
  PRIMARY KEY (promotion_id, code),
  CHECK (num_nonnulls(reservation_id, purchase_id) > 0)
);
CREATE INDEX coupon_hold_of_reservation ON books.coupon_hold (reservation_id)
  WHERE reservation_id IS NOT NULL;
INSERT INTO books.coupon_hold (promotion_id, code, purchase_id)
  SELECT promotion_id, code, purchase_id FROM books.coupon_redemption WHERE single_use;
"""

# Which shop sends what the web sells: the one that was chosen, else the first by id; and in whose name it is sold. A
# shop may sell at its till what is promised to an order: the web then has none left, not fewer than none.
_SETTING = """
CREATE TABLE books.web_orders (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  fulfilled_by text NOT NULL REFERENCES catalog.branch,
  version integer NOT NULL CHECK (version > 0)
);

CREATE VIEW books.published_web_orders AS
  SELECT coalesce(
      (SELECT shop.id FROM books.web_orders AS chosen
        JOIN catalog.branch AS shop ON shop.id = chosen.fulfilled_by
        WHERE shop.kind = 'shop' AND shop.archived_at IS NULL),
      (SELECT min(id) FROM catalog.branch WHERE kind = 'shop' AND archived_at IS NULL)
    ) AS fulfilled_by,
    (SELECT min(id) FROM catalog.branch WHERE kind = 'online' AND archived_at IS NULL) AS sold_by,
    coalesce((SELECT version FROM books.web_orders), 0) AS version;

CREATE OR REPLACE VIEW books.published_level AS
  SELECT branch_id, product_id, quantity, reserved, greatest(quantity - reserved, 0) AS available
  FROM books.level;
"""

_SOLD = """
-- What a purchase on the web has beyond one at a till. A reservation is sold once.
CREATE TABLE books.web_purchase (
  purchase_id uuid PRIMARY KEY REFERENCES books.purchase,
  order_number text NOT NULL,
  reservation_id uuid NOT NULL UNIQUE REFERENCES books.reservation,
  fulfilled_by text NOT NULL REFERENCES catalog.branch,
  payment_id uuid NOT NULL UNIQUE,
  capture_id text NOT NULL UNIQUE
);

-- What was given back of a purchase: all of it, once.
CREATE TABLE books.refund (
  id uuid PRIMARY KEY,
  purchase_id uuid NOT NULL UNIQUE REFERENCES books.purchase,
  branch_id text NOT NULL REFERENCES catalog.branch,
  gateway_refund_id text NOT NULL UNIQUE,
  reason text NOT NULL,
  refunded_at timestamptz NOT NULL,
  currency char(3) NOT NULL,
  total_minor bigint NOT NULL CHECK (total_minor >= 0),
  fingerprint bytea NOT NULL
);
CREATE INDEX refund_of_branch ON books.refund (branch_id, refunded_at) INCLUDE (total_minor);
CREATE INDEX refund_by_time ON books.refund (refunded_at);

CREATE TABLE books.refund_line (
  refund_id uuid NOT NULL REFERENCES books.refund,
  line_number smallint NOT NULL,
  purchase_id uuid NOT NULL,
  product_id bigint REFERENCES catalog.product,
  description text NOT NULL,
  quantity integer NOT NULL CHECK (quantity > 0),
  total_minor bigint NOT NULL CHECK (total_minor >= 0),
  vat_basis_points integer NOT NULL CHECK (vat_basis_points >= 0),
  vat_minor bigint NOT NULL CHECK (vat_minor >= 0),
  PRIMARY KEY (refund_id, line_number),
  FOREIGN KEY (purchase_id, line_number) REFERENCES books.line
);

ALTER TABLE books.movement
  ADD COLUMN refund_id uuid REFERENCES books.refund,
  DROP CONSTRAINT movement_kind_check,
  DROP CONSTRAINT movement_check,
  ADD CONSTRAINT movement_kind_check CHECK (kind IN ('opening', 'sale', 'found', 'returned')),
  ADD CONSTRAINT movement_direction CHECK (quantity <> 0 AND (kind = 'sale') = (quantity < 0)),
  ADD CONSTRAINT movement_returned CHECK ((refund_id IS NOT NULL) = (kind = 'returned'));
DROP INDEX books.movement_once;
CREATE UNIQUE INDEX movement_once ON books.movement (purchase_id, product_id, kind)
  WHERE purchase_id IS NOT NULL AND kind <> 'returned';
CREATE UNIQUE INDEX movement_returned_once ON books.movement (refund_id, product_id)
  WHERE refund_id IS NOT NULL;

-- A till may sell what is promised to an order; whoever packs the order then has to look.
ALTER TABLE books.task
  DROP CONSTRAINT task_kind_check,
  ADD CONSTRAINT task_kind_check CHECK (kind IN ('stock_found', 'order_short'));
"""

_NOTICES = """
-- What somebody is to be told, kept until there is who tells it.
CREATE TABLE books.notice (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('receipt', 'stock_alert')),
  about text NOT NULL,
  addressed_to text,
  body jsonb NOT NULL,
  fingerprint bytea NOT NULL,
  taken_at timestamptz NOT NULL
);
CREATE INDEX notice_by_age ON books.notice (taken_at);
"""

#: What never changes once it is written.
_ONLY_GROW = (
    "reservation_line",
    "reservation_discount",
    "reservation_coupon",
    "web_purchase",
    "refund",
    "refund_line",
    "notice",
)


def upgrade() -> None:
    """Make the tables, forbid changes to what only grows, grant the least."""
    for statements in (_RESERVATIONS, _SETTING, _SOLD, _NOTICES):
        op.execute(statements)
    for table in _ONLY_GROW:
        only_grows(f"books.{table}")
        grant("SELECT, INSERT", f"books.{table}", "api")
    grant("SELECT, INSERT, UPDATE (state, changed_at)", "books.reservation", "api")
    grant("SELECT, INSERT, UPDATE (purchase_id), DELETE", "books.coupon_hold", "api")
    grant("SELECT, INSERT, UPDATE", "books.web_orders", "api")
    grant("SELECT", "books.published_web_orders", "api", "store")


def downgrade() -> None:
    """Refuse: the books are append-only, and so is their schema."""
    raise RuntimeError("Mercato's schema only goes forward; restore a backup to go back")

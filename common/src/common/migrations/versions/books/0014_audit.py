"""What the auditor remembers, and the catalogue's past that it reads: all versions of prices and promotions."""

from alembic import op

from common.migrations.grants import grant

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# Only the auditor writes these. What it has proved stays proved, because the rows never change: purchases of
# transactions below the mark were priced again and came out to the cent, but for those in doubt.
_TABLES = """
CREATE TABLE books.audit_mark (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  proved_below xid8 NOT NULL,
  proved bigint NOT NULL CHECK (proved >= 0)
);
INSERT INTO books.audit_mark (proved_below, proved) VALUES ('0', 0);

CREATE TABLE books.audit_doubt (
  purchase_id uuid PRIMARY KEY REFERENCES books.purchase,
  found_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE books.audit_report (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  ran_at timestamptz NOT NULL,
  report jsonb NOT NULL
);
"""

_VIEWS = """
CREATE VIEW catalog.published_price AS
  SELECT product_id, version, amount_minor, made_at FROM catalog.price;

CREATE VIEW catalog.published_promotion_history AS
  SELECT promotion.*, rule.made_at, known.archived_at
  FROM catalog.published_promotion AS promotion
  JOIN catalog.promotion AS known ON known.id = promotion.id
  JOIN catalog.promotion_version AS rule
    ON rule.promotion_id = promotion.id AND rule.version = promotion.version;
"""


def upgrade() -> None:
    """Make the tables and views, and let the books' own role use them."""
    op.execute(_TABLES)
    op.execute(_VIEWS)
    grant("SELECT, UPDATE", "books.audit_mark", "api")
    grant("SELECT, INSERT, DELETE", "books.audit_doubt", "api")
    grant("SELECT, INSERT, UPDATE", "books.audit_report", "api")
    for view in ("price", "promotion_history"):
        grant("SELECT", f"catalog.published_{view}", "api")


def downgrade() -> None:
    """Refuse: Mercato's schema only goes forward."""
    raise RuntimeError("Mercato's schema only goes forward; restore a backup to go back")

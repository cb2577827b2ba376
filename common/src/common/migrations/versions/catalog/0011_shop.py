"""What the shop needs of the catalogue: words to search by, covers, versions to edit by, its writer's rights."""

from alembic import op

from common.migrations.grants import grant

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# `plain` takes the accents off, so that etude finds Étude. Taken apart first, the letters are of ASCII, and `lower`
# knows them under any locale. Signs part words, so that ALB-17 is found by either half.
_WORDS = r"""
CREATE FUNCTION catalog.plain(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN lower(regexp_replace(normalize(words, NFKD), '[\u0300-\u036f]', '', 'g'));

ALTER TABLE catalog.product
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  ADD COLUMN added_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN sort_name text COLLATE "C" GENERATED ALWAYS AS (catalog.plain(name)) STORED,
  ADD COLUMN search tsvector GENERATED ALWAYS AS (
    to_tsvector(
      'simple'::regconfig,
      regexp_replace(
        catalog.plain(
          name || ' ' || coalesce(artist, '') || ' ' || coalesce(genre, '') || ' ' || code || ' '
          || coalesce(barcode, '')
        ),
        '[!-/:-@[-`{-~]+', ' ', 'g'
      )
    )
  ) STORED;

CREATE INDEX product_by_word ON catalog.product USING gin (search) WHERE archived_at IS NULL;
CREATE INDEX product_newest ON catalog.product (year DESC NULLS LAST, sort_name, id)
  WHERE archived_at IS NULL;
CREATE INDEX product_newest_of_department
  ON catalog.product (department, year DESC NULLS LAST, sort_name, id) WHERE archived_at IS NULL;
CREATE INDEX product_by_name ON catalog.product (department, sort_name, id) WHERE archived_at IS NULL;
"""

# A cover's id is its content's, so an address of it never means another picture. Its bytes lie here, where every
# replica of the shop finds them, and never change.
_COVERS = """
CREATE TABLE catalog.cover (
  id text PRIMARY KEY CHECK (id ~ '^[0-9a-f]{32}$'),
  made_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE catalog.cover_size (
  cover_id text NOT NULL REFERENCES catalog.cover,
  width integer NOT NULL CHECK (width > 0),
  bytes bytea NOT NULL,
  PRIMARY KEY (cover_id, width)
);
-- they are compressed already
ALTER TABLE catalog.cover_size ALTER COLUMN bytes SET STORAGE EXTERNAL;
ALTER TABLE catalog.product ADD COLUMN cover_id text REFERENCES catalog.cover;
"""


def upgrade() -> None:
    """Add the columns and covers; let the shop write the catalogue, and the importer seed covers."""
    op.execute(_WORDS)
    op.execute(_COVERS)
    grant("USAGE", "SCHEMA migrations", "store")
    grant("SELECT", "migrations.alembic_version", "store")
    grant("USAGE", "SCHEMA catalog", "store")
    for table in ("company", "vat_rate", "branch", "till", "product", "promotion"):
        grant("SELECT, INSERT, UPDATE", f"catalog.{table}", "store")
    for table in ("price", "promotion_version", "promotion_product"):
        grant("SELECT, INSERT", f"catalog.{table}", "store")
    for table in ("cover", "cover_size"):
        grant("SELECT, INSERT", f"catalog.{table}", "store", "importer")
    grant("UPDATE (cover_id)", "catalog.product", "importer")
    for view in ("company", "vat_rate", "branch", "till", "product", "promotion", "revision"):
        grant("SELECT", f"catalog.published_{view}", "store")


def downgrade() -> None:
    """Refuse: the books are append-only, and so is their schema."""
    raise RuntimeError("Mercato's schema only goes forward; restore a backup to go back")

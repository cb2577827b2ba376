"""Versions of VAT rates: what each was, and since when."""

from alembic import op

from common.migrations.grants import grant, only_grows

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

# The rate holds what counts now, and a row here what it was in each of its versions; lines sold keep their own share.
# Triggers count and write them, so that no writer of a rate can leave one out.
_VERSIONS = """
ALTER TABLE catalog.vat_rate ADD COLUMN version integer NOT NULL DEFAULT 1 CHECK (version > 0);

CREATE TABLE catalog.vat_rate_version (
  code text NOT NULL REFERENCES catalog.vat_rate,
  version integer NOT NULL CHECK (version > 0),
  name text NOT NULL,
  basis_points integer NOT NULL CHECK (basis_points BETWEEN 0 AND 10000),
  made_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (code, version)
);

INSERT INTO catalog.vat_rate_version (code, version, name, basis_points)
SELECT code, version, name, basis_points FROM catalog.vat_rate;

CREATE FUNCTION catalog.keep_vat_version() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = '' AS $$
BEGIN
  INSERT INTO catalog.vat_rate_version (code, version, name, basis_points)
  VALUES (NEW.code, NEW.version, NEW.name, NEW.basis_points);
  RETURN NULL;
END $$;

CREATE FUNCTION catalog.count_vat_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.version := OLD.version + 1;
  RETURN NEW;
END $$;

CREATE TRIGGER count_version BEFORE UPDATE ON catalog.vat_rate FOR EACH ROW
WHEN ((OLD.name, OLD.basis_points) IS DISTINCT FROM (NEW.name, NEW.basis_points))
EXECUTE FUNCTION catalog.count_vat_version();

CREATE TRIGGER keep_first_version AFTER INSERT ON catalog.vat_rate
FOR EACH ROW EXECUTE FUNCTION catalog.keep_vat_version();
CREATE TRIGGER keep_version AFTER UPDATE ON catalog.vat_rate FOR EACH ROW
WHEN (OLD.version <> NEW.version) EXECUTE FUNCTION catalog.keep_vat_version();
"""


def upgrade() -> None:
    """Begin with what each rate is now."""
    op.execute(_VERSIONS)
    only_grows("catalog.vat_rate_version")
    grant("SELECT", "catalog.vat_rate_version", "store")


def downgrade() -> None:
    """Refuse: the books are append-only, and so is their schema."""
    raise RuntimeError("Mercato's schema only goes forward; restore a backup to go back")

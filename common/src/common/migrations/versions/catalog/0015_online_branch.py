"""The branch that the web's sales belong to: one in every chain, founded with it and added to those founded before."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

# At most one. No shop can have its id: theirs are those of a file, or B001 and so on.
_ONE = """
CREATE UNIQUE INDEX one_online_branch ON catalog.branch (kind) WHERE kind = 'online';

INSERT INTO catalog.branch (id, name, kind, time_zone)
SELECT 'WEB', 'Web shop', 'online', time_zone FROM catalog.company;
"""

_FOUNDING = """
CREATE OR REPLACE FUNCTION catalog.found_chain(chain jsonb) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = '' AS $$
BEGIN
  INSERT INTO catalog.company (name, address, vat_id, currency, time_zone)
  SELECT name, address, vat_id, currency, time_zone
  FROM jsonb_to_record(chain -> 'company')
    AS given (name text, address text, vat_id text, currency text, time_zone text)
  ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  INSERT INTO catalog.vat_rate (code, name, basis_points)
  SELECT code, name, basis_points
  FROM jsonb_to_recordset(chain -> 'vat_rates') AS given (code text, name text, basis_points integer);
  INSERT INTO catalog.branch (id, name, kind, address, time_zone)
  SELECT id, name, 'shop', address, time_zone
  FROM jsonb_to_recordset(chain -> 'branches') AS given (id text, name text, address text, time_zone text);
  INSERT INTO catalog.branch (id, name, kind, time_zone)
  SELECT 'WEB', 'Web shop', 'online', time_zone FROM catalog.company;
  INSERT INTO catalog.till (id, branch_id, name, receipt_prefix)
  SELECT id, branch_id, name, receipt_prefix
  FROM jsonb_to_recordset(chain -> 'tills') AS given (id text, branch_id text, name text, receipt_prefix text);
  RETURN true;
END $$;
"""


def upgrade() -> None:
    """Add the branch where a chain is, and found it with every chain to come."""
    op.execute(_ONE)
    op.execute(_FOUNDING)


def downgrade() -> None:
    """Refuse: the books are append-only, and so is their schema."""
    raise RuntimeError("Mercato's schema only goes forward; restore a backup to go back")

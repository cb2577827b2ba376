"""People: accounts, their sessions, invitations and keys, what is counted against guessing, and how a chain begins."""

from alembic import op

from common.migrations.grants import grant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TABLES = """
-- Whoever can sign in. Without a password the account was invited, or reset, and nobody has set one yet.
CREATE TABLE books.account (
  id uuid PRIMARY KEY,
  place bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  email text NOT NULL,
  name text NOT NULL,
  role text NOT NULL CHECK (role IN ('customer', 'cashier', 'manager', 'owner')),
  branch_id text REFERENCES catalog.branch,
  customer_id uuid UNIQUE REFERENCES books.customer,
  password_hash text,
  pin_hash text,
  -- a secret that was shown and not confirmed by a code yet; then the one that counts
  totp_proposed text,
  totp_secret text,
  -- codes up to this step of thirty seconds were used, or are too old to be
  totp_step bigint NOT NULL DEFAULT 0,
  recovery_hashes bytea[] NOT NULL DEFAULT '{}',
  version integer NOT NULL DEFAULT 1,
  made_at timestamptz NOT NULL DEFAULT now(),
  seen_at timestamptz,
  disabled_at timestamptz,
  CHECK ((role IN ('cashier', 'manager')) = (branch_id IS NOT NULL)),
  CHECK ((role = 'customer') = (customer_id IS NOT NULL))
);
CREATE UNIQUE INDEX account_by_email ON books.account (lower(email));
CREATE INDEX account_of_branch ON books.account (branch_id) WHERE branch_id IS NOT NULL;

-- Known by the hash of a token that only a browser has. `account_id` signed in; `acting_id` is whose session it is now:
-- the same, but at a till that is open for a branch's team, where it is whoever typed a PIN last, or nobody.
CREATE TABLE books.session (
  token_hash bytea PRIMARY KEY,
  id uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  application text NOT NULL CHECK (application IN ('till', 'dashboard', 'shop')),
  account_id uuid NOT NULL REFERENCES books.account,
  acting_id uuid REFERENCES books.account,
  team_till text REFERENCES catalog.till,
  address text NOT NULL,
  agent text NOT NULL,
  began_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  idle_seconds integer NOT NULL CHECK (idle_seconds > 0),
  ends_at timestamptz NOT NULL,
  -- before its time; the row stays until then, so that the next page can say why
  ended text CHECK (ended IN ('signed_out', 'disabled')),
  CHECK (team_till IS NOT NULL OR acting_id = account_id)
) WITH (fillfactor = 70);
CREATE INDEX session_of_account ON books.session (account_id);
CREATE INDEX session_acted_in ON books.session (acting_id) WHERE team_till IS NOT NULL;
CREATE INDEX session_by_end ON books.session (ends_at);

-- How often something was tried that should not be guessed. `subject` is a keyed hash: what was typed is not kept.
CREATE TABLE books.throttle (
  subject bytea PRIMARY KEY,
  attempts integer NOT NULL,
  began_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX throttle_by_age ON books.throttle (last_at);

-- From where an account was signed in to before; others' guessing from elsewhere does not lock these out.
CREATE TABLE books.account_address (
  account_id uuid NOT NULL REFERENCES books.account,
  address text NOT NULL,
  used_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, address)
);
CREATE INDEX account_address_by_age ON books.account_address (used_at);

CREATE TABLE books.invitation (
  id uuid PRIMARY KEY,
  token_hash bytea NOT NULL UNIQUE,
  account_id uuid NOT NULL REFERENCES books.account,
  invited_by uuid REFERENCES books.account,
  made_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX invitation_of_account ON books.invitation (account_id);

CREATE TABLE books.api_key (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  role text NOT NULL CHECK (role IN ('cashier', 'manager', 'owner')),
  branch_id text REFERENCES catalog.branch,
  secret_hash bytea NOT NULL,
  made_by uuid NOT NULL REFERENCES books.account,
  made_at timestamptz NOT NULL,
  used_at timestamptz,
  withdrawn_at timestamptz,
  CHECK ((role = 'owner') = (branch_id IS NULL))
);

-- Who sold it; nobody where a program did.
ALTER TABLE books.purchase ADD COLUMN cashier_id uuid REFERENCES books.account;
"""

# The books have no right to write the catalogue, but for this once: it takes effect only while there is no company.
_FOUNDING = """
CREATE FUNCTION catalog.found_chain(chain jsonb) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
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
  INSERT INTO catalog.till (id, branch_id, name, receipt_prefix)
  SELECT id, branch_id, name, receipt_prefix
  FROM jsonb_to_recordset(chain -> 'tills') AS given (id text, branch_id text, name text, receipt_prefix text);
  RETURN true;
END $$;
REVOKE EXECUTE ON FUNCTION catalog.found_chain(jsonb) FROM PUBLIC;
"""

#: What the importer fills in of an account that a chain begins with; it reads no hash and changes none.
_FIRST_FIELDS = "id, email, name, role, branch_id, customer_id, password_hash, pin_hash"


def upgrade() -> None:
    """Make the tables; the books keep people, the importer may only enter the first ones."""
    op.execute(_TABLES)
    op.execute(_FOUNDING)
    grant("EXECUTE", "FUNCTION catalog.found_chain(jsonb)", "api", "importer")
    for table in ("account", "invitation"):
        grant("SELECT, INSERT, UPDATE", f"books.{table}", "api")
    grant("DELETE", "books.invitation", "api")
    for table in ("session", "throttle", "account_address"):
        grant("SELECT, INSERT, UPDATE, DELETE", f"books.{table}", "api")
    grant("SELECT, INSERT, UPDATE", "books.api_key", "api")
    grant(f"INSERT ({_FIRST_FIELDS})", "books.account", "importer")
    grant("SELECT (id, email, role)", "books.account", "importer")


def downgrade() -> None:
    """Refuse: Mercato's schema only goes forward."""
    raise RuntimeError("Mercato's schema only goes forward; restore a backup to go back")

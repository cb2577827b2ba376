"""What every proved purchase looked like, so that a later edit is seen, and what VAT rate each product bore when."""

from alembic import op

from common.migrations.grants import grant, only_grows

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

# A digest of the rows of each purchase that came out to the cent, under a seed that only these books have: what pricing
# read and wrote, and what was paid, none of which ever changes. Movements are compared row by row; what a till found
# beyond the level has no other row. The digest refers to no purchase as a foreign key would, so that one that vanishes
# leaves its proof. Everything is proved anew, because what was proved until now left none. A later revision that alters
# what stands in a digest has to empty the table, and go back to the beginning too.
_PROOFS = """
CREATE TABLE books.audit_proof (
  purchase_id uuid PRIMARY KEY,
  digest bigint NOT NULL
);

ALTER TABLE books.audit_mark ADD COLUMN seed bigint NOT NULL
  DEFAULT ('x' || left(md5(gen_random_uuid()::text), 16))::bit(64)::bigint;
UPDATE books.audit_mark SET proved_below = '0', proved = 0;
DELETE FROM books.audit_doubt;

CREATE VIEW books.audit_row AS
  SELECT id AS purchase_id,
    hash_record_extended(
      ROW(
        transaction_id, branch_id, till_id, receipt_number, customer_id, cashier_id, origin, sold_at, recorded_at,
        currency, total_minor, fingerprint
      ),
      (SELECT seed FROM books.audit_mark)
    ) AS hash
  FROM books.purchase
  UNION ALL
  SELECT purchase_id,
    hash_record_extended(
      ROW(
        'line'::text, line_number, product_id, description, quantity, unit_price_minor, price_version, discount_minor,
        total_minor, vat_basis_points, vat_minor, department
      ),
      (SELECT seed FROM books.audit_mark)
    )
  FROM books.line
  UNION ALL
  SELECT purchase_id,
    hash_record_extended(
      ROW('discount'::text, line_number, promotion_id, promotion_version, name, amount_minor),
      (SELECT seed FROM books.audit_mark)
    )
  FROM books.discount
  UNION ALL
  SELECT purchase_id,
    hash_record_extended(
      ROW('coupon'::text, promotion_id, code, single_use, redeemed_at), (SELECT seed FROM books.audit_mark)
    )
  FROM books.coupon_redemption
  UNION ALL
  SELECT purchase_id,
    hash_record_extended(
      ROW('tender'::text, tender_number, kind, amount_minor, given_minor), (SELECT seed FROM books.audit_mark)
    )
  FROM books.tender
  UNION ALL
  SELECT web.purchase_id,
    hash_record_extended(
      ROW(
        'web'::text, web.order_number, web.reservation_id, web.fulfilled_by, web.payment_id, web.capture_id,
        reservation.reserved_at
      ),
      (SELECT seed FROM books.audit_mark)
    )
  FROM books.web_purchase AS web
  LEFT JOIN books.reservation ON reservation.id = web.reservation_id
  UNION ALL
  SELECT purchase_id,
    hash_record_extended(
      ROW('found'::text, id, branch_id, product_id, quantity, moved_at), (SELECT seed FROM books.audit_mark)
    )
  FROM books.movement
  WHERE kind = 'found' AND purchase_id IS NOT NULL;
"""

# The versions of promotions stand in no purchase's digest, and are looked at by themselves.
_PROMOTIONS = """
CREATE TABLE books.audit_promotion_proof (
  promotion_id bigint NOT NULL,
  version integer NOT NULL,
  digest bigint NOT NULL,
  PRIMARY KEY (promotion_id, version)
);

CREATE VIEW books.audit_promotion AS
  SELECT id AS promotion_id, version,
    hash_record_extended(
      ROW(
        kind, name, priority, product_ids, departments, starts_at, ends_at, units, paid, free_units, basis_points,
        minimum, on_top, code, single_use, made_at
      ),
      (SELECT seed FROM books.audit_mark)
    ) AS digest
  FROM catalog.published_promotion_history;
"""

# What products bore before this revision is not known. Triggers write it, so that no writer of the catalogue can leave
# it out. Their name puts them behind `count_revision`, whose lock makes changes of the catalogue wait for one another:
# a product that gets another rate and a rate that gets another figure at the same moment are both seen.
_RATES = """
CREATE TABLE catalog.product_rate (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  product_id bigint NOT NULL REFERENCES catalog.product,
  basis_points integer NOT NULL CHECK (basis_points BETWEEN 0 AND 10000),
  made_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX product_rate_newest ON catalog.product_rate (product_id, id DESC);

INSERT INTO catalog.product_rate (product_id, basis_points)
SELECT product.id, rate.basis_points
FROM catalog.product JOIN catalog.vat_rate AS rate ON rate.code = product.vat_code;

CREATE FUNCTION catalog.keep_product_rate() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = '' AS $$
BEGIN
  INSERT INTO catalog.product_rate (product_id, basis_points)
  SELECT product.id, rate.basis_points
  FROM changed AS product JOIN catalog.vat_rate AS rate ON rate.code = product.vat_code
  WHERE rate.basis_points IS DISTINCT FROM (
    SELECT basis_points FROM catalog.product_rate WHERE product_id = product.id ORDER BY id DESC LIMIT 1
  );
  RETURN NULL;
END $$;

CREATE FUNCTION catalog.keep_rate_of_products() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = '' AS $$
BEGIN
  INSERT INTO catalog.product_rate (product_id, basis_points)
  SELECT product.id, rate.basis_points
  FROM changed AS rate JOIN catalog.product ON product.vat_code = rate.code
  WHERE rate.basis_points IS DISTINCT FROM (
    SELECT basis_points FROM catalog.product_rate WHERE product_id = product.id ORDER BY id DESC LIMIT 1
  );
  RETURN NULL;
END $$;

CREATE TRIGGER keep_first_rate AFTER INSERT ON catalog.product REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION catalog.keep_product_rate();
CREATE TRIGGER keep_rate AFTER UPDATE ON catalog.product REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION catalog.keep_product_rate();
CREATE TRIGGER keep_rate AFTER UPDATE ON catalog.vat_rate REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION catalog.keep_rate_of_products();

CREATE VIEW catalog.published_rate_history AS
  SELECT id, product_id, basis_points, made_at FROM catalog.product_rate;
"""


def upgrade() -> None:
    """Make the tables, prove everything anew, and begin with the rate that each product bears now."""
    op.execute(_PROOFS)
    op.execute(_PROMOTIONS)
    for table in ("audit_proof", "audit_promotion_proof"):
        grant("SELECT, INSERT", f"books.{table}", "api")
    for view in ("audit_row", "audit_promotion"):
        grant("SELECT", f"books.{view}", "api")
    op.execute(_RATES)
    only_grows("catalog.product_rate")
    grant("SELECT", "catalog.published_rate_history", "api")


def downgrade() -> None:
    """Refuse: Mercato's schema only goes forward."""
    raise RuntimeError("Mercato's schema only goes forward; restore a backup to go back")

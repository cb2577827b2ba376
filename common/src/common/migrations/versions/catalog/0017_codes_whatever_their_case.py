"""No two products have one code, whatever the case of its letters: people type codes as they like."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

# Of codes that differ in case only, the product that was there first keeps its own; each later one gets its number
# behind it. What was sold names products by number, so no receipt means another product by that.
_APART = """
DO $$
DECLARE
  later record;
  free text;
BEGIN
  FOR later IN
    SELECT id, code FROM catalog.product AS product
    WHERE EXISTS (
      SELECT FROM catalog.product AS first
      WHERE upper(first.code) = upper(product.code) AND first.id < product.id
    )
    ORDER BY id
  LOOP
    free := later.code || '-' || later.id;
    WHILE EXISTS (SELECT FROM catalog.product WHERE upper(code) = upper(free)) LOOP
      free := free || '-2';
    END LOOP;
    UPDATE catalog.product SET code = free, version = version + 1 WHERE id = later.id;
  END LOOP;
END $$;
"""

_ONE = "CREATE UNIQUE INDEX product_code_in_any_case ON catalog.product (upper(code))"


def upgrade() -> None:
    """Part the codes that only case told apart, and let there be no more of them."""
    op.execute(_APART)
    op.execute(_ONE)


def downgrade() -> None:
    """Refuse: the books are append-only, and so is their schema."""
    raise RuntimeError("Mercato's schema only goes forward; restore a backup to go back")

"""What the books let the shop see of stock: how many units of a product a branch has, and how many nobody waits for."""

from alembic import op

from common.migrations.grants import grant

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# The index holds no quantity: one that a sale had to change would cost every sale.
_VIEW = """
CREATE INDEX level_of_product ON books.level (product_id);

CREATE VIEW books.published_level AS
  SELECT branch_id, product_id, quantity, reserved, quantity - reserved AS available
  FROM books.level;
"""


# The shop's office has a door of its own.
_OFFICE = """
ALTER TABLE books.session DROP CONSTRAINT session_application_check;
ALTER TABLE books.session ADD CONSTRAINT session_application_check
  CHECK (application IN ('till', 'dashboard', 'shop', 'admin'));
"""


def upgrade() -> None:
    """Make the view, let the shop read it, and let its office have sessions."""
    op.execute(_VIEW)
    op.execute(_OFFICE)
    grant("USAGE", "SCHEMA books", "store")
    grant("SELECT", "books.published_level", "store")


def downgrade() -> None:
    """Refuse: the books are append-only, and so is their schema."""
    raise RuntimeError("Mercato's schema only goes forward; restore a backup to go back")

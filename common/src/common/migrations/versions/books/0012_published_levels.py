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


def upgrade() -> None:
    """Make the view, and let the shop read it."""
    op.execute(_VIEW)
    grant("USAGE", "SCHEMA books", "store")
    grant("SELECT", "books.published_level", "store")


def downgrade() -> None:
    """Refuse: the books are append-only, and so is their schema."""
    raise RuntimeError("Mercato's schema only goes forward; restore a backup to go back")

"""Every query on who sends web orders."""

from sqlalchemy import Connection, text

from api_service.stock.models.web_orders import WebOrders


def find(connection: Connection) -> WebOrders:
    """Who sends and sells them."""
    row = connection.execute(
        text("SELECT fulfilled_by, sold_by, version FROM books.published_web_orders")
    ).one()
    return WebOrders(row.fulfilled_by, row.sold_by, row.version)


def choose(connection: Connection, branch_id: str, *, version: int) -> bool:
    """Let a shop send them from now on; False where somebody else chose since the version."""
    if version == 0:
        chosen = connection.execute(
            text(
                "INSERT INTO books.web_orders (fulfilled_by, version) VALUES (:branch, 1) "
                "ON CONFLICT (only_one) DO NOTHING"
            ),
            {"branch": branch_id},
        )
    else:
        chosen = connection.execute(
            text(
                "UPDATE books.web_orders SET fulfilled_by = :branch, version = version + 1 "
                "WHERE version = :version"
            ),
            {"branch": branch_id, "version": version},
        )
    return bool(chosen.rowcount)

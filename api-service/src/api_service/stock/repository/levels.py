"""Every query on levels."""

from sqlalchemy import Connection, text

from api_service.stock.models.levels import Level


def levels(connection: Connection, branch_id: str, *, after: int, limit: int) -> list[Level]:
    """What a branch has of the products on sale, by product id, from behind an id on."""
    rows = connection.execute(
        text(
            """
            SELECT level.branch_id, level.product_id, product.name AS product, level.quantity, level.reserved
            FROM books.level JOIN catalog.published_product AS product ON product.id = level.product_id
            WHERE level.branch_id = :branch AND level.product_id > :after AND NOT product.archived
            ORDER BY level.product_id LIMIT :limit
            """
        ),
        {"branch": branch_id, "after": after, "limit": limit},
    )
    return [Level(**row) for row in rows.mappings()]


def open_stock(connection: Connection, branch_id: str, product_id: int, quantity: int) -> int:
    """Book an opening once, and put its units on the level; with how many units the product opened, now or before."""
    asked = {"branch": branch_id, "product": product_id, "quantity": quantity}
    connection.execute(
        text(
            "INSERT INTO books.level (branch_id, product_id) VALUES (:branch, :product) "
            "ON CONFLICT DO NOTHING"
        ),
        asked,
    )
    booked = connection.execute(
        text(
            "INSERT INTO books.movement (branch_id, product_id, kind, quantity) "
            "VALUES (:branch, :product, 'opening', :quantity) "
            "ON CONFLICT (branch_id, product_id) WHERE kind = 'opening' DO NOTHING"
        ),
        asked,
    )
    if booked.rowcount:
        connection.execute(
            text(
                "UPDATE books.level SET quantity = quantity + :quantity "
                "WHERE branch_id = :branch AND product_id = :product"
            ),
            asked,
        )
        return quantity
    found = connection.execute(
        text(
            "SELECT quantity FROM books.movement "
            "WHERE branch_id = :branch AND product_id = :product AND kind = 'opening'"
        ),
        asked,
    )
    return int(found.scalar_one())

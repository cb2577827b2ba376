"""Every query on levels and tasks."""

from sqlalchemy import Connection, RowMapping, text

from api_service.stock.models import Level, Task, TaskKind

_TASK = """
SELECT task.id, task.kind, task.branch_id, task.product_id, product.name AS product, task.quantity,
  task.purchase_id, task.made_at, task.done_at
FROM books.task LEFT JOIN catalog.published_product AS product ON product.id = task.product_id
"""

_FINISH_TASK = text(
    """
    UPDATE books.task SET done_at = now()
    WHERE id = :id AND (CAST(:branch AS text) IS NULL OR branch_id = :branch) AND done_at IS NULL
    """
)


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


def open_tasks(connection: Connection, branch_id: str | None, *, limit: int) -> list[Task]:
    """What nobody has looked into yet, the oldest first."""
    rows = connection.execute(
        text(
            _TASK
            + "WHERE task.done_at IS NULL AND (CAST(:branch AS text) IS NULL OR task.branch_id = :branch) "
            "ORDER BY task.made_at, task.id LIMIT :limit"
        ),
        {"branch": branch_id, "limit": limit},
    )
    return [_task(row) for row in rows.mappings()]


def finish_task(connection: Connection, task_id: int, *, branch_id: str | None) -> Task | None:
    """Note that somebody has looked; once noted, the time stays. None when the branch (None: any) has no such task."""
    asked = {"id": task_id, "branch": branch_id}
    connection.execute(_FINISH_TASK, asked)
    row = connection.execute(
        text(
            _TASK
            + "WHERE task.id = :id AND (CAST(:branch AS text) IS NULL OR task.branch_id = :branch)"
        ),
        asked,
    )
    found = row.mappings().one_or_none()
    return _task(found) if found else None


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


def _task(row: RowMapping) -> Task:
    return Task(**{**row, "kind": TaskKind(row["kind"])})

"""Every query on tasks."""

from sqlalchemy import Connection, RowMapping, text

from api_service.stock.models.tasks import Task, TaskKind

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


def _task(row: RowMapping) -> Task:
    return Task(**{**row, "kind": TaskKind(row["kind"])})

"""The tasks that wait, and those that are done."""

from api_service.collaborators import Collaborators
from api_service.errors import TaskNotFound
from api_service.stock.models.tasks import Task
from api_service.stock.repository import tasks as repository
from common.access import Caller


def open_tasks(books: Collaborators, branch_id: str | None, *, limit: int) -> list[Task]:
    """What nobody has looked into yet, the oldest first."""
    with books.database.statements() as connection:
        return repository.open_tasks(connection, branch_id, limit=limit)


def finish_task(books: Collaborators, caller: Caller, task_id: int) -> Task:
    """Note that somebody has looked into a task; a repeat changes nothing.

    Raises:
        TaskNotFound: there is no such task, or it is another branch's.
    """
    with books.database.transaction() as connection:
        found = repository.finish_task(connection, task_id, branch_id=caller.branch_id)
    if found is None:
        raise TaskNotFound(f"No task has the number {task_id}")
    return found

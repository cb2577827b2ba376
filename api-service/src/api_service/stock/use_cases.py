"""What is asked about stock, and the tasks that are done."""

from api_service.collaborators import Collaborators
from api_service.errors import AlreadyOpened, ProductNotFound, TaskNotFound, UnknownBranch
from api_service.stock import repository
from api_service.stock.models import Level, Task
from common.access import Caller


def levels(books: Collaborators, branch_id: str, *, after: int, limit: int) -> list[Level]:
    """What a branch has, by product id, from behind an id on."""
    with books.database.statements() as connection:
        return repository.levels(connection, branch_id, after=after, limit=limit)


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


def open_stock(books: Collaborators, branch_id: str, product_id: int, quantity: int) -> None:
    """Book the first units of a product in a branch; a repeat changes nothing.

    Raises:
        UnknownBranch, ProductNotFound: there is no such shop, or product.
        AlreadyOpened: it opened with another quantity.
    """
    edition = books.prices.renew(books.database, [product_id])
    branch = edition.branches.get(branch_id)
    if branch is None or not branch.sells:
        raise UnknownBranch(f"There is no branch {branch_id}")
    if product_id not in edition.products:
        raise ProductNotFound(f"No product has the id {product_id}")
    with books.database.transaction() as connection:
        before = repository.open_stock(connection, branch_id, product_id, quantity)
    if before != quantity:
        raise AlreadyOpened(f"It opened with {before} units")

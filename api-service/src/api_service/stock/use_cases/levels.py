"""What is asked about levels, and how they open."""

from api_service.collaborators import Collaborators
from api_service.errors import AlreadyOpened, ProductNotFound, UnknownBranch
from api_service.stock.models.levels import Level
from api_service.stock.repository import levels as repository


def levels(books: Collaborators, branch_id: str, *, after: int, limit: int) -> list[Level]:
    """What a branch has, by product id, from behind an id on."""
    with books.database.statements() as connection:
        return repository.levels(connection, branch_id, after=after, limit=limit)


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

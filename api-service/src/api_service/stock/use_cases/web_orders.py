"""Which shop sends what the web sells: look, choose."""

from api_service.collaborators import Collaborators
from api_service.errors import BranchDoesNotSell, UnknownBranch
from api_service.stock.models.web_orders import WebOrders
from api_service.stock.repository import web_orders as repository
from common.errors import PreconditionFailed


def who_sends(books: Collaborators) -> WebOrders:
    """The shop that was chosen, or else the first by id."""
    with books.database.statements() as connection:
        return repository.find(connection)


def let_send(books: Collaborators, branch_id: str, etag: str) -> WebOrders:
    """Let a shop send every web order from now on; those reserved before stay where they are.

    Raises:
        UnknownBranch, BranchDoesNotSell: there is no such branch, or it is no shop that is open.
        PreconditionFailed: somebody else chose meanwhile.
    """
    branch = books.prices.renew(books.database, ()).branches.get(branch_id)
    if branch is None:
        raise UnknownBranch(f"There is no branch {branch_id}")
    if not branch.sells:
        raise BranchDoesNotSell(f"{branch.name} is no shop that could send anything")
    with books.database.transaction() as connection:
        found = repository.find(connection)
        if found.etag != etag or not repository.choose(
            connection, branch_id, version=found.version
        ):
            raise PreconditionFailed
        return repository.find(connection)

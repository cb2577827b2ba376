"""What the books are asked about the catalogue, and the days that its branches count by."""

from datetime import date, datetime

from api_service.catalogue import repository
from api_service.catalogue.models import Branch, Company, Product
from api_service.collaborators import Collaborators
from api_service.errors import ProductNotFound, UnknownBranch
from common import pricing
from common.access import Caller
from common.clock import day_begins, day_ends
from common.errors import FieldError, InvalidRequest


def currency(books: Collaborators) -> str:
    """The one currency that the books are kept in; it never changes."""
    return books.prices.edition(books.database, ()).company.currency


def places(books: Collaborators) -> tuple[Company, list[Branch], int]:
    """The company, its branches with their tills, and the catalogue's revision.

    Raises:
        NoChain: the books are empty.
    """
    with books.database.transaction(isolation="REPEATABLE READ") as connection:
        return (
            repository.company(connection),
            repository.branches(connection),
            repository.revision(connection),
        )


def branches(books: Collaborators) -> list[Branch]:
    """Every branch with its tills; none in empty books."""
    with books.database.transaction(isolation="REPEATABLE READ") as connection:
        return repository.branches(connection)


def revision(books: Collaborators) -> int:
    """The catalogue's count of changes."""
    with books.database.statements() as connection:
        return repository.revision(connection)


def promotions(books: Collaborators) -> tuple[list[pricing.Promotion], int]:
    """What anybody may have, coupons left out because their codes are not for anybody; and the revision."""
    with books.database.transaction(isolation="REPEATABLE READ") as connection:
        found = repository.promotions(connection)
        public = [each for each in found if not isinstance(each, pricing.Coupon)]
        return public, repository.revision(connection)


def search_products(
    books: Collaborators, *, words: str, after: int, limit: int
) -> tuple[list[Product], int]:
    """Products on sale from behind an id on, and the revision that they were read at."""
    with books.database.transaction(isolation="REPEATABLE READ") as connection:
        found = repository.search_products(connection, words=words, after=after, limit=limit)
        return found, repository.revision(connection)


def find_product(books: Collaborators, product_id: int) -> Product:
    """One product, archived or not.

    Raises:
        ProductNotFound: the catalogue never had it.
    """
    with books.database.statements() as connection:
        found = repository.products(connection, [product_id]).get(product_id)
    if found is None:
        raise ProductNotFound(f"No product has the id {product_id}")
    return found


def branch_in_reach(caller: Caller, asked: str | None) -> str | None:
    """The branch that a caller's question is about: the one asked for, or their own where they reach no other.

    Raises:
        UnknownBranch: it is another's, which to them does not exist.
    """
    if asked is None:
        return caller.branch_id
    if not caller.reaches(asked):
        raise UnknownBranch(f"There is no branch {asked}")
    return asked


def days_between(
    books: Collaborators, branch_id: str | None, first: date | None, last: date | None
) -> tuple[datetime | None, datetime | None]:
    """From the first moment of one day to just after the last of another, in the branch's zone or the company's.

    Raises:
        InvalidRequest: the days are the wrong way round.
        UnknownBranch: there is no such branch.
    """
    if first and last and first > last:
        detail = f"{first} lies after {last}"
        raise InvalidRequest(detail, errors=(FieldError("?from", detail),))
    edition = books.prices.edition(books.database, ())
    time_zone = edition.company.time_zone
    if branch_id is not None:
        branch = edition.branches.get(branch_id)
        if branch is None:
            branch = books.prices.renew(books.database, ()).branches.get(branch_id)
        if branch is None:
            raise UnknownBranch(f"There is no branch {branch_id}")
        time_zone = branch.time_zone
    return (
        day_begins(first, time_zone) if first else None,
        day_ends(last, time_zone) if last else None,
    )

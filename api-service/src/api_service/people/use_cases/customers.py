"""What is done with customers: enter them, find them, see what they bought."""

import re
import uuid

from api_service.collaborators import Collaborators
from api_service.errors import CustomerNotFound
from api_service.people.models.customers import Bought, Customer, best_matches
from api_service.people.repository import customers as repository
from common.access import Caller, Role
from common.errors import IdempotencyKeyReused

#: More of a customer's lines than any page shows or any program asked for by name.
_MOST_LINES = 10_000

_ID_BEGINNING = re.compile(r"([0-9a-f]-?){8,32}", re.IGNORECASE)


def search_customers(books: Collaborators, words: str, *, limit: int) -> list[Customer]:
    """Customers by name, the best match first; eight or more hexadecimal digits find an id as well."""
    with books.database.transaction(isolation="REPEATABLE READ") as connection:
        found = best_matches(words, repository.named(connection, words))
        if _ID_BEGINNING.fullmatch(words):
            found += repository.with_id_like(connection, words, limit=limit)
    return found[:limit]


def find_customer(books: Collaborators, customer_id: uuid.UUID, *, caller: Caller) -> Customer:
    """One customer.

    Raises:
        CustomerNotFound: there is none with this id; to a customer, there is only themselves.
    """
    if caller.role is Role.CUSTOMER and customer_id != caller.customer_id:
        raise CustomerNotFound(f"No customer has the id {customer_id}")
    with books.database.statements() as connection:
        found = repository.find(connection, customer_id)
    if found is None:
        raise CustomerNotFound(f"No customer has the id {customer_id}")
    return found


def add_customer(
    books: Collaborators, customer_id: uuid.UUID, *, name: str, email: str | None
) -> tuple[Customer, bool]:
    """Enter a customer under an id; the second value says that an earlier request had done it.

    Raises:
        IdempotencyKeyReused: the id belongs to somebody of another name.
    """
    with books.database.transaction() as connection:
        added = repository.add(connection, customer_id, name=name, email=email)
        known = None if added else repository.find(connection, customer_id)
    if added:
        return added, False
    if known is None or (known.name, known.email) != (name, email):
        raise IdempotencyKeyReused("Another customer was entered under this key")
    return known, True


def newest_customers(books: Collaborators, *, limit: int) -> tuple[list[uuid.UUID], int]:
    """The ids entered last, newest first, and how many customers there are in all."""
    with books.database.transaction(isolation="REPEATABLE READ") as connection:
        return repository.newest_ids(connection, limit=limit), repository.count(connection)


def purchases_by_name(
    books: Collaborators, name: str, *, branch_id: str | None = None
) -> tuple[Customer, list[Bought], list[Customer]]:
    """The customer that a name means best, what they bought there or anywhere, and who else it could have meant.

    Raises:
        CustomerNotFound: nobody's name holds it.
    """
    with books.database.transaction(isolation="REPEATABLE READ") as connection:
        matches = best_matches(name, repository.named(connection, name))
        if not matches:
            raise CustomerNotFound(f"No customer's name holds {name!r}")
        return (
            matches[0],
            repository.bought(connection, matches[0].id, branch_id=branch_id, limit=_MOST_LINES),
            matches[1:],
        )

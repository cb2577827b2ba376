"""Chains: found one of somebody's own, fill the demo's, tell one from the other."""

import hmac
import uuid
from collections.abc import Sequence
from contextlib import closing

from sqlalchemy import Connection

from api_service.collaborators import Collaborators
from api_service.errors import AlreadyFounded, WrongSetupCode
from api_service.importer import repository
from api_service.importer.chain import Chain
from api_service.importer.checks import PurchaseCheck
from api_service.importer.demo_people import DemoPerson, Hashes, hashed
from api_service.importer.errors import FileUnreadable
from api_service.importer.founding import Founding
from api_service.importer.models import Booked
from api_service.importer.rows import brought_up_to
from api_service.importer.use_cases.opening import opened
from api_service.people.models import limits
from api_service.people.models.passwords import check_password
from api_service.people.models.secrets import slow_hash
from api_service.people.repository.accounts import add_account
from api_service.people.use_cases import throttling
from common import logs
from common.access import Role
from common.clock import Clock, SystemClock
from common.database import Database
from common.images import Picture

log = logs.get(__name__)


def seed(
    url: str,
    *,
    people: Sequence[DemoPerson] = (),
    clock: Clock | None = None,
    chain: Chain | None = None,
) -> Booked | None:
    """Found the demo's chain with its history up to now; None when there is a chain already.

    All of it or nothing, and once however many try at the same moment. Those of the people who are missing enter a
    demo that was there before, too.

    Raises:
        FileUnreadable: the chain's files are not what they have to be; nothing was changed.
        DatabaseUnavailable: nothing was changed.
    """
    chain = chain or Chain()
    with closing(opened(url)) as database:
        with database.transaction() as connection:
            known = repository.known_emails(connection, [person.email for person in people])
        entering = hashed(person for person in people if person.email not in known)
        with database.transaction() as connection:
            repository.wait_for_turn(connection)
            if not _is_or_may_become(connection, chain):
                return None
            is_new = not repository.has_company(connection)
            booked = _fill(connection, chain, clock or SystemClock()) if is_new else None
            for person, hashes in entering:
                _enter(connection, person, hashes)
            return booked


def may_be_a_demo(url: str) -> bool:
    """Whether nothing but the demo's own chain is in these books, or nothing at all.

    Raises:
        DatabaseUnavailable: nobody knows.
    """
    with closing(opened(url)) as database, database.transaction() as connection:
        return _is_or_may_become(connection, Chain())


def has_chain(url: str) -> bool:
    """Whether these books have a chain, a demo's or somebody's own.

    Raises:
        DatabaseUnavailable: nobody knows.
    """
    with closing(opened(url)) as database, database.transaction() as connection:
        return repository.has_company(connection)


def found_chain(database: str | Database, chain: Founding) -> uuid.UUID:
    """Begin a chain in empty books: company, VAT rates, branches, tills and the first owner, whose id is the answer.

    All of it or nothing, and once however many try at the same moment. `database` is open under the role `api` or
    `importer`, or its URL.

    Raises:
        AlreadyFounded: there is a company.
        WeakPassword: the owner's password would be guessed soon.
        DatabaseUnavailable: nothing was changed.
    """
    if isinstance(database, str):
        with closing(opened(database)) as books:
            return found_chain(books, chain)
    owner = chain.owner
    check_password(
        owner.password,
        about=(owner.name, owner.email, chain.company.name),
        pointer="/owner/password",
    )
    hashed = slow_hash(owner.password)
    with database.transaction() as connection:
        if not repository.found_chain(connection, chain):
            raise AlreadyFounded
        account_id = add_account(connection, owner.email, owner.name, Role.OWNER, None, hashed)
        if account_id is None:
            raise AlreadyFounded("There is an account with the owner's e-mail already")
    log.info("founded", account_id=str(account_id), branches=len(chain.branches))
    return account_id


def is_first_run(books: Collaborators) -> bool:
    """Whether there is no chain yet."""
    with books.database.statements() as connection:
        return not repository.has_company(connection)


def first_run(books: Collaborators, setup_code: str, chain: Founding) -> None:
    """Begin a chain for somebody who knows the code that the server was started with.

    Raises:
        WrongSetupCode: they do not, or it was started with none.
        TooManyRequests: too many did not.
        AlreadyFounded, WeakPassword: as they say.
    """
    subject = throttling.count(books, limits.SETUP_CODE)
    known = books.settings.setup_code.get_secret_value()
    if not known or not hmac.compare_digest(setup_code.encode(), known.encode()):
        log.warning("founding refused", reason=WrongSetupCode.code)
        raise WrongSetupCode
    throttling.take_back(books, subject)
    found_chain(books.database, chain)


def _is_or_may_become(connection: Connection, chain: Chain) -> bool:
    if repository.has_company(connection):
        return repository.has_purchase(connection, chain.mark)
    return not repository.has_purchases(connection)


def _enter(connection: Connection, person: DemoPerson, hashes: Hashes) -> None:
    add_account(
        connection,
        person.email,
        person.name,
        person.role,
        person.branch_id,
        hashes.password,
        pin_hash=hashes.pin,
        customer_id=person.customer_id,
    )


def _drawn(chain: Chain) -> dict[str, Picture]:
    from api_service.importer.covers import draw  # the books load no drawing library to serve

    albums = {album.code: album for album in chain.records()}
    covers = {
        plan.code: draw(plan, albums[plan.code].name, albums[plan.code].artist or "")
        for plan in chain.covers()
    }
    return covers | {plan.code: draw(plan) for plan in chain.pictures()}


def _fill(connection: Connection, chain: Chain, clock: Clock) -> Booked:
    repository.enter_chain(connection, chain)
    repository.add_products(connection, chain.products())
    repository.open_stock(connection, chain.stock())
    catalogue = repository.catalogue(connection)
    repository.add_covers(connection, _drawn(chain))
    repository.add_promotions(connection, chain.promotions(catalogue.products.values()))
    now = clock.now()
    check = PurchaseCheck(catalogue, now)
    sales = brought_up_to(now, chain.purchases(), chain.time_zones)
    earlier = chain.earlier_purchases()
    # The ten of document 000 first: of two customers whom a name fits, the older record is meant.
    customers = dict.fromkeys([*(each.customer for each in earlier), *chain.customers()])
    added = repository.add_customers(connection, customers)
    repository.stage(
        connection,
        [
            *(each.entry(chain.earlier_branch) for each in earlier),
            *(check.entry_of(row, line) for line, row in enumerate(sales, start=1)),
        ],
    )
    for doubt in repository.refused(connection):
        raise FileUnreadable(f"the demo's purchases do not fit its catalogue: {doubt.reason}")
    return Booked(customers=added) + repository.book(connection, chain.company.currency)

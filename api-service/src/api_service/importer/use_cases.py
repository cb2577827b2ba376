"""What the importer does: seed the demo's chain, import files of purchases, make up purchases in bulk."""

import hmac
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection

from api_service.collaborators import Collaborators
from api_service.errors import AlreadyFounded, WrongSetupCode
from api_service.importer import demo, repository
from api_service.importer.chain import Chain
from api_service.importer.checks import PRODUCT_COLUMNS, ProductCheck, PurchaseCheck
from api_service.importer.demo import Plan
from api_service.importer.errors import FileUnreadable
from api_service.importer.files import Table, open_table
from api_service.importer.founding import Founding
from api_service.importer.models import Booked, Doubt, Entry, Progress, Refusal, Report
from api_service.importer.rows import COLUMNS, brought_up_to
from api_service.people.models import limits
from api_service.people.models.passwords import check_password
from api_service.people.models.secrets import slow_hash
from api_service.people.repository.accounts import add_account
from api_service.people.use_cases import throttling
from common import logs
from common.access import Role
from common.clock import Clock, SystemClock
from common.database import Database

log = logs.get(__name__)

#: A large file on a slow disk is no failure, and one import waits for another.
_STATEMENT_SECONDS = 0
_LOCK_SECONDS = 3600

#: Rows between two words about the progress.
_STRIDE = 2_000

#: Made-up purchases of one transaction: few enough for little memory, enough for COPY to pay.
_PART = 25_000


def _unwatched(_: str, __: float | None) -> None:
    """Progress that nobody looks at."""


def seed(url: str, *, clock: Clock | None = None, chain: Chain | None = None) -> Booked | None:
    """Found the demo's chain with its history up to now; None when there is a chain already.

    All of it or nothing, and once however many try at the same moment.

    Raises:
        FileUnreadable: the chain's files are not what they have to be; nothing was changed.
        DatabaseUnavailable: nothing was changed.
    """
    with closing(_database(url)) as database, database.transaction() as connection:
        repository.wait_for_turn(connection)
        if repository.has_company(connection) or repository.has_purchases(connection):
            return None
        return _fill(connection, chain or Chain(), clock or SystemClock())


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
        with closing(_database(database)) as opened:
            return found_chain(opened, chain)
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


def import_purchases(
    url: str,
    file: Path,
    *,
    refuse: Callable[[Refusal], None],
    products: Path | None = None,
    dry_run: bool = False,
    progress: Progress = _unwatched,
    clock: Clock | None = None,
) -> Report:
    """Take a file of purchases into the books: all of it, or nothing when a row is wrong.

    Every wrong row is handed to `refuse`, in the order of the file. `products` names a price list that the file's
    purchases were made with. With `dry_run` all is done and reported, and then taken back.

    Raises:
        ImportRefused: there is nothing to read, or nothing to import for.
        DatabaseUnavailable: nothing was changed.
    """
    with closing(_database(url)) as database, database.transaction() as connection:
        repository.wait_for_turn(connection)
        catalogue = repository.catalogue(connection)
        listed = ProductCheck(catalogue)
        if products is not None:
            _read_products(products, listed)
            if listed.doubts:
                _refuse_all(refuse, products, listed.doubts)
                return Report(refused=len(listed.doubts))
            if listed.added:
                repository.add_products(connection, listed.added)
                catalogue = repository.catalogue(connection)
            catalogue = catalogue.at_prices(listed.prices)
        check = PurchaseCheck(catalogue, (clock or SystemClock()).now())
        with open_table(file, COLUMNS) as table:
            repository.stage(connection, _entries(table, check, progress))
        rows = repository.waiting(connection)
        refused = _refuse_all(refuse, file, repository.refused(connection))
        booked = Booked()
        if not refused:
            progress(f"Booking {rows:,} rows", None)
            booked = repository.book(connection, catalogue.company.currency)
        if refused or dry_run:
            repository.undo(connection)
    return Report(
        rows=rows,
        refused=refused,
        booked=booked,
        products=tuple(listed.added),
        differing=tuple(listed.differing),
        ignored_columns=tuple(table.ignored),
    )


def make_demo_data(
    url: str, plan: Plan, *, progress: Progress = _unwatched, clock: Clock | None = None
) -> Booked:
    """Fill the books with made-up purchases, part by part; what an earlier call with this plan made is left alone.

    Raises:
        ImportRefused: there is no chain, or nothing that it could sell.
        DatabaseUnavailable: some parts are missing; the same call again adds them.
    """
    now = (clock or SystemClock()).now()
    with closing(_database(url)) as database:
        with database.transaction() as connection:
            repository.wait_for_turn(connection)
            catalogue = repository.catalogue(connection)
            entries = demo.purchases(plan, catalogue, now)
            progress(f"Entering {plan.customers:,} customers", None)
            names = [customer.name for customer in Chain().customers()]
            added = repository.add_customers(connection, demo.customers(plan, names))
        booked = Booked(customers=added)
        for done in range(0, plan.purchases, _PART):
            progress(f"Booking {plan.purchases:,} purchases", done / plan.purchases)
            with database.transaction() as connection:
                repository.wait_for_turn(connection)
                repository.stage(connection, islice(entries, _PART))
                booked += repository.book(connection, catalogue.company.currency)
    return booked


def _database(url: str) -> Database:
    return Database(
        url,
        application="importer",
        pool_size=1,
        statement_seconds=_STATEMENT_SECONDS,
        lock_seconds=_LOCK_SECONDS,
    )


def _fill(connection: Connection, chain: Chain, clock: Clock) -> Booked:
    repository.enter_chain(connection, chain)
    repository.add_products(connection, chain.products())
    repository.open_stock(connection, chain.stock())
    catalogue = repository.catalogue(connection)
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


def _read_products(file: Path, listed: ProductCheck) -> None:
    with open_table(file, PRODUCT_COLUMNS) as table:
        for record in table.records():
            listed.read(record)


def _entries(table: Table, check: PurchaseCheck, progress: Progress) -> Iterator[Entry | Doubt]:
    for number, record in enumerate(table.records()):
        if number % _STRIDE == 0:
            progress("Reading", table.share)
        yield check.entry(record)


def _refuse_all(refuse: Callable[[Refusal], None], file: Path, doubts: Iterable[Doubt]) -> int:
    number = 0
    for doubt in doubts:
        refuse(Refusal(file.name, doubt.line, doubt.reason))
        number += 1
    return number

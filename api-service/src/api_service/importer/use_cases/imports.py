"""Takes files into the books: purchases of the past, products; and makes purchases up."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import partial
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection

from api_service.importer import demo, repository
from api_service.importer.chain import Chain
from api_service.importer.checks import (
    PRODUCT_COLUMNS,
    PRODUCT_DETAILS,
    ProductCheck,
    PurchaseCheck,
)
from api_service.importer.demo import Plan
from api_service.importer.files import Table, open_table
from api_service.importer.models import Booked, Doubt, Entry, Progress, Refusal, Report
from api_service.importer.rows import COLUMNS
from api_service.importer.shelves import STOCK_COLUMNS, StockCheck
from api_service.importer.use_cases.opening import opened
from common.clock import Clock, SystemClock

#: Rows between two words about the progress.
_STRIDE = 2_000

#: Made-up purchases of one transaction: few enough for little memory, enough for COPY to pay.
_PART = 25_000


def _unwatched(_: str, __: float | None) -> None:
    """Progress that nobody looks at."""


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
    with closing(opened(url)) as database, database.transaction() as connection:
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


def import_products(
    url: str,
    file: Path,
    *,
    refuse: Callable[[Refusal], None],
    stock: Path | None = None,
    dry_run: bool = False,
) -> Report:
    """Take a list of products into the catalogue, and what lies on the shelves of them: all of it, or nothing.

    Products that are known by their name stay as they are. Otherwise as `import_purchases`.

    Raises:
        ImportRefused: there is nothing to read, or no chain to fill.
        DatabaseUnavailable: nothing was changed.
    """
    with closing(opened(url)) as database, database.transaction() as connection:
        repository.wait_for_turn(connection)
        listed = ProductCheck(repository.catalogue(connection))
        with open_table(file, PRODUCT_COLUMNS, PRODUCT_DETAILS) as table:
            for record in table.records():
                listed.read(record)
        refused = _refuse_all(refuse, file, listed.doubts)
        if listed.added and not refused:
            repository.add_products(connection, listed.added)
        if stock is not None and not refused:
            shelves = StockCheck(repository.catalogue(connection), partial(_is_free, connection))
            with open_table(stock, STOCK_COLUMNS) as counted:
                for record in counted.records():
                    shelves.read(record)
            refused = _refuse_all(refuse, stock, shelves.doubts)
            if not refused:
                repository.open_stock(connection, shelves.openings)
        if refused or dry_run:
            repository.undo(connection)
    return Report(
        rows=len(listed.prices),
        refused=refused,
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
    with closing(opened(url)) as database:
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


def _is_free(connection: Connection, branch_id: str, product_id: int) -> bool:
    return not repository.has_level(connection, branch_id, product_id)


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

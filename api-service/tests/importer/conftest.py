"""Files to import, and questions about what the books hold afterwards."""

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from api_service.catalogue.models import Branch, BranchKind, Company, Product
from api_service.importer import use_cases
from api_service.importer.checks import Catalogue
from api_service.importer.demo_people import DemoPerson
from api_service.importer.models import Refusal, Report
from common.migrations.bootstrap import Server
from common.money import Money
from common.testing.fakes import FrozenClock
from suite.testing import copied

HEADER = "supermarket_id,timestamp,user_id,items_list,total_amount"


@pytest.fixture
def shop(shop: Server) -> Server:
    """The small shop of the books' tests, where the next product gets an id of its own."""
    with create_engine(shop.url("migrator"), poolclass=NullPool).begin() as connection:
        connection.execute(text("ALTER TABLE catalog.product ALTER id RESTART WITH 4"))
    return shop


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a file of purchases, or whatever else the header names, and give its path."""

    def to_file(rows: Iterable[str], *, header: str = HEADER, name: str = "purchases.csv") -> Path:
        file = tmp_path / name
        file.write_text("".join(f"{line}\n" for line in (header, *rows)), encoding="utf-8")
        return file

    return to_file


@dataclasses.dataclass
class Contents:
    """What the database of one test holds, looked at by its owner."""

    server: Server

    def ask(self, question: str) -> list[Any]:
        """The rows that a query gives."""
        engine = create_engine(self.server.url("migrator"), poolclass=NullPool)
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(question))]

    def value(self, question: str) -> Any:
        """The one value that a query gives."""
        return self.ask(question)[0][0]

    def sizes(self) -> dict[str, int]:
        """How many rows each table has that an import writes."""
        tables = (
            "books.purchase",
            "books.line",
            "books.tender",
            "books.customer",
            "books.customer_alias",
            "books.movement",
            "books.level",
            "books.receipt_counter",
            "catalog.product",
            "catalog.price",
        )
        return {table: self.value(f"SELECT count(*) FROM {table}") for table in tables}


@pytest.fixture
def contents(server: Server) -> Contents:
    """What the books of this test hold."""
    return Contents(server)


@pytest.fixture(scope="module")
def people() -> list[DemoPerson]:
    """Who is in the demo that a file's tests begin with."""
    return []


@pytest.fixture(scope="module")
def seeded_once(template: Server, people: list[DemoPerson]) -> Iterator[Server]:
    """Books that the role `importer` has seeded at the moment that the tests' clock stands at."""
    clock = FrozenClock(datetime(2026, 11, 20, 14, 20, tzinfo=UTC))
    with copied(template) as server:
        use_cases.seed(server.url("importer"), people=people, clock=clock)
        yield server


@pytest.fixture
def seeded(seeded_once: Server) -> Iterator[Contents]:
    """What seeded books hold: a copy of them, so that a test may write into it."""
    with copied(seeded_once) as own:
        yield Contents(own)


@dataclasses.dataclass
class Done:
    """How an import went, and the rows that it refused."""

    report: Report
    refusals: list[Refusal]

    @property
    def reasons(self) -> dict[int, str]:
        """Why rows were refused, by line."""
        return {refusal.line: refusal.reason for refusal in self.refusals}


@pytest.fixture
def run(server: Server, clock: FrozenClock) -> Callable[..., Done]:
    """Import a file as the role `importer`."""

    def import_file(file: Path, **options: Any) -> Done:
        refusals: list[Refusal] = []
        report = use_cases.import_purchases(
            server.url("importer"), file, refuse=refusals.append, clock=clock, **options
        )
        return Done(report, refusals)

    return import_file


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """Two shops, one of them closed for good, the branch for history, and three products."""
    zone = "Europe/Amsterdam"
    branches = [
        Branch("SMKT001", "Market Hall", BranchKind.SHOP, "", zone, archived=False, tills=()),
        Branch("SMKT002", "Harbour", BranchKind.SHOP, "", zone, archived=True, tills=()),
        Branch("HISTORY", "Earlier", BranchKind.IMPORTED, "", zone, archived=False, tills=()),
    ]
    products = [
        product(1, "Tomatoes", 240, 900),
        product(2, "Sourdough loaf", 380, 900),
        product(3, "Coffee mug", 750, 2100),
    ]
    return Catalogue(Company("Mercato", "", "", "EUR", zone), branches, products)


def product(
    number: int, name: str, minor: int, vat_basis_points: int, *, archived: bool = False
) -> Product:
    """A product of the catalogue in its first price version."""
    return Product(
        id=number,
        code=f"P{number}",
        barcode=None,
        name=name,
        department="fresh",
        unit="",
        artist=None,
        genre=None,
        year=None,
        vat_code="reduced",
        vat_basis_points=vat_basis_points,
        price_version=1,
        price=Money(minor, "EUR"),
        archived=archived,
    )

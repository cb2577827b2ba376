"""A small shop for the till: two branches, a handful of products, and books that a test can steer."""

import logging
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from cashier_service.app import create_app
from cashier_service.collaborators import Collaborators
from cashier_service.config import Settings
from cashier_service.errors import NotSent, OutcomeUnknown, SaleRefused
from cashier_service.models.catalogue import Branch, Catalogue, Company, Product, Till
from cashier_service.models.purchase import Customer, Discount, Purchase, Sale, SoldLine
from cashier_service.models.team import Member
from common import pricing
from common.access import Caller, Kind, Role
from common.errors import NeighbourUnavailable
from common.money import Money
from common.service_client import Refusal, acting
from common.sessions.people import Begun
from common.testing.fakes import FrozenClock
from common.testing.people import FakePeople, signed_in, somebody

_TILLS = (
    Till("SMKT001-1", "Till 1", "SMKT001", "Market Hall", "Market Square 1", "Europe/Amsterdam"),
    Till("SMKT002-1", "Till 1", "SMKT002", "Harbour", "Quay 12", "Europe/Amsterdam"),
)

_PRODUCTS = (
    (1, "TOMATO", "4000000000013", "Tomatoes", "500 g", "fresh", 240, 900),
    (2, "LOAF", "4000000000020", "Sourdough loaf", "750 g", "bakery", 380, 900),
    (3, "MUG", "4000000000037", "Coffee mug", "", "goods", 750, 2100),
    (4, "BEANS", "4000000000044", "Coffee beans", "250 g", "pantry", 690, 900),
    (12, "CREME", None, "Crème fraîche", "", "dairy", 195, 900),
)


def _catalogue(
    version: str = "1", promotions: Sequence[pricing.Promotion] = (), **prices: str
) -> Catalogue:
    products = [
        Product(
            id=number,
            code=code,
            barcode=barcode,
            name=name,
            note=note,
            department=department,
            price=Money.parse(prices[code], "EUR") if code in prices else Money(minor, "EUR"),
            vat_basis_points=vat,
        )
        for number, code, barcode, name, note, department, minor, vat in _PRODUCTS
        if prices.get(code) != ""
    ]
    return Catalogue.of(
        version,
        Company("Mercato", "NL 0000.00.000", "EUR", "Europe/Amsterdam"),
        [
            Branch("SMKT001", "Market Hall", "Market Square 1", _TILLS[:1]),
            Branch("SMKT002", "Harbour", "Quay 12", _TILLS[1:]),
        ],
        products,
        promotions,
    )


@dataclass
class FakeBooks:
    """Books in memory. `away` makes them silent; `lost` books a sale and loses the answer."""

    kept: Catalogue = field(default_factory=_catalogue)
    away: bool = False
    lost: bool = False
    refusal: SaleRefused | None = None
    sales: dict[uuid.UUID, Sale] = field(default_factory=dict)
    booked: dict[uuid.UUID, Purchase] = field(default_factory=dict)
    people: list[Customer] = field(default_factory=list)
    names: dict[uuid.UUID, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    """Codes of coupons that a purchase used up."""
    cashier_id: uuid.UUID | None = None
    """Who sold, as the books note it of every sale."""
    catalogue_reads: int = 0
    knocks: int = 0
    answers: threading.Event = field(default_factory=threading.Event)
    """Cleared, the catalogue is not answered until it is set again."""

    def __post_init__(self) -> None:
        self.answers.set()

    def change(self, promotions: Sequence[pricing.Promotion] = (), **prices: str) -> None:
        """Another version of the catalogue; prices are given by code, an empty one takes the product off sale."""
        self.kept = _catalogue(str(int(self.kept.version) + 1), promotions, **prices)

    def ping(self) -> None:
        self.knocks += 1
        if self.away:
            raise NeighbourUnavailable("The books do not answer")

    def catalogue(self, known: str | None) -> Catalogue | None:
        self.ping()
        self.answers.wait(10)
        self.catalogue_reads += 1
        return None if known == self.kept.version else self.kept

    def record_sale(self, sale: Sale) -> Purchase:
        if self.away:
            raise NotSent
        if self.refusal:
            raise self.refusal
        earlier = self.sales.setdefault(sale.id, sale)
        if earlier != sale:
            raise SaleRefused("idempotency_key_reused", "Another sale was booked under this key")
        if sale.id not in self.booked:
            self.booked[sale.id] = self._purchase(sale)
        if self.lost:
            raise OutcomeUnknown
        return self.booked[sale.id]

    def purchase(self, purchase_id: uuid.UUID) -> Purchase | None:
        self.ping()
        return self.booked.get(purchase_id)

    def last_purchases(self, till_id: str, limit: int) -> Sequence[Purchase]:
        self.ping()
        found = [each for each in self.booked.values() if each.till_id == till_id]
        return found[::-1][:limit]

    def customers(self, words: str, limit: int) -> Sequence[Customer]:
        self.ping()
        return [each for each in self.people if words.casefold() in str(each.name).casefold()][
            :limit
        ]

    def add_customer(self, customer_id: uuid.UUID, name: str) -> Customer:
        self.ping()
        added = Customer(customer_id, name, None)
        if added not in self.people:
            self.people.append(added)
        return added

    def name_of(self, account_id: uuid.UUID) -> str:
        self.ping()
        return self.names.get(account_id, "")

    def is_used(self, code: str) -> bool:
        self.ping()
        return code in self.used

    def _purchase(self, sale: Sale) -> Purchase:
        products = self.kept.products
        priced = pricing.price(
            [products[product_id].line(quantity) for product_id, quantity in sale.lines],
            self.kept.promotions,
            datetime(2026, 11, 20, 14, 20, tzinfo=UTC),
            currency="EUR",
            coupons=sale.coupons,
        )
        return Purchase(
            id=sale.id,
            receipt=f"M1-{len(self.booked) + 1:06d}",
            branch_id=sale.branch_id,
            till_id=sale.till_id,
            sold_at=datetime(2026, 11, 20, 14, 20, tzinfo=UTC),
            lines=tuple(
                SoldLine(
                    name=products[line.product_id].name,
                    quantity=line.quantity,
                    unit_price=line.unit_price,
                    discounts=tuple(Discount(each.name, each.amount) for each in line.discounts),
                    total=line.total,
                )
                for line in priced.lines
            ),
            total=priced.total,
            vat=priced.vat,
            tenders=sale.tenders,
            cashier_id=self.cashier_id,
        )


class FakeTeam:
    """The team of every till, in memory: Ines types 2468, Tom 1357, and Nour has no PIN yet."""

    def __init__(self, people: FakePeople) -> None:
        self._people = people
        self.callers = [
            somebody(Role.CASHIER, name=name, account_id=uuid.uuid5(uuid.NAMESPACE_DNS, name))
            for name in ("Ines Duarte", "Tom Okafor", "Nour Haddad")
        ]
        self.pins = {self.callers[0].account_id: "2468", self.callers[1].account_id: "1357"}
        self.refusal: Refusal | None = None

    def open(self, till_id: str) -> Begun:
        return self._renewed(Caller(kind=Kind.PERSON), till_id)

    def members(self) -> list[Member]:
        self._people.session()
        known = ((each.account_id, each.name) for each in self.callers)
        return [Member(who, name, has_pin=who in self.pins) for who, name in known if who]

    def switch(self, account_id: uuid.UUID, pin: str) -> Begun:
        till = self._people.session().team_till
        if self.refusal:
            raise self.refusal
        if self.pins.get(account_id) != pin:
            raise Refusal(401, {"code": "wrong_pin", "detail": "It is wrong"})
        who = next(each for each in self.callers if each.account_id == account_id)
        return self._renewed(who, till)

    def lock(self) -> Begun:
        return self._renewed(Caller(kind=Kind.PERSON), self._people.session().team_till)

    def _renewed(self, who: Caller, till_id: str | None) -> Begun:
        self._people.end(acting.get())
        return self._people.begin(who, team_till=till_id)


@pytest.fixture
def shop() -> Callable[..., Catalogue]:
    """The catalogue; keywords replace prices by code, an empty one takes the product off sale."""
    return _catalogue


@pytest.fixture
def books() -> FakeBooks:
    return FakeBooks()


@pytest.fixture
def clock() -> FrozenClock:
    """Twenty past three on a Friday afternoon, Amsterdam time."""
    return FrozenClock(datetime(2026, 11, 20, 14, 20, tzinfo=UTC))


@pytest.fixture
def settings() -> Settings:
    return Settings(
        secret_key="a key for the tests",
        service_key="a service key for tests",
        demo=True,
        dashboard_public_url="http://numbers.example",
    )


@pytest.fixture
def people() -> FakePeople:
    return FakePeople()


@pytest.fixture
def team(people: FakePeople) -> FakeTeam:
    return FakeTeam(people)


@pytest.fixture
def desk(
    settings: Settings, books: FakeBooks, people: FakePeople, team: FakeTeam, clock: FrozenClock
) -> Collaborators:
    return Collaborators.of(settings, books=books, people=people, team=team, clock=clock)


@pytest.fixture
def visitor(settings: Settings, desk: Collaborators) -> Iterator[FlaskClient]:
    """Nobody yet."""
    handlers = logging.getLogger().handlers[:]
    yield create_app(settings, desk).test_client()
    logging.getLogger().handlers[:] = handlers


@pytest.fixture
def client(visitor: FlaskClient) -> FlaskClient:
    """The owner, who reaches every till."""
    signed_in(visitor, somebody(Role.OWNER))
    return visitor

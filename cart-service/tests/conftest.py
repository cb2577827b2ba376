"""A small shop for the basket: document 003's three goods, two groceries, and a shop that a test can steer."""

import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from cart_service.app import create_app
from cart_service.clients import reading, remembered
from cart_service.collaborators import Collaborators
from cart_service.config import Settings
from cart_service.models.catalogue import Catalogue
from common.errors import NeighbourUnavailable
from common.testing.fakes import FrozenClock
from common.testing.people import FakePeople

_PRODUCTS = (
    (1, "TOMATO", "Tomatoes", "fresh", 240, 900),
    (2, "LOAF", "Sourdough loaf", "bakery", 380, 900),
    (11, "PEN", "Pen", "merchandise", 500, 2100),
    (12, "TSHIRT", "T-Shirt", "merchandise", 2000, 2100),
    (13, "MUG", "Coffee mug", "merchandise", 750, 2100),
)

_SHARED = {"priority": 0, "departments": [], "starts_at": None, "ends_at": None}
_PROMOTIONS = (
    {"id": 1, "version": 1, "kind": "multi_buy", "name": "Pens 2 for 1", "product_ids": [11]}
    | {"units": 2, "paid": 1, "free_units": "cheapest"}
    | _SHARED,
    {"id": 2, "version": 1, "kind": "percent_off", "name": "3 T-Shirts", "product_ids": [12]}
    | {"basis_points": 2500, "minimum": 3, "on_top": False}
    | _SHARED,
)

_COUPON = {"kind": "coupon", "product_ids": [], "basis_points": 1000, "minimum": 1}
_COUPON |= {"on_top": False, "version": 1, "single_use": False} | _SHARED
_COUPONS = (
    _COUPON | {"id": 11, "name": "Welcome", "code": "WELCOME-10", "single_use": True},
    _COUPON | {"id": 12, "name": "Bread week", "code": "BREAD", "departments": ["bakery"]},
    _COUPON
    | {"id": 13, "name": "Winter", "code": "WINTER", "starts_at": "2026-12-01T00:00:00+01:00"},
    _COUPON
    | {"id": 14, "name": "Summer", "code": "SUMMER", "ends_at": "2026-09-01T00:00:00+02:00"},
)


def _catalogue(
    revision: int = 1, promotions: tuple[Any, ...] = _PROMOTIONS, **prices: int
) -> dict[str, Any]:
    return {
        "revision": revision,
        "company": {"name": "Mercato", "currency": "EUR", "time_zone": "Europe/Amsterdam"},
        "products": [
            {
                "id": number,
                "code": code,
                "name": name,
                "department": department,
                "unit": "",
                "artist": None,
                "price": {"minor": prices.get(code, minor), "currency": "EUR"},
                "price_version": 1,
                "vat_basis_points": vat,
            }
            for number, code, name, department, minor, vat in _PRODUCTS
            if prices.get(code) != 0
        ],
        "promotions": list(promotions),
        "coupons": list(_COUPONS),
    }


@dataclass
class FakeShop:
    """A shop in memory. `away` makes it silent."""

    content: dict[str, Any] = field(default_factory=_catalogue)
    away: bool = False
    reads: int = 0
    left: dict[int, int] = field(default_factory=dict)
    """How many there are of what is scarce; of anything else there is plenty."""
    silent: bool = False
    """It does not say what is left."""
    asked: list[int] = field(default_factory=list)
    """Of which products it was asked that."""

    def change(self, promotions: tuple[Any, ...] = _PROMOTIONS, **prices: int) -> None:
        """Another revision; prices are given by code in cents, 0 takes the product off sale."""
        revision = self.content["revision"] + 1
        self.content = _catalogue(revision, promotions, **prices)

    def catalogue(self, known: str | None) -> dict[str, Any] | None:
        self.reads += 1
        if self.away:
            raise NeighbourUnavailable("The shop gave no answer")
        return None if known == str(self.content["revision"]) else self.content

    def stock(self, product_ids: Sequence[int]) -> dict[int, int]:
        self.asked += product_ids
        if self.away or self.silent:
            raise NeighbourUnavailable("The shop gave no answer")
        return {each: self.left.get(each, 1_000) for each in product_ids}


@dataclass
class FakeCoupons:
    """The books' memory of coupons; these were used. `away` makes them silent."""

    gone: set[str] = field(default_factory=set)
    away: bool = False
    asked: list[str] = field(default_factory=list)

    def used(self, codes: Collection[str]) -> frozenset[tuple[int, str]]:
        self.asked += codes
        if self.away:
            raise NeighbourUnavailable("The books gave no answer")
        ids = {each["code"]: each["id"] for each in _COUPONS}
        return frozenset((ids[code], code) for code in self.gone.intersection(codes))


@pytest.fixture
def coupons() -> FakeCoupons:
    return FakeCoupons()


@pytest.fixture
def neighbours() -> dict[str, Any]:
    """Whom a checkout calls: a test of one replaces them, any other calls nobody."""
    return {}


@pytest.fixture
def catalogue() -> Callable[..., Catalogue]:
    """The shop's catalogue; keywords replace prices by code."""
    return lambda **prices: reading.catalogue(_catalogue(**prices))


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """This shop answers at once; a busy machine may need longer to ask it."""
    monkeypatch.setattr(remembered, "_PATIENCE", timedelta(seconds=10))


@pytest.fixture
def shop() -> FakeShop:
    return FakeShop()


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(datetime(2026, 11, 20, 14, 20, tzinfo=UTC))


@pytest.fixture
def people() -> FakePeople:
    return FakePeople()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        secret_key="a key for the tests",
        service_key="a service key for tests",
        demo=True,
        cart_db_url=str(tmp_path / "stores" / "cart.db"),
        store_public_url="http://shop.example",
        order_public_url="http://orders.example",
    )


@pytest.fixture
def cart(
    settings: Settings,
    shop: FakeShop,
    people: FakePeople,
    clock: FrozenClock,
    coupons: FakeCoupons,
    neighbours: dict[str, Any],
) -> Iterator[Collaborators]:
    made = Collaborators.of(
        settings, shop=shop, people=people, clock=clock, coupons=coupons, **neighbours
    )
    yield made
    made.store.close()


@pytest.fixture
def client(settings: Settings, cart: Collaborators) -> Iterator[FlaskClient]:
    """A program, or a browser without cookies."""
    handlers = logging.getLogger().handlers[:]
    yield create_app(settings, cart).test_client()
    logging.getLogger().handlers[:] = handlers

"""Orders to test with: a clock that stands still, books and a gateway that a test can steer."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from common.errors import NeighbourUnavailable
from common.money import Money
from common.service_client import Refusal
from common.testing.fakes import FrozenClock
from common.testing.people import FakePeople
from order_service.clients.books import NotHeld
from order_service.clients.gateway import GatewayPayment
from order_service.collaborators import Collaborators
from order_service.config import Settings
from order_service.models.order import Order
from order_service.models.parts import Card, Seller
from order_service.worker import relay_of

SELLER = Seller(
    "Mercato", "Quay 12, 1015 KC Amsterdam", "NL001234567B01", "EUR", "Europe/Amsterdam"
)


@dataclass
class FakeBooks:
    """Books in memory. `away` makes them silent; what is in `refuses` they will not have."""

    away: bool = False
    known: bool = False
    """Whether the company was asked for before; it is remembered then."""
    lapsed: set[uuid.UUID] = field(default_factory=set)
    pinned: set[uuid.UUID] = field(default_factory=set)
    refuses: set[str] = field(default_factory=set)
    done: list[tuple[str, str]] = field(default_factory=list)
    """What they were told: the act and the number of the order, in this order."""

    def company(self) -> Seller:
        if not self.known:
            self._answer()
        self.known = True
        return SELLER

    def branch_name(self, branch_id: str) -> str:
        self._answer()
        return {"SMKT001": "Market Hall"}.get(branch_id, branch_id)

    def pin(self, reservation_id: uuid.UUID) -> None:
        self._answer()
        if reservation_id in self.lapsed:
            raise NotHeld
        self.pinned.add(reservation_id)

    def release(self, reservation_id: uuid.UUID) -> None:
        self._hear("release", str(reservation_id))
        self.pinned.discard(reservation_id)

    def book(self, order: Order) -> None:
        self._hear("book", order.number)

    def send_receipt(self, order: Order, link: str) -> None:
        assert f"/orders/{order.id}?key=" in link
        self._hear("receipt", order.number)

    def check_stock(self, order: Order) -> None:
        self._hear("stock", order.number)

    def book_refund(self, order: Order) -> None:
        assert order.refund
        assert order.refund.gateway_refund_id
        self._hear("refund", order.number)

    def _hear(self, act: str, about: str) -> None:
        self._answer()
        if act in self.refuses:
            raise Refusal(422, {"code": "no", "detail": "They will not have it"})
        self.done.append((act, about))

    def _answer(self) -> None:
        if self.away:
            raise NeighbourUnavailable("The books gave no answer")


@dataclass
class FakeGateway:
    """A gateway in memory, which gives money back once per id."""

    away: bool = False
    stumbles: dict[uuid.UUID, Exception] = field(default_factory=dict)
    """What asking about a payment leads to instead of an answer."""
    payments: dict[uuid.UUID, GatewayPayment] = field(default_factory=dict)
    refunds: dict[uuid.UUID, Money] = field(default_factory=dict)

    def look(self, payment_id: uuid.UUID) -> GatewayPayment | None:
        self._answer()
        if payment_id in self.stumbles:
            raise self.stumbles[payment_id]
        return self.payments.get(payment_id)

    def void(self, payment_id: uuid.UUID) -> None:
        self._answer()
        if self.payments[payment_id].is_captured:
            raise Refusal(409, {"code": "already_captured"})
        self.tells(str(payment_id), "voided")

    def refund(self, payment_id: uuid.UUID, refund_id: uuid.UUID, amount: Money) -> str:
        self._answer()
        assert payment_id
        self.refunds.setdefault(refund_id, amount)
        return f"entry-of-{refund_id}"

    def tells(
        self, payment_id: str, status: str, minor: int = 0, capture_id: str | None = None
    ) -> None:
        """What it knows of a payment from now on."""
        taken = Money(minor, "EUR") if minor else None
        self.payments[uuid.UUID(payment_id)] = GatewayPayment(
            status, capture_id, taken, Card("Visa", "4242")
        )

    def _answer(self) -> None:
        if self.away:
            raise NeighbourUnavailable("The gateway gave no answer")


def _money(minor: int) -> dict[str, Any]:
    return {"minor": minor, "currency": "EUR"}


def _line(product_id: int, code: str, name: str, units: int, each: int, off: int, vat: Any) -> Any:
    points, included = vat
    offer = {"promotion_id": 1, "promotion_version": 2, "name": "Pens 2 for 1"}
    return {
        "product_id": product_id,
        "code": code,
        "name": name,
        "quantity": units,
        "unit_price": _money(each),
        "discounts": [offer | {"amount": _money(off)}] if off else [],
        "discount": _money(off),
        "total": _money(each * units - off),
        "vat_basis_points": points,
        "vat": _money(included),
    }


def _rate(points: int, net: int, vat: int) -> Any:
    sums = {"net": _money(net), "vat": _money(vat), "gross": _money(net + vat)}
    return {"basis_points": points} | sums


def reservation(**changes: Any) -> dict[str, Any]:
    """A reservation as the books answer it: three pens, of which one is free, and a loaf."""
    made = {
        "id": str(uuid.uuid4()),
        "state": "held",
        "branch_id": "SMKT001",
        "sold_by": "WEB",
        "lines": [
            _line(11, "PEN", "Pen", 3, 500, 500, (2100, 174)),
            _line(2, "LOAF", "Sourdough loaf", 1, 380, 0, (900, 31)),
        ],
        "total": _money(1380),
        "vat": [_rate(900, 349, 31), _rate(2100, 826, 174)],
        "coupons": [],
        "expires_at": "2026-11-27T10:15:00+00:00",
    }
    return made | changes


def checkout(**changes: Any) -> dict[str, Any]:
    """What the shop's checkout sends to place an order."""
    made = {
        "id": str(uuid.uuid4()),
        "reservation": reservation(),
        "customer": {"name": "Marta Ruiz", "email": "marta@example.org"},
        "address": {
            "street": "Lindengracht 41",
            "postcode": "1015 KC",
            "city": "Amsterdam",
            "country": "NL",
        },
        "payment_id": str(uuid.uuid4()),
        "card": {"brand": "Visa", "last4": "4242"},
    }
    return made | changes


@pytest.fixture
def seller() -> Seller:
    return SELLER


@pytest.fixture(name="reservation")
def _reservation() -> Callable[..., dict[str, Any]]:
    return reservation


@pytest.fixture(name="checkout")
def _checkout() -> Callable[..., dict[str, Any]]:
    return checkout


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(datetime(2026, 11, 27, 10, 0, tzinfo=UTC))


@pytest.fixture
def books() -> FakeBooks:
    return FakeBooks()


@pytest.fixture
def gateway() -> FakeGateway:
    return FakeGateway()


@pytest.fixture
def people() -> FakePeople:
    return FakePeople()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        secret_key="a key for the tests",
        service_key="a service key for tests",
        demo=True,
        order_db_url=str(tmp_path / "stores" / "orders.db"),
        store_public_url="http://shop.example",
        cart_public_url="http://basket.example",
        public_url="http://localhost",
    )


@pytest.fixture
def desk(
    settings: Settings,
    books: FakeBooks,
    gateway: FakeGateway,
    people: FakePeople,
    clock: FrozenClock,
) -> Iterator[Collaborators]:
    """What use cases are handed."""
    made = Collaborators.of(settings, books=books, gateway=gateway, people=people, clock=clock)
    yield made
    made.store.close()


@pytest.fixture
def deliver(desk: Collaborators) -> Callable[[], int]:
    """Delivers what lies in the outbox, as often as something is due; how much it was."""

    relay = relay_of(desk)

    def delivered() -> int:
        count = 0
        while done := relay.round():
            count += done
        return count

    return delivered

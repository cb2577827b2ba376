"""Whom a checkout calls, in memory: books, gateway and orders, each of which a test can take away."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from cart_service.clients import reading
from cart_service.clients.books import CouponEnded, CouponUsed, Lapsed, NotSold, SoldOut, WrongTotal
from cart_service.clients.gateway import (
    Card,
    CardDeclined,
    DeclineReason,
    Payment,
    PaymentCaptured,
    PaymentStatus,
    PaymentVoided,
)
from cart_service.clients.orders import OrderCancelled, PlacedOrder, ReservationLapsed
from cart_service.models import card as cards
from cart_service.models.checkout import Checkout, Wanted
from cart_service.models.reservation import Reservation
from common import pricing
from common.errors import NeighbourUnavailable
from common.money import Money


@dataclass
class Neighbour:
    """Somebody whom a test can take away: `away` are calls that never arrive, `lost` those whose answer does not."""

    away: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    calls: list[str] = field(default_factory=list)

    @contextmanager
    def _called(self, name: str) -> Iterator[None]:
        self.calls.append(name)
        if name in self.away:
            raise NeighbourUnavailable(f"{name} gave no answer")
        yield
        if name in self.lost:
            raise NeighbourUnavailable(f"{name} gave no answer")


@dataclass
class FakeBooks(Neighbour):
    """Levels and reservations in memory, at the shop's prices."""

    shop: Any = None
    levels: dict[int, int] = field(default_factory=dict)
    """How many there are of a product; plenty where nothing is said."""
    held: dict[uuid.UUID, dict[str, Any]] = field(default_factory=dict)
    released: set[uuid.UUID] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    """Codes of coupons that can be used once, and were."""
    ended: set[str] = field(default_factory=set)
    """Codes of coupons that do not hold any more."""

    def reserve(
        self,
        reservation_id: uuid.UUID,
        wanted: Sequence[Wanted],
        coupons: Sequence[str],
        total: Money,
    ) -> Reservation:
        with self._called("reserve"):
            if reservation_id in self.released:
                raise Lapsed
            if reservation_id not in self.held:
                self.held[reservation_id] = self._priced(wanted, coupons, total)
            return Reservation.read(self.held[reservation_id])

    def release(self, reservation_id: uuid.UUID) -> None:
        with self._called("release"):
            self.released.add(reservation_id)
            for line in self.held.pop(reservation_id, {"lines": []})["lines"]:
                if line["product_id"] in self.levels:
                    self.levels[line["product_id"]] += line["quantity"]

    def _priced(
        self, wanted: Sequence[Wanted], coupons: Sequence[str], total: Money
    ) -> dict[str, Any]:
        sold = reading.catalogue(self.shop.content)
        if any(each.product_id not in sold.products for each in wanted):
            raise NotSold
        if self.used & set(coupons):
            raise CouponUsed(sorted(self.used & set(coupons)))
        if self.ended & set(coupons):
            raise CouponEnded
        lines = [sold.products[each.product_id].line(each.quantity) for each in wanted]
        now = datetime(2026, 11, 20, tzinfo=UTC)
        priced = pricing.price(lines, sold.promotions, now, currency="EUR", coupons=tuple(coupons))
        if priced.total != total:
            raise WrongTotal({"total": _json(priced.total)})
        short = [
            {
                "product_id": each.product_id,
                "wanted": each.quantity,
                "available": self.levels[each.product_id],
            }
            for each in wanted
            if self.levels.get(each.product_id, each.quantity) < each.quantity
        ]
        if short:
            raise SoldOut(short)
        for each in wanted:
            if each.product_id in self.levels:
                self.levels[each.product_id] -= each.quantity
        return {
            "total": _json(priced.total),
            "vat": [{"basis_points": v.basis_points, "vat": _json(v.vat)} for v in priced.vat],
            "lines": [
                {
                    "product_id": each.product_id,
                    "name": sold.products[each.product_id].name,
                    "quantity": each.quantity,
                    "unit_price": _json(each.unit_price),
                    "discounts": [
                        {"name": off.name, "amount": _json(off.amount)} for off in each.discounts
                    ],
                    "total": _json(each.total),
                }
                for each in priced.lines
            ],
        }


@dataclass
class FakeGateway(Neighbour):
    """Payments in memory. Numbers that end in 0002 are declined."""

    payments: dict[uuid.UUID, Payment] = field(default_factory=dict)

    def authorise(
        self, payment_id: uuid.UUID, amount: Money, card: Card, *, reference: str
    ) -> Payment:
        with self._called("authorise"):
            del reference
            found = self.payments.get(payment_id)
            if found is None:
                is_good = not card.number.endswith("0002")
                status = PaymentStatus.AUTHORISED if is_good else PaymentStatus.DECLINED
                held, reason = (amount, None) if is_good else (None, DeclineReason.DECLINED)
                seen = cards.brand(card.number), cards.last4(card.number)
                found = Payment(payment_id, status, held, None, None, reason, *seen, None, ())
                self.payments[payment_id] = found
            if found.status is PaymentStatus.VOIDED:
                raise PaymentVoided
            if found.reason is not None:
                raise CardDeclined(found.reason)
            return found

    def capture(self, payment_id: uuid.UUID, amount: Money) -> Payment:
        with self._called("capture"):
            found = self.payments[payment_id]
            if found.status is PaymentStatus.VOIDED:
                raise PaymentVoided
            if found.capture_id is None:
                self._set(
                    payment_id, PaymentStatus.CAPTURED, captured=amount, capture_id=uuid.uuid4()
                )
            return self.payments[payment_id]

    def void(self, payment_id: uuid.UUID) -> Payment:
        with self._called("void"):
            found = self.payments.get(payment_id)
            if found is not None and found.capture_id is not None:
                raise PaymentCaptured
            blank = Payment(
                payment_id, PaymentStatus.VOIDED, None, None, None, None, "", "", None, ()
            )
            self.payments.setdefault(payment_id, blank)
            self._set(payment_id, PaymentStatus.VOIDED)
            return self.payments[payment_id]

    def refund(self, payment_id: uuid.UUID, refund_id: uuid.UUID, amount: Money) -> Payment:
        with self._called("refund"):
            if refund_id not in self.payments[payment_id].refund_ids:
                self._set(
                    payment_id, PaymentStatus.REFUNDED, refunded=amount, refund_ids=(refund_id,)
                )
            return self.payments[payment_id]

    def look(self, payment_id: uuid.UUID) -> Payment | None:
        with self._called("look"):
            return self.payments.get(payment_id)

    def _set(self, payment_id: uuid.UUID, status: PaymentStatus, **facts: Any) -> None:
        self.payments[payment_id] = replace(self.payments[payment_id], status=status, **facts)

    @property
    def taken(self) -> list[Money]:
        """What was taken and not given back."""
        found = self.payments.values()
        return [each.captured for each in found if each.captured and not each.refunded]


@dataclass
class FakeOrders(Neighbour):
    """Orders in memory, by state: `placed`, `paid`, `cancelled`."""

    books: FakeBooks = field(default_factory=FakeBooks)
    orders: dict[uuid.UUID, str] = field(default_factory=dict)

    def place(self, checkout: Checkout) -> PlacedOrder:
        with self._called("place"):
            if checkout.reservation_id in self.books.released:
                self.orders[checkout.id] = "cancelled"
                raise ReservationLapsed
            if self.orders.get(checkout.id) == "cancelled":
                raise OrderCancelled
            self.orders.setdefault(checkout.id, "placed")
            return PlacedOrder(checkout.id, f"W{1000 + len(self.orders)}", "a-token")

    def pay(self, checkout: Checkout) -> None:
        with self._called("pay"):
            if self.orders[checkout.id] == "cancelled":
                raise OrderCancelled
            self.orders[checkout.id] = "paid"

    def cancel(self, order_id: uuid.UUID) -> None:
        with self._called("cancel"):
            if order_id in self.orders:
                self.orders[order_id] = "cancelled"

    def status(self, order_id: uuid.UUID) -> str:
        with self._called("status"):
            return self.orders[order_id]

    @property
    def paid(self) -> int:
        """How many orders are paid."""
        return list(self.orders.values()).count("paid")


def _json(amount: Money) -> dict[str, Any]:
    return {"minor": amount.minor, "currency": amount.currency}


@pytest.fixture
def give_away(shop: Any, clock: Any) -> Callable[[int], None]:
    """Lets a product cost nothing from now on."""

    def given(product_id: int) -> None:
        off = {"id": 3, "version": 1, "kind": "percent_off", "name": "Free", "priority": 0}
        off |= {"product_ids": [product_id], "departments": [], "starts_at": None, "ends_at": None}
        shop.change(promotions=(off | {"basis_points": 10_000, "minimum": 1, "on_top": False},))
        clock.move(seconds=3)

    return given


@pytest.fixture
def books(shop: Any) -> FakeBooks:
    return FakeBooks(shop=shop)


@pytest.fixture
def gateway() -> FakeGateway:
    return FakeGateway()


@pytest.fixture
def orders(books: FakeBooks) -> FakeOrders:
    return FakeOrders(books=books)


@dataclass
class Waits:
    """How long was waited for somebody; `then` happens once, when so many pauses are over."""

    pauses: list[float] = field(default_factory=list)
    after: int = 0
    then: Callable[[], None] | None = None

    def __call__(self, seconds: float) -> None:
        self.pauses.append(seconds)
        if self.then and len(self.pauses) == self.after:
            self.then()


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def neighbours(books: Any, gateway: Any, orders: Any, waits: Waits) -> dict[str, Any]:
    """Whom a checkout calls, and the waiting for them, which takes no time."""
    return {"books": books, "gateway": gateway, "orders": orders, "wait": waits}

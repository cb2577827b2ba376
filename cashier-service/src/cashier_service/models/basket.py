"""The basket on the till: its lines as the browser keeps them, and what they come to."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from cashier_service.errors import BasketFull, NoSuchLine, TooManyCoupons
from cashier_service.models.catalogue import Catalogue, Product
from cashier_service.models.coupons import MOST_COUPONS, CouponState, ShownCoupon
from cashier_service.models.coupons import shown as coupon_shown
from cashier_service.models.entry import checked_quantity
from common import pricing
from common.money import Money

#: The most lines that the books take in one sale.
MOST_LINES = 500


@dataclass(frozen=True, slots=True)
class Line:
    """So many units of a product, with the name and price (in minor units) that the cashier saw last.

    `was` is the first price in this same sale, where it is another one now: it stays beside it until the sale ends.
    """

    product_id: int
    quantity: int
    name: str = ""
    price: int | None = None
    was: int | None = None


@dataclass(frozen=True, slots=True)
class Basket:
    """Lines in the order of their first scan; `current` is the product whose line was touched last."""

    lines: tuple[Line, ...] = ()
    current: int | None = None
    coupons: tuple[str, ...] = ()
    """The codes that the customer shows."""

    def add(self, product: Product, quantity: int, place: int | None = None) -> "Basket":
        """More of a product: on its line if it has one, else on a new line, at `place` or at the end.

        Raises:
            WrongQuantity: the line would hold more than can be sold at once.
            BasketFull: there are too many lines.
        """
        held = self._quantity(product.id)
        if held is not None:
            return self.change(product.id, held + quantity)
        if len(self.lines) >= MOST_LINES:
            raise BasketFull
        line = Line(product.id, checked_quantity(quantity), product.name, product.price.minor)
        at = len(self.lines) if place is None else place
        return self._with((*self.lines[:at], line, *self.lines[at:]), product.id)

    def change(self, product_id: int, quantity: int) -> "Basket":
        """So many of it, and no longer as many as before; none voids the line.

        Raises:
            NoSuchLine: the basket does not hold the product.
            WrongQuantity: so many cannot be sold at once.
        """
        if self._quantity(product_id) is None:
            raise NoSuchLine
        if quantity == 0:
            return self.void(product_id)
        return self._with(
            tuple(
                replace(line, quantity=checked_quantity(quantity))
                if line.product_id == product_id
                else line
                for line in self.lines
            ),
            product_id,
        )

    def step(self, product_id: int, by: int) -> "Basket":
        """One more or one less; one less than one voids the line.

        Raises:
            NoSuchLine, WrongQuantity: as for `change`.
        """
        return self.change(product_id, (self._quantity(product_id) or 0) + by)

    def void(self, product_id: int) -> "Basket":
        """Without this line; the one before it becomes the current one.

        Raises:
            NoSuchLine: the basket does not hold the product.
        """
        ids = [line.product_id for line in self.lines]
        if product_id not in ids:
            raise NoSuchLine
        at = ids.index(product_id)
        left = (*self.lines[:at], *self.lines[at + 1 :])
        beside = left[max(at - 1, 0)].product_id if left else None
        return self._with(left, beside)

    def choose(self, product_id: int) -> "Basket":
        """With this line as the current one.

        Raises:
            NoSuchLine: the basket does not hold the product.
        """
        if self._quantity(product_id) is None:
            raise NoSuchLine
        return replace(self, current=product_id)

    def with_coupon(self, code: str) -> "Basket":
        """With a coupon; one that is there already stays once.

        Raises:
            TooManyCoupons: as it says.
        """
        if code in self.coupons:
            return self
        if len(self.coupons) >= MOST_COUPONS:
            raise TooManyCoupons
        return replace(self, coupons=(*self.coupons, code))

    def without_coupons(self, codes: Collection[str]) -> "Basket":
        """Without these coupons; one that is not there cannot be missed."""
        return replace(self, coupons=tuple(each for each in self.coupons if each not in codes))

    def touched(self) -> int:
        """The product whose line `+`, `-` and Del act on: the one touched last, else the last.

        Raises:
            NoSuchLine: the basket is empty.
        """
        if not self.lines:
            raise NoSuchLine
        if self.current is not None and self._quantity(self.current) is not None:
            return self.current
        return self.lines[-1].product_id

    def priced(self, catalogue: Catalogue, moment: datetime) -> "PricedSale":
        """What the lines cost by this catalogue; lines of products that it no longer has are `gone`."""
        known = [line for line in self.lines if line.product_id in catalogue.products]
        total = pricing.price(
            [catalogue.products[line.product_id].line(line.quantity) for line in known],
            catalogue.promotions,
            moment,
            currency=catalogue.company.currency,
            coupons=self.coupons,
        )
        amounts = {line.product_id: line for line in total.lines}
        hints = _hints(total, self.current)
        shown = tuple(
            _shown(line, catalogue, amounts.get(line.product_id), hints.get(line.product_id))
            for line in self.lines
        )
        coupons = tuple(coupon_shown(code, total, catalogue, moment) for code in self.coupons)
        return PricedSale(lines=shown, total=total, coupons=coupons)

    def _with(self, lines: tuple[Line, ...], current: int | None) -> "Basket":
        return replace(self, lines=lines, current=current)

    def _quantity(self, product_id: int) -> int | None:
        return next((line.quantity for line in self.lines if line.product_id == product_id), None)


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line as the receipt side shows it, at its list price; a line whose product is gone has no amount."""

    product_id: int
    name: str
    quantity: int
    unit_price: Money | None
    amount: Money | None
    was: Money | None
    seen: Money | None = None
    """The price that the cashier saw last, where it is another one now."""
    discounts: tuple[pricing.Discount, ...] = ()
    hint: pricing.Hint | None = None
    """What is worth telling the customer about the next step of a promotion."""

    @property
    def offers(self) -> list[tuple[str, Money]]:
        """What comes off, and why, as the receipt side shows it."""
        return [(each.name, -each.amount) for each in self.discounts]

    @property
    def gone(self) -> bool:
        """Whether the product is no longer sold."""
        return self.amount is None

    def kept(self) -> Line:
        """The line as the browser keeps it from now on."""
        price = self.unit_price.minor if self.unit_price else None
        return Line(
            self.product_id, self.quantity, self.name, price, self.was.minor if self.was else None
        )


@dataclass(frozen=True, slots=True)
class PricedSale:
    """The basket with its prices."""

    lines: tuple[PricedLine, ...]
    total: pricing.PricedBasket
    coupons: tuple[ShownCoupon, ...] = ()

    @property
    def used_coupons(self) -> tuple[str, ...]:
        """The codes that take something off, which the sale uses."""
        return tuple(each.code for each in self.coupons if each.what is CouponState.WORKS)

    @property
    def gone(self) -> tuple[PricedLine, ...]:
        """Lines that must be voided before the sale can be paid."""
        return tuple(line for line in self.lines if line.gone)

    @property
    def changed(self) -> tuple[PricedLine, ...]:
        """Lines whose price is another than the cashier saw last."""
        return tuple(line for line in self.lines if line.seen)

    @property
    def payable(self) -> bool:
        """Whether there is something to pay for, and nothing in the way."""
        return bool(self.lines) and not self.gone


def _hints(total: pricing.PricedBasket, current: int | None) -> dict[int, pricing.Hint]:
    """The nearest next step for each line, where at least half the way is gone.

    A step that several lines bring nearer stands once: on the line touched last, else on the latest of them.
    """
    found: dict[int, pricing.Hint] = {}
    for hint in total.hints:
        lines = [line for line in total.lines if line.product_id in hint.product_ids]
        if hint.missing_units > sum(line.quantity for line in lines):
            continue
        at = current if current in hint.product_ids else lines[-1].product_id
        if at is not None:
            found.setdefault(at, hint)
    return found


def _shown(
    line: Line,
    catalogue: Catalogue,
    priced: pricing.PricedLine | None,
    hint: pricing.Hint | None,
) -> PricedLine:
    product = catalogue.products.get(line.product_id)
    if product is None or priced is None:
        return PricedLine(line.product_id, line.name, line.quantity, None, None, None)
    price = product.price.minor
    seen = line.price if line.price is not None else price
    first = line.was if line.was is not None else seen
    return PricedLine(
        product_id=product.id,
        name=product.name,
        quantity=line.quantity,
        unit_price=product.price,
        amount=priced.list_total,
        was=None if first == price else Money(first, product.price.currency),
        seen=None if seen == price else Money(seen, product.price.currency),
        discounts=priced.discounts,
        hint=hint,
    )

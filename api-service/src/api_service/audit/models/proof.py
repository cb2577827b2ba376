"""Prices what was sold again, under the versions of prices and promotions of its time, and compares to the cent."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from api_service.audit.models.amounts import written
from api_service.audit.models.results import Wrong
from common import pricing
from common.money import Money

#: A change of the catalogue is stamped when its transaction begins and holds once it commits; within so long either
#: side of it a sale may have been priced under what was before it or after it.
_BLUR = timedelta(seconds=30)

_BLINK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A line as the books keep it; `discounts` are (promotion, version, minor units).

    `reserved_basis_points` is the VAT rate that it was reserved with, where it was: on the web.
    """

    line_number: int
    product_id: int
    quantity: int
    price_version: int | None
    total_minor: int
    vat_basis_points: int
    vat_minor: int
    department: str
    reserved_basis_points: int | None
    discounts: frozenset[tuple[int, int, int]]


@dataclass(frozen=True, slots=True)
class Sold:
    """A purchase as the books keep it.

    `moment` is the time that its promotions had to hold at, `priced_at` when the catalogue was read for it: the first
    is told by a service's clock, the second by the database's, as the catalogue's versions are.
    """

    id: str
    moment: datetime
    priced_at: datetime
    currency: str
    coupons: frozenset[str]
    lines: Sequence[SoldLine]


@dataclass(frozen=True, slots=True)
class PastRule:
    """A promotion in one of its versions, from when on it held, and when the promotion was put away."""

    promotion: pricing.Promotion
    made_at: datetime
    archived_at: datetime | None


class Past:
    """The catalogue as it was at any moment."""

    def __init__(
        self,
        prices: Mapping[tuple[int, int], int],
        rules: Iterable[PastRule],
        rates: Mapping[int, Sequence[tuple[datetime, int]]],
    ) -> None:
        """`prices` are minor units by (product, version), `rates` what a product bore from when on, in order."""
        self._prices = prices
        self._rates = rates
        self._rules = sorted(rules, key=lambda each: (each.promotion.id, each.promotion.version))
        self._versions = {
            (each.promotion.id, each.promotion.version): each.promotion for each in self._rules
        }
        self._turns = sorted(
            {each.made_at for each in self._rules}
            | {each.archived_at for each in self._rules if each.archived_at}
        )
        self._known: dict[int, dict[int, pricing.Promotion]] = {}

    def price(self, product_id: int, version: int | None) -> int | None:
        """What a version of a product's price says."""
        return None if version is None else self._prices.get((product_id, version))

    def vat_rates(self, product_id: int, moment: datetime) -> list[int]:
        """The VAT rates that a product may have borne at a moment; none where that was not kept yet."""
        known = self._rates.get(product_id, ())
        if not known or known[0][0] > moment:
            return []
        until = [made_at for made_at, _ in known[1:]] + [moment + _BLUR * 2]
        return [
            basis_points
            for (made_at, basis_points), over in zip(known, until, strict=True)
            if made_at <= moment + _BLUR and over >= moment - _BLUR
        ]

    def moments(self, moment: datetime) -> Iterator[datetime]:
        """A moment, and those around it at which the catalogue may still, or already, have been another."""
        yield moment
        first = bisect_right(self._turns, moment - _BLUR)
        for turn in self._turns[first : bisect_right(self._turns, moment + _BLUR)]:
            yield turn
            yield turn - _BLINK

    def rules(self, moment: datetime, used: Iterable[tuple[int, int]]) -> list[pricing.Promotion]:
        """The promotions of a moment; those that are known to have been used, in the version that was."""
        held = dict(self._held(bisect_right(self._turns, moment)))
        for promotion_id, version in used:
            known = self._versions.get((promotion_id, version))
            if known is not None:
                held[promotion_id] = known
        return [held[each] for each in sorted(held)]

    def _held(self, turn: int) -> dict[int, pricing.Promotion]:
        """What holds from a turn on to the next."""
        if turn not in self._known:
            at = self._turns[turn - 1] if turn else None
            self._known[turn] = {
                each.promotion.id: each.promotion
                for each in self._rules
                if at is not None
                and each.made_at <= at
                and (each.archived_at is None or each.archived_at > at)
            }
        return self._known[turn]


def prove(sold: Sold, past: Past) -> Wrong | None:
    """What is wrong with a purchase's prices, or nothing; it is wrong as well if nobody can work them out."""
    try:
        return _prove(sold, past)
    except (ArithmeticError, ValueError) as error:
        # of a currency that there is not, above what an amount may be, at the end of all time
        return _unpriced(sold, error)


def _prove(sold: Sold, past: Past) -> Wrong | None:
    lines = []
    for line in sold.lines:
        price = past.price(line.product_id, line.price_version)
        if price is None:
            return _wrong(sold, line, _no_price(line))
        if found := _other_rate(sold, line, past):
            return found
        lines.append(
            pricing.Line(
                line.product_id,
                line.quantity,
                Money(price, sold.currency),
                line.vat_basis_points,
                line.department,
            )
        )
    first: Wrong | None = None
    for moment in past.moments(sold.priced_at):
        used = {(each[0], each[1]) for line in sold.lines for each in line.discounts}
        found = _compare(sold, lines, past.rules(moment, used))
        if found is None:
            return None
        first = first or found
    return first


def _no_price(line: SoldLine) -> str:
    if line.price_version is None:
        return "it names no version of its price"
    return f"version {line.price_version} of the price of product {line.product_id} does not exist"


def _other_rate(sold: Sold, line: SoldLine, past: Past) -> Wrong | None:
    """What is wrong with the VAT rate of a line, beside the catalogue's and the one that it was reserved with."""
    borne = past.vat_rates(line.product_id, sold.priced_at)
    if borne and line.vat_basis_points not in borne:
        says = f"its VAT is at {_percent(line.vat_basis_points)}, and its product bore {_percent(borne[-1])}"
        return _wrong(sold, line, says)
    reserved = line.reserved_basis_points
    if reserved is not None and reserved != line.vat_basis_points:
        says = f"its VAT is at {_percent(line.vat_basis_points)}, and it was reserved with {_percent(reserved)}"
        return _wrong(sold, line, says)
    return None


def _compare(
    sold: Sold, lines: Sequence[pricing.Line], rules: Sequence[pricing.Promotion]
) -> Wrong | None:
    try:
        basket = pricing.price(
            lines, rules, sold.moment, currency=sold.currency, coupons=sold.coupons
        )
    except pricing.PricingError as error:
        return _unpriced(sold, error)
    priced = {line.product_id: line for line in basket.lines}
    pairs = [(line, priced[line.product_id]) for line in sold.lines]
    for line, again in pairs:
        if again.total.minor != line.total_minor:
            stored = written(line.total_minor, sold.currency)
            return _wrong(sold, line, f"it was sold for {stored} and prices again to {again.total}")
    for line, again in pairs:
        if _given(again) != line.discounts:
            return _wrong(sold, line, "other promotions than those on it make its price")
    for line, again in pairs:
        if again.vat.minor != line.vat_minor:
            stored = written(line.vat_minor, sold.currency)
            return _wrong(sold, line, f"its VAT was {stored} and comes out again as {again.vat}")
    return None


def _given(line: pricing.PricedLine) -> frozenset[tuple[int, int, int]]:
    return frozenset(
        (each.promotion_id, each.promotion_version, each.amount.minor) for each in line.discounts
    )


def _wrong(sold: Sold, line: SoldLine, says: str) -> Wrong:
    return Wrong(f"{sold.id}/{line.line_number}", says)


def _unpriced(sold: Sold, error: Exception) -> Wrong:
    return Wrong(f"{sold.id}/1", f"it cannot be priced again: {error}")


def _percent(basis_points: int) -> str:
    return f"{Decimal(basis_points).scaleb(-2).normalize():f} %"

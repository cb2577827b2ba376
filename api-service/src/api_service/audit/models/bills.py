"""What an order's invoice shows, as its own store and the books have it: lines, offers and VAT, to be compared."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from operator import index
from typing import Any, NamedTuple, TypeVar

from common.money import Money, MoneyError

Row = TypeVar("Row", bound=tuple[Any, ...])


class Offer(NamedTuple):
    """What one version of a promotion took off a line."""

    promotion_id: int
    promotion_version: int
    name: str
    minor: int


class BillLine(NamedTuple):
    """A line; what is money is in minor units, since there are many."""

    product_id: int
    name: str
    quantity: int
    unit_price: int
    discount: int
    total: int
    vat_basis_points: int
    vat: int
    offers: tuple[Offer, ...] = ()


class BillVat(NamedTuple):
    """What a bill holds of one VAT rate, likewise."""

    basis_points: int
    net: int
    vat: int
    gross: int


@dataclass(frozen=True, slots=True)
class Bill:
    """The lines by product, and the VAT by rate."""

    currency: str
    lines: tuple[BillLine, ...]
    vat: tuple[BillVat, ...]

    @classmethod
    def of_lines(cls, currency: str, lines: Iterable[BillLine]) -> "Bill":
        """A bill whose VAT is what its lines make: nothing where those are no amounts."""
        ordered = tuple(sorted(lines))
        try:
            vat = _vat_of(currency, ordered)
        except MoneyError:
            vat = ()
        return cls(currency, ordered, vat)


def bill(currency: str, read: Mapping[str, Any]) -> Bill | None:
    """An order's bill from its JSON; None where an older version of order-service does not tell it.

    What is not written as it should be counts as nothing, and so differs from what it should be.
    """
    if "lines" not in read:
        return None
    return Bill(currency, _rows(_line, read["lines"]), _rows(_vat, read["vat"]))


def _rows(make: Callable[..., Row], told: Any) -> tuple[Row, ...]:
    try:
        return tuple(sorted(make(*row) for row in told))
    except (TypeError, ValueError):
        return ()


def _line(product_id: int, name: str, *figures: Any) -> BillLine:
    *others, offers = figures
    return BillLine._make([index(product_id), name, *map(index, others), _rows(_offer, offers)])


def _offer(promotion_id: int, version: int, name: str, minor: int) -> Offer:
    return Offer(index(promotion_id), index(version), name, index(minor))


def _vat(*figures: int) -> BillVat:
    return BillVat(*map(index, figures))


def wrong_sum(bill: Bill, total: Money) -> str | None:
    """What does not add up in a bill of this total, in plain words."""
    money = partial(Money, currency=bill.currency)
    for each in bill.lines:
        off = _sum(bill.currency, (offer.minor for offer in each.offers))
        if off.minor != each.discount:
            return f"{each.name} has {money(each.discount)} taken off, and its offers make {off}"
        right = money(each.unit_price) * each.quantity - off
        if right.minor != each.total:
            return f"{each.name} comes to {money(each.total)}, and its units, price and offers make {right}"
    made = _sum(bill.currency, (each.total for each in bill.lines))
    if made != total:
        return f"its total is {total}, and its lines make {made}"
    # what is posted as document 002 has it knows of no VAT
    if bill.vat or any(each.vat_basis_points for each in bill.lines):
        return _other_vat(bill, _vat_of(bill.currency, bill.lines), "its lines make")
    return None


def difference(order: Bill, books: Bill) -> str | None:
    """Where an order's bill is another than that of its purchase, in plain words."""
    if order == books:
        return None
    if order.currency != books.currency:
        return f"it is in {order.currency}, and the books have {books.currency}"
    sold = {each.product_id: each for each in books.lines}
    shown = {each.product_id: each for each in order.lines}
    for product_id in sorted(sold.keys() | shown.keys()):
        if product_id not in shown:
            return f"{sold[product_id].name} is in the books as sold, and not on the order"
        if product_id not in sold:
            return f"{shown[product_id].name} is on the order, and not in the books"
        if says := _other_line(order.currency, shown[product_id], sold[product_id]):
            return says
    if len(order.lines) != len(books.lines):
        return f"it has {len(order.lines)} lines, and the books have {len(books.lines)}"
    return _other_vat(order, books.vat, "the books have")


def _other_line(currency: str, shown: BillLine, sold: BillLine) -> str | None:
    money = partial(Money, currency=currency)
    pairs = (
        ("a name", shown.name, sold.name),
        ("units", shown.quantity, sold.quantity),
        ("a price", money(shown.unit_price), money(sold.unit_price)),
        ("a discount", money(shown.discount), money(sold.discount)),
        ("a total", money(shown.total), money(sold.total)),
        ("a VAT rate", _rate(shown.vat_basis_points), _rate(sold.vat_basis_points)),
        ("VAT", money(shown.vat), money(sold.vat)),
        ("offers", _offers(currency, shown), _offers(currency, sold)),
    )
    for what, here, there in pairs:
        if here != there:
            return f"{shown.name} shows {what} of {here}, and the books have {there}"
    return None


def _other_vat(bill: Bill, right: tuple[BillVat, ...], says: str) -> str | None:
    if bill.vat == right:
        return None
    shown, wanted = ({row.basis_points: row for row in rows} for rows in (bill.vat, right))
    for rate in sorted(shown.keys() | wanted.keys()):
        if shown.get(rate) != wanted.get(rate):
            here, there = (_written(bill.currency, rows.get(rate)) for rows in (shown, wanted))
            return f"its VAT at {_rate(rate)} is {here}, and {says} {there}"
    if len(bill.vat) != len(right):
        return f"it shows {len(bill.vat)} VAT rates, and {says} {len(right)}"
    return None


def _vat_of(currency: str, lines: Iterable[BillLine]) -> tuple[BillVat, ...]:
    by_rate: dict[int, list[BillLine]] = {}
    for each in lines:
        by_rate.setdefault(each.vat_basis_points, []).append(each)
    rows = []
    for rate in sorted(by_rate):
        gross = _sum(currency, (each.total for each in by_rate[rate]))
        vat = _sum(currency, (each.vat for each in by_rate[rate]))
        rows.append(BillVat(rate, (gross - vat).minor, vat.minor, gross.minor))
    return tuple(rows)


def _sum(currency: str, minors: Iterable[int]) -> Money:
    return Money.total_minor(minors, currency)


def _rate(basis_points: int) -> str:
    return f"{Decimal(basis_points).scaleb(-2).normalize():f} %"


def _written(currency: str, row: BillVat | None) -> str:
    if row is None:
        return "nothing"
    net, vat, gross = (Money(minor, currency) for minor in row[1:])
    return f"{net} + {vat} = {gross}"


def _offers(currency: str, line: BillLine) -> str:
    told = (f"{Money(each.minor, currency)} by {each.name}" for each in line.offers)
    return ", ".join(told) or "nothing"

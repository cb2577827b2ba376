"""Prices a basket: merges its lines, applies the offers, derives the VAT that the gross prices include."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from common.money import Money
from common.pricing.giving import give
from common.pricing.models import Line, PricedBasket, PricedLine, PricingError, VatSum
from common.pricing.promotions import Promotion


def price(
    lines: Iterable[Line],
    promotions: Iterable[Promotion],
    moment: datetime,
    *,
    currency: str,
    coupons: Collection[str] = (),
) -> PricedBasket:
    """Price a basket; the same product on two lines counts as one line.

    Promotions that are not on, and coupons whose code is not among `coupons`, change nothing. Whether a code was used
    up before is for whoever keeps the books to know.

    Raises:
        PricingError: the basket cannot be priced.
    """
    merged = _merge(lines, currency)
    running = [offer for offer in promotions if offer.holds(moment, coupons)]
    given = give(merged, running, currency)
    nets = {
        line.product_id: line.unit_price * line.quantity
        - Money.total((each.amount for each in given.discounts.get(line.product_id, ())), currency)
        for line in merged
    }
    sums, vat = _vat(merged, nets, currency)
    priced = tuple(
        PricedLine(
            product_id=line.product_id,
            quantity=line.quantity,
            unit_price=line.unit_price,
            list_total=line.unit_price * line.quantity,
            discounts=given.discounts.get(line.product_id, ()),
            total=nets[line.product_id],
            vat_basis_points=line.vat_basis_points,
            vat=vat[line.product_id],
        )
        for line in merged
    )
    return PricedBasket(
        lines=priced,
        list_total=Money.total((line.list_total for line in priced), currency),
        total=Money.total((line.total for line in priced), currency),
        vat=sums,
        hints=given.hints,
        exact=given.exact,
    )


def _merge(lines: Iterable[Line], currency: str) -> list[Line]:
    merged: dict[int, Line] = {}
    for line in lines:
        if line.quantity < 1:
            raise PricingError(f"a quantity is at least 1, not {line.quantity}")
        if line.unit_price.currency != currency:
            raise PricingError(f"a basket in {currency} cannot hold {line.unit_price.currency}")
        first = merged.get(line.product_id)
        if first is None:
            merged[line.product_id] = line
        elif replace(first, quantity=line.quantity) != line:
            raise PricingError(f"product {line.product_id} has two prices in one basket")
        else:
            merged[line.product_id] = replace(first, quantity=first.quantity + line.quantity)
    return list(merged.values())


def _vat(
    lines: list[Line], totals: dict[int, Money], currency: str
) -> tuple[tuple[VatSum, ...], dict[int, Money]]:
    """VAT per rate of the whole basket, and each line's share of it by largest remainder.

    Rounded once per rate, as the receipt shows it (Directive 2006/112 Art. 226b asks for the VAT payable); shares are
    dealt out in product order, so that scanning in another order moves no cent.
    """
    sums: list[VatSum] = []
    shares: dict[int, Money] = {}
    for rate in sorted({line.vat_basis_points for line in lines}):
        ids = sorted(line.product_id for line in lines if line.vat_basis_points == rate)
        gross = Money.total((totals[product_id] for product_id in ids), currency)
        vat = gross.included_vat(rate)
        sums.append(VatSum(basis_points=rate, net=gross - vat, vat=vat, gross=gross))
        weights = [totals[product_id].minor for product_id in ids]
        shares.update(zip(ids, vat.allocate(weights), strict=True))
    return tuple(sums), shares

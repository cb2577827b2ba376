"""Baskets as /api/v1 has them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from pydantic import Field

from cart_service.models.basket import MOST_UNITS
from cart_service.models.shown import CouponState, OfferChange, ShownBasket, ShownLine
from cart_service.use_cases.baskets import Seen
from common import pricing
from common.payload import Answer, MoneyField, Payload, Whole

#: A product's number, as the catalogue has it.
ProductId = Annotated[Whole, Field(ge=1, le=2**53 - 1)]
Quantity = Annotated[Whole, Field(ge=0, le=MOST_UNITS)]
Units = Annotated[Whole, Field(ge=1, le=MOST_UNITS)]


class AddRequest(Payload):
    """So many more of a product."""

    product_id: ProductId
    quantity: Units = 1


class HoldRequest(Payload):
    """So many of a product, and no longer as many as before; 0 takes it out."""

    quantity: Quantity


class DiscountAnswer(Answer):
    """What a promotion takes off a line."""

    name: str
    amount: MoneyField


class WasAnswer(Answer):
    """The price that the shopper saw when putting it in."""

    was: MoneyField


class LineAnswer(Answer):
    """A line at its present price; `changed` where that is another than the shopper saw.

    `available` is how many can be sent, as the shop said a moment ago, and null while it says nothing. Paying decides.
    """

    product_id: int
    code: str
    name: str
    cover_url: str
    quantity: int
    unit_price: MoneyField
    list_total: MoneyField
    discounts: list[DiscountAnswer]
    total: MoneyField
    changed: WasAnswer | None
    available: int | None


class GoneAnswer(Answer):
    """A line whose product the shop no longer sells; it costs nothing and cannot be bought."""

    product_id: int
    name: str
    quantity: int


class HintAnswer(Answer):
    """What is missing for a promotion's next step, in words and as numbers."""

    text: str
    product_ids: list[int]
    missing_units: int
    saving: MoneyField


class VatAnswer(Answer):
    """What the basket holds of one VAT rate."""

    basis_points: int
    net: MoneyField
    vat: MoneyField
    gross: MoneyField


class ChangedOfferAnswer(Answer):
    """A promotion that bit when the shopper last changed the basket, and is over or another one now."""

    name: str
    what: OfferChange


class CouponAnswer(Answer):
    """A coupon that was entered; `what` says whether it takes anything off, and `saved` how much."""

    code: str
    name: str
    what: CouponState
    saved: MoneyField


class LeftOutLineAnswer(Answer):
    """So many of a product that did not fit."""

    product_id: int
    name: str
    quantity: int


class LeftOutAnswer(Answer):
    """What did not fit when a visitor's basket became part of the account's; `seen` takes note of it."""

    lines: list[LeftOutLineAnswer]
    coupons: list[str]


class BasketAnswer(Answer):
    """A basket at the shop's present prices; `stale` while the shop is away, then they are those of `prices_from`."""

    id: str
    lines: list[LineAnswer]
    gone: list[GoneAnswer]
    units: int
    list_total: MoneyField
    saving: MoneyField
    total: MoneyField
    hints: list[HintAnswer]
    vat: list[VatAnswer]
    changed_offers: list[ChangedOfferAnswer]
    coupons: list[CouponAnswer]
    left_out: LeftOutAnswer
    exact: bool
    stale: bool
    prices_from: datetime


class FreshBasket(Answer):
    """A basket that has just been named; nothing lies in it yet."""

    id: str


def basket_answer(seen: Seen, available: Mapping[int, int]) -> BasketAnswer:
    """A basket as /api/v1 answers it."""
    shown = seen.shown
    priced = shown.priced
    return BasketAnswer(
        id=shown.basket.id,
        lines=[_line(line, available.get(line.product.id)) for line in shown.lines],
        gone=[
            GoneAnswer(product_id=line.product_id, name=line.name, quantity=line.quantity)
            for line in shown.gone
        ],
        units=priced.units,
        list_total=priced.list_total,
        saving=priced.saving,
        total=priced.total,
        hints=[_hint(hint, shown) for hint in priced.hints],
        vat=[
            VatAnswer(basis_points=each.basis_points, net=each.net, vat=each.vat, gross=each.gross)
            for each in priced.vat
        ],
        changed_offers=[
            ChangedOfferAnswer(name=each.seen.name, what=each.what) for each in shown.changed_offers
        ],
        coupons=[
            CouponAnswer(code=each.code, name=each.name, what=each.what, saved=each.saved)
            for each in shown.coupons
        ],
        left_out=LeftOutAnswer(
            lines=[
                LeftOutLineAnswer(
                    product_id=each.product_id, name=each.name, quantity=each.quantity
                )
                for each in shown.basket.left_out.lines
            ],
            coupons=list(shown.basket.left_out.coupons),
        ),
        exact=priced.exact,
        stale=seen.stale,
        prices_from=seen.prices_from,
    )


def _line(line: ShownLine, available: int | None) -> LineAnswer:
    return LineAnswer(
        product_id=line.product.id,
        code=line.product.code,
        name=line.product.name,
        cover_url=line.product.cover_url,
        quantity=line.quantity,
        unit_price=line.priced.unit_price,
        list_total=line.priced.list_total,
        discounts=[
            DiscountAnswer(name=each.name, amount=each.amount) for each in line.priced.discounts
        ],
        total=line.priced.total,
        changed=WasAnswer(was=line.was) if line.was is not None else None,
        available=available,
    )


def _hint(hint: pricing.Hint, shown: ShownBasket) -> HintAnswer:
    lines = [line for line in shown.lines if line.product.id in hint.product_ids]
    return HintAnswer(
        text=hint.said(lines[-1].product.name),
        product_ids=sorted(hint.product_ids),
        missing_units=hint.missing_units,
        saving=hint.saving,
    )

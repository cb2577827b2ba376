"""Baskets to price, and what they come to, as JSON."""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from api_service.catalogue.repository import Edition
from api_service.prices.models import Discount
from common import pricing
from common.errors import FieldError, InvalidRequest
from common.payload import Answer, Moment, MoneyField, Payload, Text

#: The most of one product in one sale, and of lines: beyond it somebody leaned on a key.
_MOST_UNITS = 100_000
MOST_LINES = 500

#: A coupon's code, in whatever case it was typed.
CouponCode = Annotated[Text, Field(min_length=3, max_length=40), AfterValidator(str.upper)]
Coupons = Annotated[list[CouponCode], Field(max_length=10)]


class LineRequest(Payload):
    """So many units of a product."""

    product_id: Annotated[int, Field(ge=1, le=2**63 - 1)]
    quantity: Annotated[int, Field(ge=1, le=_MOST_UNITS)]


Lines = Annotated[list[LineRequest], Field(min_length=1, max_length=MOST_LINES)]


class BasketRequest(Payload):
    """A basket to price, with the codes of the coupons that the customer shows."""

    lines: Lines
    coupons: Coupons = Field(default_factory=list)


class CouponsRequest(Payload):
    """Codes that somebody shows."""

    codes: Coupons


class CouponRule(Answer):
    """A coupon in the current version of its rule.

    It takes `basis_points` (hundredths of a percent) off all units from `minimum` on, of the products and departments
    named or, naming neither, of everything; whether it holds today is for its dates to say.
    """

    id: int
    version: int
    kind: Literal["coupon"]
    name: str
    reason: str
    priority: int
    product_ids: list[int]
    departments: list[str]
    starts_at: Moment | None
    ends_at: Moment | None
    basis_points: int
    minimum: int
    on_top: bool
    code: str
    single_use: bool


class CouponAnswer(CouponRule):
    """A coupon, `used` when it can be used once, and a purchase did."""

    used: bool


class CouponRules(Answer):
    """Every coupon that is not archived, by id."""

    coupons: list[CouponRule]


class CouponList(Answer):
    """The coupons of the codes that were asked for, by id."""

    coupons: list[CouponAnswer]


class DiscountAnswer(Answer):
    """What a promotion takes off a line, and the rule by which it does."""

    promotion_id: int
    promotion_version: int
    name: str
    reason: str
    amount: MoneyField


class GivenAnswer(Answer):
    """What a promotion took off a line that was kept or sold."""

    promotion_id: int
    promotion_version: int
    name: str
    amount: MoneyField


class PricedLineAnswer(Answer):
    """A line: its list price, what comes off, what is left; `vat` is its share of the VAT that its rate bears."""

    product_id: int
    name: str
    quantity: int
    unit_price: MoneyField
    price_version: int
    list_total: MoneyField
    discounts: list[DiscountAnswer]
    total: MoneyField
    vat_basis_points: int
    vat: MoneyField


class HintAnswer(Answer):
    """What is missing for a promotion's next step: so many more units of any of these products.

    Then `free_units` are free, or all of them are `basis_points` (hundredths of a percent) cheaper.
    """

    promotion_id: int
    name: str
    product_ids: list[int]
    missing_units: int
    free_units: int
    basis_points: int
    saving: MoneyField


class VatAnswer(Answer):
    """What a basket or a purchase holds of one VAT rate."""

    basis_points: int
    net: MoneyField
    vat: MoneyField
    gross: MoneyField


class PriceAnswer(Answer):
    """What a basket costs and why.

    `exact` says that no other use of the promotions saves more; it is false where many units are wanted by several.
    """

    lines: list[PricedLineAnswer]
    list_total: MoneyField
    saving: MoneyField
    total: MoneyField
    vat: list[VatAnswer]
    hints: list[HintAnswer]
    exact: bool


def counted(lines: list[LineRequest]) -> tuple[tuple[int, int], ...]:
    """(product id, quantity); the same product on two lines is one line.

    Raises:
        InvalidRequest: the lines of a product are too many units together.
    """
    merged: dict[int, int] = {}
    for place, line in enumerate(lines):
        merged[line.product_id] = merged.get(line.product_id, 0) + line.quantity
        if merged[line.product_id] > _MOST_UNITS:
            detail = f"more than {_MOST_UNITS} of one product, all its lines together"
            raise InvalidRequest(detail, errors=(FieldError(f"/lines/{place}/quantity", detail),))
    return tuple(merged.items())


def price_answer(basket: pricing.PricedBasket, edition: Edition) -> PriceAnswer:
    """A priced basket as /api/v1 answers it."""
    return PriceAnswer(
        lines=[_line(line, edition) for line in basket.lines],
        list_total=basket.list_total,
        saving=basket.saving,
        total=basket.total,
        vat=[vat_answer(each) for each in basket.vat],
        hints=[
            HintAnswer(
                promotion_id=hint.promotion_id,
                name=hint.name,
                product_ids=sorted(hint.product_ids),
                missing_units=hint.missing_units,
                free_units=hint.free_units,
                basis_points=hint.basis_points,
                saving=hint.saving,
            )
            for hint in basket.hints
        ],
        exact=basket.exact,
    )


def coupon_rules(found: Iterable[pricing.Coupon]) -> CouponRules:
    """Coupons by their rules alone."""
    return CouponRules(
        coupons=[
            CouponRule.model_validate(pricing.values_of(each) | {"reason": each.reason})
            for each in found
        ]
    )


def coupon_list(found: Iterable[tuple[pricing.Coupon, bool]]) -> CouponList:
    """Coupons, each with whether it was used."""
    return CouponList(
        coupons=[
            CouponAnswer.model_validate(
                pricing.values_of(coupon) | {"reason": coupon.reason, "used": used}
            )
            for coupon, used in found
        ]
    )


def given(discounts: Iterable[Discount]) -> list[GivenAnswer]:
    """What was taken off a line when it was kept or sold."""
    return [GivenAnswer.model_validate(each, from_attributes=True) for each in discounts]


def vat_answer(each: pricing.VatSum) -> VatAnswer:
    """A rate's sums."""
    return VatAnswer(basis_points=each.basis_points, net=each.net, vat=each.vat, gross=each.gross)


def _line(line: pricing.PricedLine, edition: Edition) -> PricedLineAnswer:
    product = edition.products[line.product_id]
    return PricedLineAnswer(
        product_id=line.product_id,
        name=product.name,
        quantity=line.quantity,
        unit_price=line.unit_price,
        price_version=product.price_version,
        list_total=line.list_total,
        discounts=[
            DiscountAnswer(
                promotion_id=each.promotion_id,
                promotion_version=each.promotion_version,
                name=each.name,
                reason=each.reason,
                amount=each.amount,
            )
            for each in line.discounts
        ],
        total=line.total,
        vat_basis_points=line.vat_basis_points,
        vat=line.vat,
    )

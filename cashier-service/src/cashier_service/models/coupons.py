"""Coupons at the till: what each does for the sale that it was entered in."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cashier_service.errors import CouponNotNow, UnknownCoupon
from cashier_service.models.catalogue import Catalogue
from common import pricing
from common.money import Money

#: The most that the books take in one sale.
MOST_COUPONS = 10


class CouponState(StrEnum):
    """What a coupon does."""

    WORKS = "works"
    WAITS = "waits"
    """It takes nothing off what is in the sale so far."""
    OVER = "over"


@dataclass(frozen=True, slots=True)
class ShownCoupon:
    """A coupon of the sale, and what it takes off. One of single use is used up by the sale that is booked."""

    code: str
    name: str
    what: CouponState
    saved: Money
    single_use: bool


def entered(catalogue: Catalogue, code: str, moment: datetime) -> pricing.Coupon:
    """The coupon that somebody shows at this moment.

    Raises:
        UnknownCoupon, CouponNotNow: as they say.
    """
    found = catalogue.coupon(code)
    if found is None:
        raise UnknownCoupon(f"There is no coupon {code}")
    if not found.holds(moment, (found.code,)):
        raise CouponNotNow(f"The coupon {code} does not hold today")
    return found


def shown(
    code: str, priced: pricing.PricedBasket, catalogue: Catalogue, moment: datetime
) -> ShownCoupon:
    """A coupon as it stands in the sale."""
    coupon = catalogue.coupon(code)
    nothing = Money.zero(catalogue.company.currency)
    if coupon is None or not coupon.holds(moment, (code,)):
        return ShownCoupon(code, "", CouponState.OVER, nothing, single_use=False)
    saved = Money.total(
        (
            each.amount
            for line in priced.lines
            for each in line.discounts
            if each.promotion_id == coupon.id
        ),
        catalogue.company.currency,
    )
    what = CouponState.WORKS if saved else CouponState.WAITS
    return ShownCoupon(code, coupon.name, what, saved, coupon.single_use)

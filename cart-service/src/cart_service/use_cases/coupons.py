"""What can be done with a basket's coupons: enter one, take one out, go on without those that cannot be paid with."""

import uuid

from cart_service.collaborators import Collaborators
from cart_service.errors import CouponGone, CouponNotNow, NoSuchCoupon
from cart_service.models.checkout import Checkout
from cart_service.models.shown import CouponState, ShownBasket
from cart_service.use_cases import baskets, checkouts, guessing
from cart_service.use_cases.baskets import Seen, Whose
from common.errors import FieldError


def enter(cart: Collaborators, whose: Whose, code: str, *, address: str = "") -> Seen:
    """With a coupon, whether it takes anything off yet or not; `address` is where the shopper comes from.

    Raises:
        NoSuchCoupon, CouponNotNow, CouponGone, TooManyCoupons: as they say.
        TooManyRequests: so many codes held nothing that somebody seems to be guessing.
    """
    counted = guessing.count(cart, whose, address)
    known = cart.catalogue.look()
    coupon = known.catalogue.coupon(code)
    if coupon is None:
        detail = f"There is no coupon {code}"
        raise NoSuchCoupon(detail, errors=(FieldError("/code", detail),))
    if not coupon.holds(cart.clock.now(), (code,)):
        raise CouponNotNow(f"The coupon {code} does not hold today")
    if cart.coupons.used((coupon,), anew=True):
        raise CouponGone(f"The coupon {code} was used before")
    guessing.take_back(cart, counted)
    return baskets.change(cart, whose, known, lambda basket: basket.with_coupon(code))


def take_out(cart: Collaborators, whose: Whose, *codes: str) -> Seen:
    """Without these coupons; they are not used up."""
    known = cart.catalogue.look()
    return baskets.change(cart, whose, known, lambda basket: basket.without_coupons(codes))


def spent(ended: Checkout, seen: ShownBasket) -> tuple[str, ...]:
    """The codes in a basket for which paying was refused, and those of that attempt that hold no more by now."""
    told = ended.told.get("coupons", ())
    gone = (CouponState.USED, CouponState.OVER)
    return tuple(
        each.code
        for each in seen.coupons
        if each.code in told or (each.code in ended.coupons and each.what in gone)
    )


def go_on_without(cart: Collaborators, whose: Whose, checkout_id: uuid.UUID) -> None:
    """Take those coupons out for which a payment was refused; a repeat changes nothing.

    Raises:
        NoSuchCheckout: as for `checkouts.look`.
    """
    ended = checkouts.look(cart, whose, checkout_id)
    codes = spent(ended, baskets.look(cart, whose).shown) if ended.is_over else ()
    if codes:
        take_out(cart, whose, *codes)

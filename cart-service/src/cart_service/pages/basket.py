"""The page of the basket. Its forms go to the documents' addresses, and come back here."""

import math
from dataclasses import dataclass

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response

from cart_service.collaborators import Collaborators
from cart_service.errors import (
    BasketFull,
    CouponGone,
    CouponNotNow,
    NoSuchCoupon,
    NotOnSale,
    TooManyCoupons,
)
from cart_service.models.basket import MOST_UNITS
from cart_service.payloads.whose import shopper
from cart_service.use_cases import baskets
from cart_service.use_cases.baskets import Whose
from common.access import EVERYBODY, allow
from common.errors import TooManyRequests
from common.web import collaborators

blueprint = Blueprint("basket_pages", __name__)

_TYPED = 3
_LONGEST_CODE = 40
_LONGEST_WAIT = 3600

_WRONG = {
    NotOnSale.code: "The shop does not sell it any more. Take it out.",
    BasketFull.code: "The basket is full. Take something else out first.",
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """What a form brought back: the line it was for, what was typed there, and what is wrong with it."""

    product_id: int
    typed: str
    words: str


_REFUSED = {
    NoSuchCoupon.code: "There is no coupon {code}. Look at how it is written.",
    CouponNotNow.code: "The coupon {code} does not hold today.",
    CouponGone.code: "The coupon {code} was used before, and can be used once.",
    TooManyCoupons.code: "The basket takes no more coupons. Take another out first.",
    TooManyRequests.code: "Too many codes did not work. Try another one {soon}; your basket is as it was.",
}


@dataclass(frozen=True, slots=True)
class RefusedCoupon:
    """A code that was typed, and why it does not count."""

    typed: str
    words: str


@blueprint.get("/")
@allow(EVERYBODY)
def basket() -> Response:
    """The visitor's basket, which they have from this page on; `removed` offers to put that product back."""
    cart = collaborators(Collaborators)
    account_id = shopper().account_id
    response = make_response()
    own = cart.cookie.keep(response)
    seen = baskets.look(cart, Whose(own, account_id))
    removed = request.args.get("removed", default=0, type=int)
    response.set_data(
        render_template(
            "basket/page.html",
            seen=seen,
            at_basket=True,
            basket=seen.shown,
            short=seen.shown.short(baskets.available(cart, seen)),
            undo=next(
                (
                    line
                    for line in seen.shown.basket.kept
                    if line.removed and line.product_id == removed
                ),
                None,
            ),
            wrong=_wrong(),
            refused=_refused(),
            most=MOST_UNITS,
            shop=cart.settings.store_public_url.rstrip("/"),
        )
    )
    return response


def _wrong() -> Wrong | None:
    product_id = request.args.get("wrong", default=0, type=int)
    if not product_id:
        return None
    words = _WRONG.get(
        request.args.get("why", ""), f"Type a number from 0 to {MOST_UNITS}; 0 takes it out."
    )
    return Wrong(product_id, request.args.get("typed", "")[:_TYPED], words)


def _refused() -> RefusedCoupon | None:
    code = request.args.get("coupon")
    if code is None:
        return None
    words = _REFUSED.get(request.args.get("why", ""), "Type the code of the coupon.")
    minutes = math.ceil(min(max(request.args.get("seconds", 60, int), 1), _LONGEST_WAIT) / 60)
    soon = "in a minute" if minutes == 1 else f"in {minutes} minutes"
    typed = code[:_LONGEST_CODE]
    return RefusedCoupon(typed, words.format(code=typed.upper(), soon=soon))

"""A basket's coupons: entered and taken out again, by the page's forms and under /api/v1."""

from urllib.parse import urlencode

from flask import Blueprint, Response, g, request

from cart_service.collaborators import Collaborators
from cart_service.errors import (
    BasketNotNamed,
    CouponGone,
    CouponNotNow,
    NoPricesYet,
    NoSuchBasket,
    NoSuchCoupon,
    TooManyCoupons,
)
from cart_service.payloads import baskets as answers
from cart_service.payloads import coupons as payloads
from cart_service.payloads.whose import BASKET_ID, basket_at_hand
from cart_service.use_cases import baskets
from cart_service.use_cases import coupons as use_cases
from cart_service.use_cases.baskets import Seen
from common.access import EVERYBODY, allow
from common.api import answer, is_from_page, operation
from common.errors import Conflict, InvalidRequest, ServiceError, TooManyRequests
from common.web import collaborators, refuse

blueprint = Blueprint("coupons", __name__)

_NOT_KEPT = {"Cache-Control": "no-store"}
_REFUSED = (NoSuchCoupon, CouponNotNow, CouponGone, TooManyCoupons, TooManyRequests)
_ERRORS = (NoSuchBasket, NoPricesYet)


@blueprint.before_request
def hide() -> None:
    """Whoever knows a basket's id may use it, and a code too, so no log has them."""
    for name in ("basket_id", "code"):
        if value := (request.view_args or {}).get(name):
            g.shown_path = g.get("shown_path", request.path).replace(value, "…", 1)


@blueprint.post("/api/v1/baskets/<basket_id>/coupons")
@operation(
    summary="Enter a coupon",
    tag="Baskets",
    body=payloads.CouponRequest,
    answer=answers.BasketAnswer,
    errors=(*_ERRORS, *_REFUSED),
)
@allow(EVERYBODY)
def enter(basket_id: str, body: payloads.CouponRequest) -> Response:
    """The basket with it; one that takes nothing off yet stays for what comes in later."""
    cart = collaborators(Collaborators)
    return _told(
        use_cases.enter(cart, basket_at_hand(cart, basket_id), body.code, address=_address())
    )


@blueprint.delete("/api/v1/baskets/<basket_id>/coupons/<code>")
@operation(summary="Take a coupon out", tag="Baskets", answer=answers.BasketAnswer, errors=_ERRORS)
@allow(EVERYBODY)
def take_out(basket_id: str, code: str) -> Response:
    """The basket without it; it is not used up."""
    cart = collaborators(Collaborators)
    return _told(use_cases.take_out(cart, basket_at_hand(cart, basket_id), code.upper()))


@blueprint.post("/enter_coupon")
@operation(
    summary="Enter a coupon on the basket's page",
    tag="Baskets",
    body=payloads.CouponRequest,
    forms=True,
    answer=answers.BasketAnswer,
    headers=(BASKET_ID,),
    errors=(BasketNotNamed, *_ERRORS, *_REFUSED),
)
@allow(EVERYBODY)
def enter_on_page(body: payloads.CouponRequest) -> Response:
    """The page's form leads back to the page."""
    cart = collaborators(Collaborators)
    return _answer(use_cases.enter(cart, basket_at_hand(cart), body.code, address=_address()))


@blueprint.post("/remove_coupon")
@operation(
    summary="Take a coupon out on the basket's page",
    tag="Baskets",
    body=payloads.CouponRequest,
    forms=True,
    answer=answers.BasketAnswer,
    headers=(BASKET_ID,),
    errors=(BasketNotNamed, *_ERRORS),
)
@allow(EVERYBODY)
def take_out_on_page(body: payloads.CouponRequest) -> Response:
    """The page's form leads back to the page."""
    cart = collaborators(Collaborators)
    return _answer(use_cases.take_out(cart, basket_at_hand(cart), body.code))


@blueprint.errorhandler(InvalidRequest)
@blueprint.errorhandler(Conflict)
@blueprint.errorhandler(TooManyRequests)
def explain(error: ServiceError) -> Response:
    """The page's form leads back to the page, which says what is wrong and keeps what was typed."""
    if not is_from_page():
        return refuse(error)
    told = {"coupon": request.form.get("code", "")[:40], "why": error.code}
    if isinstance(error, TooManyRequests):
        told["seconds"] = error.headers["Retry-After"]
    return _to_the_page(told)


def _address() -> str:
    return request.remote_addr or ""


def _answer(seen: Seen) -> Response:
    return _to_the_page({}) if is_from_page() else _told(seen)


def _told(seen: Seen) -> Response:
    available = baskets.available(collaborators(Collaborators), seen)
    return answer(answers.basket_answer(seen, available), headers=_NOT_KEPT)


def _to_the_page(query: dict[str, str]) -> Response:
    where = f"/?{urlencode(query)}#coupon" if query else "/"
    return Response(status=303, headers={"Location": where})

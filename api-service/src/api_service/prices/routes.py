"""What a basket costs, over HTTP."""

from flask import Blueprint, Response

from api_service.collaborators import Collaborators
from api_service.errors import CouponUsed, UnknownCoupon, UnknownProduct
from api_service.prices import payloads, use_cases
from common.access import SERVICES, SIGNED_IN_AND_SERVICES, STAFF_AND_SERVICES, allow
from common.api import answer, operation
from common.web import collaborators

blueprint = Blueprint("prices", __name__)


@blueprint.post("/api/v1/price")
@operation(
    summary="Price a basket, and say why it costs that",
    tag="Purchases",
    body=payloads.BasketRequest,
    answer=payloads.PriceAnswer,
    errors=(UnknownProduct, UnknownCoupon, CouponUsed),
)
@allow(SIGNED_IN_AND_SERVICES)
def price(body: payloads.BasketRequest) -> Response:
    """The same answer as the till's and the shop's; nothing is booked and no coupon is used."""
    basket, edition = use_cases.price(
        collaborators(Collaborators), payloads.counted(body.lines), body.coupons
    )
    return answer(payloads.price_answer(basket, edition))


@blueprint.get("/api/v1/coupons")
@operation(
    summary="List the coupons, with their codes",
    tag="Purchases",
    answer=payloads.CouponRules,
)
@allow(SERVICES)
def list_coupons() -> Response:
    """Their rules, for our own services alone: a till prices by them while the books are away."""
    found, revision = use_cases.coupons(collaborators(Collaborators))
    response = answer(payloads.coupon_rules(found))
    response.set_etag(f"coupons-{revision}")
    return response


@blueprint.post("/api/v1/coupons/look-up")
@operation(
    summary="Look coupons up by their codes",
    tag="Purchases",
    body=payloads.CouponsRequest,
    answer=payloads.CouponList,
)
@allow(STAFF_AND_SERVICES)
def look_coupons_up(body: payloads.CouponsRequest) -> Response:
    """Their rules, and which were used; a code that no coupon has is left out. The codes are in no address or log."""
    found = use_cases.look_coupons_up(collaborators(Collaborators), body.codes)
    return answer(payloads.coupon_list(found))

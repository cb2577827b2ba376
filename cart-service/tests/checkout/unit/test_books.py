"""What the books' refusals mean for a checkout."""

import uuid

import pytest

from cart_service.clients.books import CouponEnded, CouponUsed, HttpBooks, NotSold
from cart_service.models.checkout import Wanted
from common.money import Money
from common.service_client import Refusal, ServiceClient
from common.service_tokens import ServiceTokens


@pytest.mark.parametrize(
    ("status", "code", "meant"),
    [
        (409, "coupon_used", CouponUsed),
        (422, "unknown_coupon", CouponEnded),
        (422, "unknown_product", NotSold),
        (500, "internal", Refusal),
    ],
)
def test_a_refusal_is_what_a_shopper_can_do_something_about(monkeypatch, status, code, meant):
    def refuse(*_, **__):
        raise Refusal(status, {"code": code})

    monkeypatch.setattr(ServiceClient, "post", refuse)
    books = HttpBooks("http://127.0.0.1:9", ServiceTokens("a key", service="cart-service"))

    with pytest.raises(meant):
        books.reserve(uuid.uuid4(), [Wanted(11, 1, "Pen")], ["WELCOME-10"], Money(450, "EUR"))

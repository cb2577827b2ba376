"""Coupons of a basket as JSON and as the fields of forms."""

from typing import Annotated

from pydantic import AfterValidator, Field

from common.payload import Payload, Text


class CouponRequest(Payload):
    """A coupon by its code, in whatever case it was typed."""

    code: Annotated[Text, Field(min_length=1, max_length=40), AfterValidator(str.upper)]

"""Web orders to book, as JSON."""

from typing import Annotated

from pydantic import Field

from api_service.purchases.models.web_purchases import PaidOrder
from common.payload import Moment, Payload, Text, Uuid

Reference = Annotated[Text, Field(min_length=1, max_length=200)]


class BuyerRequest(Payload):
    """Who ordered; without a `customer_id` whoever has this e-mail."""

    name: Annotated[Text, Field(max_length=200)] = ""
    email: Annotated[Text, Field(min_length=3, max_length=254)]
    customer_id: Uuid | None = None


class WebPurchaseRequest(Payload):
    """An order that was paid; what it holds stands with its reservation.

    It counts as sold at `paid_at`, but never before it was reserved nor after now; without it, now.
    """

    order_id: Uuid
    order_number: Annotated[Text, Field(min_length=1, max_length=40)]
    reservation_id: Uuid
    payment_id: Uuid
    capture_id: Reference
    paid_at: Moment | None = None
    customer: BuyerRequest

    def order(self) -> PaidOrder:
        """As the use case takes it."""
        return PaidOrder(
            order_id=self.order_id,
            order_number=self.order_number,
            reservation_id=self.reservation_id,
            payment_id=self.payment_id,
            capture_id=self.capture_id,
            paid_at=self.paid_at,
            customer_name=self.customer.name,
            customer_email=self.customer.email,
            customer_id=self.customer.customer_id,
        )

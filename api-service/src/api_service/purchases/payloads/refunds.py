"""Refunds as JSON, in both directions."""

import uuid
from typing import Annotated

from pydantic import Field

from api_service.prices.payloads import VatAnswer, vat_answer
from api_service.purchases.models.refunds import AskedRefund, Refund
from api_service.purchases.payloads.web_purchases import Reference
from common.payload import Answer, Moment, MoneyField, Payload, Text, Uuid


class RefundRequest(Payload):
    """A purchase that the payment gateway has given back."""

    purchase_id: Uuid
    refund_id: Uuid
    gateway_refund_id: Reference
    reason: Annotated[Text, Field(max_length=500)] = ""

    def asked(self) -> AskedRefund:
        """As the use case takes it."""
        return AskedRefund(
            refund_id=self.refund_id,
            purchase_id=self.purchase_id,
            gateway_refund_id=self.gateway_refund_id,
            reason=self.reason,
        )


class RefundLineAnswer(Answer):
    """A line that was given back, at what was paid for it."""

    line_number: int
    product_id: int | None
    name: str
    quantity: int
    total: MoneyField
    vat_basis_points: int
    vat: MoneyField


class RefundAnswer(Answer):
    """A purchase that was given back."""

    id: uuid.UUID
    purchase_id: uuid.UUID
    branch_id: str
    gateway_refund_id: str
    reason: str
    refunded_at: Moment
    lines: list[RefundLineAnswer]
    total: MoneyField
    vat: list[VatAnswer]


def refund_answer(refund: Refund) -> RefundAnswer:
    """A refund as /api/v1 answers it; the same refund always gives the same bytes."""
    return RefundAnswer(
        id=refund.id,
        purchase_id=refund.purchase_id,
        branch_id=refund.branch_id,
        gateway_refund_id=refund.gateway_refund_id,
        reason=refund.reason,
        refunded_at=refund.refunded_at,
        lines=[
            RefundLineAnswer(
                line_number=line.line_number,
                product_id=line.product_id,
                name=line.description,
                quantity=line.quantity,
                total=line.total,
                vat_basis_points=line.vat_basis_points,
                vat=line.vat,
            )
            for line in refund.lines
        ],
        total=refund.total,
        vat=[vat_answer(each) for each in refund.vat_sums()],
    )

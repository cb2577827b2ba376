"""Reservations as JSON."""

import uuid

from pydantic import Field

from api_service.prices.payloads import (
    Coupons,
    GivenAnswer,
    Lines,
    VatAnswer,
    counted,
    given,
    vat_answer,
)
from api_service.stock.models.reservations import Asked, Reservation, ReservationState
from common.payload import Answer, Moment, MoneyField, Payload


class ReservationRequest(Payload):
    """What to keep for a web order; a `total` is compared, never believed."""

    lines: Lines
    coupons: Coupons = Field(default_factory=list)
    total: MoneyField | None = None

    def asked(self) -> Asked:
        """As the use case takes it.

        Raises:
            InvalidRequest: the lines of a product are too many units together.
        """
        return Asked(
            lines=counted(self.lines),
            coupons=tuple(dict.fromkeys(self.coupons)),
            total=self.total,
        )


class ReservedLineAnswer(Answer):
    """A line as it was priced, which is as it will be sold."""

    product_id: int
    code: str
    name: str
    quantity: int
    unit_price: MoneyField
    discounts: list[GivenAnswer]
    discount: MoneyField
    total: MoneyField
    vat_basis_points: int
    vat: MoneyField


class ReservationAnswer(Answer):
    """Units kept for a web order; one that was released before it came has neither branch, total nor end."""

    id: uuid.UUID
    state: ReservationState
    branch_id: str | None
    sold_by: str | None
    lines: list[ReservedLineAnswer]
    total: MoneyField | None
    vat: list[VatAnswer]
    coupons: list[str]
    expires_at: Moment | None


def reservation_answer(reservation: Reservation) -> ReservationAnswer:
    """A reservation as /api/v1 answers it; the same reservation always gives the same bytes."""
    place = reservation.place
    return ReservationAnswer(
        id=reservation.id,
        state=reservation.state,
        branch_id=place.fulfilled_by if place else None,
        sold_by=place.sold_by if place else None,
        lines=[
            ReservedLineAnswer(
                product_id=line.product_id,
                code=line.code,
                name=line.name,
                quantity=line.quantity,
                unit_price=line.unit_price,
                discounts=given(line.discounts),
                discount=line.discount,
                total=line.total,
                vat_basis_points=line.vat_basis_points,
                vat=line.vat,
            )
            for line in reservation.lines
        ],
        total=reservation.total,
        vat=[vat_answer(each) for each in reservation.vat_sums()],
        coupons=list(reservation.coupons),
        expires_at=reservation.expires_at,
    )

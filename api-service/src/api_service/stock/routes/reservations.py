"""Reservations over HTTP: for the services that take a web order through."""

import uuid

from flask import Blueprint, Response

from api_service.collaborators import Collaborators
from api_service.errors import (
    CouponUsed,
    NoWebBranch,
    ReservationBooked,
    ReservationLapsed,
    ReservationNotFound,
    SoldOut,
    UnknownCoupon,
    UnknownProduct,
    WrongCurrency,
    WrongTotal,
)
from api_service.stock.models.reservations import Reservation
from api_service.stock.payloads import reservations as payloads
from api_service.stock.use_cases import reservations as use_cases
from common.access import SERVICES, allow
from common.api import Header, answer, operation
from common.errors import (
    IdempotencyKeyReused,
    InvalidIdempotencyKey,
    MissingIdempotencyKey,
)
from common.idempotency import HEADER, at_hand, replayed
from common.web import collaborators

blueprint = Blueprint("reservations", __name__)


@blueprint.post("/api/v1/reservations")
@operation(
    summary="Price a web order and keep its units, all or none",
    tag="Web orders",
    body=payloads.ReservationRequest,
    answer=payloads.ReservationAnswer,
    status=201,
    headers=(Header(HEADER, "The reservation's id, a UUID.", required=True),),
    errors=(
        WrongTotal,
        SoldOut,
        CouponUsed,
        NoWebBranch,
        ReservationLapsed,
        UnknownProduct,
        UnknownCoupon,
        WrongCurrency,
        IdempotencyKeyReused,
        InvalidIdempotencyKey,
        MissingIdempotencyKey,
    ),
)
@allow(SERVICES)
def reserve(body: payloads.ReservationRequest) -> Response:
    """The units are kept for a quarter of an hour; a repeat is answered as the first time, GET with what is so now."""
    reservation_id = at_hand(required=True)
    kept = use_cases.reserve(collaborators(Collaborators), body.asked(), reservation_id)
    headers = {"Location": f"/api/v1/reservations/{reservation_id}"} | replayed(kept.repeated)
    return answer(payloads.reservation_answer(kept.reservation), 201, headers)


@blueprint.get("/api/v1/reservations/<uuid:reservation_id>")
@operation(
    summary="Look one reservation up",
    tag="Web orders",
    answer=payloads.ReservationAnswer,
    errors=(ReservationNotFound,),
)
@allow(SERVICES)
def show_reservation(reservation_id: uuid.UUID) -> Response:
    """One reservation as it is now."""
    found = use_cases.find_reservation(collaborators(Collaborators), reservation_id)
    return _reservation(found)


@blueprint.put("/api/v1/reservations/<uuid:reservation_id>/pin")
@operation(
    summary="Keep a reservation until it is booked or released",
    tag="Web orders",
    answer=payloads.ReservationAnswer,
    errors=(ReservationLapsed, ReservationNotFound),
)
@allow(SERVICES)
def pin_reservation(reservation_id: uuid.UUID) -> Response:
    """It expires no more; a repeat changes nothing."""
    return _reservation(use_cases.pin(collaborators(Collaborators), reservation_id))


@blueprint.delete("/api/v1/reservations/<uuid:reservation_id>")
@operation(
    summary="Let others have what a reservation keeps",
    tag="Web orders",
    answer=payloads.ReservationAnswer,
    errors=(ReservationBooked,),
)
@allow(SERVICES)
def release_reservation(reservation_id: uuid.UUID) -> Response:
    """Pinned or not; one that never came cannot come any more. A repeat changes nothing."""
    return _reservation(use_cases.release(collaborators(Collaborators), reservation_id))


def _reservation(reservation: Reservation) -> Response:
    return answer(payloads.reservation_answer(reservation))

"""Units kept for web orders: reserve, pin, release, expire."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from api_service.catalogue.repository import Edition
from api_service.collaborators import Collaborators
from api_service.errors import (
    CouponUsed,
    NoWebBranch,
    ReservationLapsed,
    ReservationNotFound,
    SoldOut,
    WrongCurrency,
    WrongTotal,
)
from api_service.prices.models import Discount
from api_service.prices.payloads import price_answer
from api_service.prices.use_cases import price_by, taken_coupons, used_coupons
from api_service.stock.models.reservations import (
    HELD_FOR,
    Asked,
    Reservation,
    ReservationState,
    ReservedLine,
)
from api_service.stock.repository import reservations as repository
from api_service.stock.repository.reservations import Outcome
from common import faults, pricing
from common.database import Database
from common.errors import (
    Conflict,
    DatabaseUnavailable,
    IdempotencyKeyReused,
    InvalidRequest,
)

#: An outdated price is put right once; a catalogue that changes faster than that is an error.
_ATTEMPTS = 4


@dataclass(frozen=True, slots=True)
class Kept:
    """A reservation as it was made; `repeated` when an earlier request had made it."""

    reservation: Reservation
    repeated: bool


@dataclass(frozen=True, slots=True)
class _Priced:
    edition: Edition
    basket: pricing.PricedBasket


def reserve(books: Collaborators, asked: Asked, reservation_id: uuid.UUID) -> Kept:
    """Price lines and keep their units, all of them or none, once under an id.

    Raises:
        WrongTotal: another total is named than they come to; the answer holds the right one.
        SoldOut: not all of it is available; the answer says of what there is how much.
        CouponUsed: somebody has, or is about to use, a coupon that can be used once.
        NoWebBranch: there is no branch to sell in the name of, or to send from.
        ReservationLapsed: it was released before it came.
        IdempotencyKeyReused: the id belongs to another reservation.
        UnknownProduct, UnknownCoupon, WrongCurrency, InvalidRequest: as they say.
        DatabaseUnavailable: it is unknown whether the units are kept; repeat it.
    """
    try:
        return _reserve(books, asked, reservation_id)
    except (Conflict, InvalidRequest):
        # A repeat is answered as the first time, even where it would be refused today.
        earlier = _earlier(books, asked, reservation_id)
        if earlier is None:
            raise
        return earlier


def find_reservation(books: Collaborators, reservation_id: uuid.UUID) -> Reservation:
    """One reservation as it is now.

    Raises:
        ReservationNotFound: there is none with this id.
    """
    with books.database.transaction(isolation="REPEATABLE READ") as connection:
        found = repository.find(connection, reservation_id)
    if found is None:
        raise ReservationNotFound(f"No reservation has the id {reservation_id}")
    return found


def pin(books: Collaborators, reservation_id: uuid.UUID) -> Reservation:
    """Keep a reservation until it is booked or released; a repeat changes nothing.

    Raises:
        ReservationLapsed: it is too late.
        ReservationNotFound: there is none with this id.
    """
    now = books.clock.now()
    with books.database.transaction() as connection:
        found = repository.find(connection, reservation_id, lock=True)
        if found is None:
            raise ReservationNotFound(f"No reservation has the id {reservation_id}")
        found.check_it_lives(now)
        if found.state is not ReservationState.HELD:
            return found
        repository.set_state(connection, reservation_id, ReservationState.PINNED, now=now)
    return replace(found, state=ReservationState.PINNED)


def release(books: Collaborators, reservation_id: uuid.UUID) -> Reservation:
    """Let others have what a reservation keeps, pinned or not; a repeat changes nothing.

    One that never came is noted, so that it cannot come later and keep units that nobody waits for.

    Raises:
        ReservationBooked: it is a purchase by now.
    """
    now = books.clock.now()
    with books.database.transaction() as connection:
        found = repository.find(connection, reservation_id, lock=True)
        if found is None:
            repository.refuse(connection, reservation_id, now=now)
            found = repository.find(connection, reservation_id, lock=True)
        if found is None:
            raise ReservationNotFound(f"No reservation has the id {reservation_id}")
        found.check_it_may_be_released()
        if not found.keeps_units:
            return found
        repository.set_state(connection, reservation_id, ReservationState.RELEASED, now=now)
        repository.give_up(connection, reservation_id)
    return replace(found, state=ReservationState.RELEASED)


def expire(database: Database, *, now: datetime) -> int:
    """Let others have what overdue reservations keep, each in a transaction of its own; how many there were.

    Any number of workers may do so at once: each takes those that no other is at.
    """
    expired = 0
    while True:
        with database.transaction() as connection:
            reservation_id = repository.next_to_expire(connection, now=now)
            if reservation_id is None:
                return expired
            repository.set_state(connection, reservation_id, ReservationState.EXPIRED, now=now)
            repository.give_up(connection, reservation_id)
        expired += 1


def _reserve(books: Collaborators, asked: Asked, reservation_id: uuid.UUID) -> Kept:
    now = books.clock.now()
    priced = _price(books, asked, now)
    for _ in range(_ATTEMPTS):
        attempt = _attempt(books, asked, reservation_id, priced, now)
        match attempt.outcome:
            case Outcome.KEPT:
                return Kept(_reservation(reservation_id, asked, priced, attempt, now), False)
            case Outcome.REPEATED:
                earlier = _earlier(books, asked, reservation_id)
                if earlier:
                    return earlier
            case Outcome.OUTDATED:
                priced = _price(books, asked, now, newest=True)
            case Outcome.NO_PLACE:
                raise NoWebBranch("No branch sells on the web, or none is there to send from")
            case Outcome.COUPON_USED:
                raise CouponUsed(
                    "Somebody else has a coupon of this order",
                    coupons=taken_coupons(books, priced.edition, priced.basket),
                )
            case Outcome.SHORT:
                raise SoldOut("Not all of it is available", short=list(attempt.short))
            case _:
                assert_never(attempt.outcome)
    raise DatabaseUnavailable(
        "The catalogue changes faster than the order can be priced", headers={"Retry-After": "1"}
    )


def _attempt(
    books: Collaborators, asked: Asked, reservation_id: uuid.UUID, priced: _Priced, now: datetime
) -> repository.Attempt:
    """One attempt in one transaction, which is undone unless everything was kept."""
    with books.database.transaction() as connection:
        attempt = repository.reserve(
            connection,
            asked,
            reservation_id=reservation_id,
            basket=priced.basket,
            products=priced.edition.products,
            coupons=used_coupons(priced.edition, priced.basket),
            now=now,
            expires_at=now + HELD_FOR,
            revision=priced.edition.revision,
        )
        if attempt.outcome is Outcome.KEPT:
            faults.point("books.reserve_before_commit")
        else:
            connection.rollback()
    faults.point("books.reserve_after_commit")
    return attempt


def _price(books: Collaborators, asked: Asked, now: datetime, *, newest: bool = False) -> _Priced:
    """Price by what this process remembers; only the newest edition of the catalogue may refuse it."""
    ids = [product_id for product_id, _ in asked.lines]
    read = books.prices.renew if newest else books.prices.edition
    edition = read(books.database, ids)
    try:
        basket = price_by(edition, asked.lines, asked.coupons, now)
        _check_total(asked, basket, edition)
    except (Conflict, InvalidRequest):
        if newest:
            raise
        return _price(books, asked, now, newest=True)
    return _Priced(edition, basket)


def _check_total(asked: Asked, basket: pricing.PricedBasket, edition: Edition) -> None:
    if asked.total is None or asked.total == basket.total:
        return
    currency = basket.total.currency
    if asked.total.currency != currency:
        raise WrongCurrency(f"The books are kept in {currency}")
    answer = price_answer(basket, edition).model_dump(mode="json")
    raise WrongTotal(
        f"These lines cost {basket.total} {currency}, not {asked.total}",
        total=answer["total"],
        sent={"minor": asked.total.minor, "currency": asked.total.currency},
        lines=answer["lines"],
        vat=answer["vat"],
    )


def _earlier(books: Collaborators, asked: Asked, reservation_id: uuid.UUID) -> Kept | None:
    """The reservation that this id belongs to, as it was made, if it is this one; whether it still lives, a pin tells.

    Raises:
        ReservationLapsed: it was released before it came.
        IdempotencyKeyReused: it is another.
    """
    with books.database.transaction(isolation="REPEATABLE READ") as connection:
        known = repository.fingerprint(connection, reservation_id)
        found = repository.find(connection, reservation_id)
    if found is None:
        return None
    if known is None:
        raise ReservationLapsed(f"Reservation {reservation_id} was released before it came")
    if known != asked.fingerprint():
        raise IdempotencyKeyReused("Something else was reserved under this key; it stays as it is")
    return Kept(found.as_made(), repeated=True)


def _reservation(
    reservation_id: uuid.UUID,
    asked: Asked,
    priced: _Priced,
    attempt: repository.Attempt,
    now: datetime,
) -> Reservation:
    return Reservation(
        id=reservation_id,
        state=ReservationState.HELD,
        place=attempt.place,
        lines=tuple(_line(line, priced.edition) for line in priced.basket.lines),
        total=priced.basket.total,
        coupons=asked.coupons,
        expires_at=now + HELD_FOR,
    )


def _line(line: pricing.PricedLine, edition: Edition) -> ReservedLine:
    product = edition.products[line.product_id]
    return ReservedLine(
        product_id=line.product_id,
        code=product.code,
        name=product.name,
        department=product.department,
        quantity=line.quantity,
        unit_price=line.unit_price,
        price_version=product.price_version,
        discounts=Discount.all_of(line),
        discount=line.discount,
        total=line.total,
        vat_basis_points=line.vat_basis_points,
        vat=line.vat,
    )

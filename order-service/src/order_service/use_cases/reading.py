"""Orders read: one, many, the desk's figures, and the facts for an auditor."""

import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from common import outbox
from common.clock import day_begins, day_ends, local_day, milliseconds
from order_service.collaborators import Collaborators
from order_service.models.fact import Fact
from order_service.models.order import Order
from order_service.models.status import Status
from order_service.models.wanted import Day, Figures, Found, Takings, Wanted
from order_service.repository import lists, orders
from order_service.use_cases.seeing import Viewer

#: A shopper who has more than so many finds the older ones by their links.
_MOST_OF_SHOPPER = 100

_WEEK = 7


def find(desk: Collaborators, order_id: uuid.UUID, viewer: Viewer) -> Order:
    """An order.

    Raises:
        NoSuchOrder: or none that this viewer may see.
    """
    with desk.store.reading() as connection:
        return viewer.check(orders.find(connection, order_id))


def of_shopper(
    desk: Collaborators, account_id: uuid.UUID | None, opened: Iterable[uuid.UUID]
) -> list[Order]:
    """The orders of whoever is signed in, and of this browser, newest first."""
    with desk.store.reading() as connection:
        return lists.of_shopper(connection, account_id, opened, _MOST_OF_SHOPPER)


def listed(desk: Collaborators, wanted: Wanted, branch_id: str | None, most: int) -> Found:
    """A page of all orders that a branch has to do with; None: of every branch."""
    zone = desk.time_zone().key
    placed = (
        milliseconds(day_begins(wanted.first_day, zone)) if wanted.first_day else None,
        milliseconds(day_ends(wanted.last_day, zone)) if wanted.last_day else None,
    )
    with desk.store.reading() as connection:
        return lists.listed(connection, wanted, branch_id=branch_id, placed=placed, most=most)


def figures(desk: Collaborators, branch_id: str | None) -> Figures:
    """What the desk shows first. Money counts on the day on which it was paid, while it is kept.

    Raises:
        NeighbourUnavailable: it is not known whose shop this is, and so in which currency it counts.
    """
    company = desk.books.company()
    zone, now = company.time_zone, desk.clock.now()
    today = local_day(now, zone)
    with desk.store.reading() as connection:

        def paid(first: date, last: date) -> Takings:
            since, until = milliseconds(day_begins(first, zone)), milliseconds(day_ends(last, zone))
            return lists.takings(connection, branch_id, since, until, company.currency)

        counts = lists.counts(connection, branch_id)
        days = [today - timedelta(days=back) for back in range(_WEEK - 1, -1, -1)]
        told = outbox.facts(connection, now)
        return Figures(
            today=paid(today, today),
            yesterday=paid(today - timedelta(days=1), today - timedelta(days=1)),
            week=paid(days[0], today),
            week_before=paid(days[0] - timedelta(days=_WEEK), days[0] - timedelta(days=1)),
            days=tuple(Day(day, paid(day, day)) for day in days),
            counts=counts,
            to_pack=counts[Status.PAID],
            to_ship=counts[Status.PACKED],
            waiting=int(told["waiting"]),
            parked=int(told["parked"]),
        )


def facts(desk: Collaborators, after: int, most: int) -> list[Fact]:
    """Orders in the order of their last change, for whoever goes on from the place that they know."""
    with desk.store.reading() as connection:
        return lists.facts(connection, after, most)


def outbox_facts(desk: Collaborators) -> dict[str, Any]:
    """What still waits to be delivered."""
    with desk.store.reading() as connection:
        return dict(outbox.facts(connection, desk.clock.now()))

"""What the pages of numbers ask: the numbers of some days, the ranking of products, a customer and what they bought."""

import uuid
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

from dashboard_service.collaborators import Collaborators
from dashboard_service.models.figures import (
    Customer,
    Definitions,
    Places,
    PurchasePage,
    Summary,
)
from dashboard_service.models.filters import Filters, Typed
from dashboard_service.models.overview import Overview
from dashboard_service.models.ranking import Ranking

#: The first page shows the products with the three highest counts, and in its tables so many buyers.
_PLACES = 3
_BUYERS = 100

_PRODUCTS = 1000
_FOUND = 50
_PURCHASES = 20

#: How long the books' word is good for: whether anything changed, which branches there are, what numbers mean.
_MARKER_SECONDS = 0.5
_PLACES_SECONDS = 10
_DEFINITIONS_SECONDS = 600


@dataclass(frozen=True, slots=True)
class History:
    """A customer and a page of what they bought; no page if its cursor was not one of the books'."""

    summary: Summary
    page: PurchasePage | None
    places: Places
    is_whole: bool
    """Whether it holds what they bought in every branch, as the summary does."""


def stamp(desk: Collaborators) -> Hashable:
    """What a view holds for: it changes with the books, and every minute, for the time of day counts too.

    However many ask, the books are asked twice a second at most; their answer is no older than half a second.
    """
    marker = desk.words.get("marker", _slice(desk, _MARKER_SECONDS), desk.books.marker)
    return marker, _slice(desk, 60)


def places(desk: Collaborators, reach: str | None) -> Places:
    """The branches that somebody reaches: all, or the one named."""
    found = desk.words.get("places", _slice(desk, _PLACES_SECONDS), desk.books.places)
    return found.within(reach)


def definitions(desk: Collaborators) -> Definitions:
    """What every number means."""
    return desk.words.get("definitions", _slice(desk, _DEFINITIONS_SECONDS), desk.books.definitions)


def read_filters(desk: Collaborators, typed: Typed, reach: str | None) -> Filters:
    """What the typed filters mean now. Whoever reaches one branch sees that one, and knows of no other.

    Raises:
        WrongFilters: one of them cannot be used.
    """
    if reach is not None and not typed.branch:
        typed = replace(typed, branch=reach)
    return Filters.of(typed, places(desk, reach), desk.clock.now(), desk.min_purchases)


def overview(desk: Collaborators, filters: Filters) -> Overview:
    """The numbers of the first page."""
    question, group = filters.question, filters.group
    seen = Overview(
        filters=filters,
        sales=desk.books.sales(question, group, filters.against),
        others={
            against: earlier.so_far.total
            for against in filters.period.others(filters.against)
            if (earlier := desk.books.sales(question, group, against).earlier)
        },
        products=desk.books.products(question, filters.against, _PLACES),
        loyal=desk.books.loyal_buyers(filters.loyalty, filters.min_purchases, _BUYERS),
    )
    return replace(seen, has_products=desk.books.has_products()) if seen.is_blank else seen


def ranking(desk: Collaborators, filters: Filters) -> Ranking:
    """Every product that was sold in some days."""
    found = desk.books.products(filters.question, filters.against, _PRODUCTS)
    has_products = bool(found) or desk.books.has_products()
    return Ranking(filters, _currency(desk), found, has_products)


def find_customers(desk: Collaborators, words: str) -> Sequence[Customer]:
    """Customers by name or by the beginning of their id, the best match first."""
    return desk.books.customers(words, _FOUND)


def history(
    desk: Collaborators, customer_id: uuid.UUID, cursor: str | None, reach: str | None
) -> History | None:
    """A customer and what they bought where one reaches, newest first; None if nobody has this id."""
    summary = desk.books.summary(customer_id)
    if summary is None:
        return None
    page = desk.books.purchases(customer_id, cursor, _PURCHASES, reach)
    return History(summary, page, places(desk, reach), is_whole=reach is None)


def _currency(desk: Collaborators) -> str:
    return places(desk, None).currency


def _slice(desk: Collaborators, seconds: float) -> int:
    """The number of the present piece of time, of so many seconds each."""
    return int(desk.clock.now().timestamp() // seconds)

"""Reads the rollups together with the tail; every function takes the watermark of its own snapshot."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, TextClause, text

from api_service.analytics.models import (
    Buyer,
    Buyers,
    CustomerSummary,
    Figures,
    Group,
    Period,
    ProductSales,
    Sold,
    TenderSum,
    wall_time,
)
from api_service.analytics.repository.statements import statement
from common.money import Money

#: All branches whose history counts by default.
ALL = "*"

_BUYERS_EVER = statement("buyers_ever")
_NEWEST_BUYERS = statement("newest_buyers")
_BEST_PRODUCTS_EVER = statement("best_products_ever")
_BEST_PRODUCTS = statement("best_products")
_UNITS_UNTIL = statement("units_until")
_SALES_BY_HOUR = statement("sales_by_hour")
_SALES_BY_DAY = statement("sales_by_day")
_SALES_UNTIL = statement("sales_until")
_TENDERS = statement("tenders")
_REFUNDED = statement("refunded")
_BUYERS_BETWEEN = statement("buyers_between")
_LOYAL_BETWEEN = statement("loyal_between")
_CUSTOMER_SUMMARY = statement("customer_summary")
_NAMES = text(
    "SELECT id, name FROM books.customer WHERE id = ANY(:customer_ids) AND name IS NOT NULL"
)

#: An hour of the clock lies within so much before any moment of it, whatever clocks do.
_AN_HOUR_AT_MOST = timedelta(hours=2)
_A_DAY_AT_MOST = timedelta(hours=27)


@dataclass(frozen=True, slots=True)
class View:
    """One snapshot to ask: its connection, its watermark, whose sales count, and the currency they are in.

    `scope` is a branch's id, or ALL.
    """

    connection: Connection
    watermark: int
    scope: str
    currency: str

    def ask(self, question: TextClause, **values: Any) -> Sequence[Any]:
        """The rows that answer a statement; what a view knows is handed to it by name."""
        known = {"watermark": str(self.watermark), "scope": self.scope}
        return self.connection.execute(question, known | values).all()

    def money(self, minor: int) -> Money:
        """So many minor units."""
        return Money(minor, self.currency)


@dataclass(frozen=True, slots=True)
class Span:
    """A branch, from one moment on to just before another."""

    branch_id: str
    since: datetime
    before: datetime


def buyers_ever(view: View, *, least: int, most: int) -> Buyers:
    """How many customers ever bought, how many of them at least `least` times, and the first of those."""
    return _buyers(view, view.ask(_BUYERS_EVER, least=least, most=most))


def newest_buyers(
    view: View, *, after: tuple[datetime, uuid.UUID] | None, most: int
) -> list[Buyer]:
    """Customers by their last purchase, newest first, from behind a place on."""
    moment, customer_id = after or ("infinity", uuid.UUID(int=2**128 - 1))
    found = view.ask(_NEWEST_BUYERS, moment=moment, customer_id=customer_id, most=most)
    return [_buyer(view, row) for row in found]


def buyers_between(view: View, spans: Sequence[Span]) -> int:
    """How many different customers bought in any of these spans."""
    if not spans:
        return 0
    return int(view.ask(_BUYERS_BETWEEN, **_arrays(spans))[0].buyers)


def loyal_between(view: View, spans: Sequence[Span], *, least: int, most: int) -> Buyers:
    """As `buyers_ever`, for these spans only."""
    if not spans:
        return Buyers(0, 0, [])
    return _buyers(view, view.ask(_LOYAL_BETWEEN, least=least, most=most, **_arrays(spans)))


def best_products_ever(view: View, *, places: int) -> list[ProductSales]:
    """The products with the `places` highest counts of units ever sold."""
    return [_product(view, row) for row in view.ask(_BEST_PRODUCTS_EVER, places=places)]


def best_products(view: View, period: Period, *, places: int) -> list[ProductSales]:
    """The products with the `places` highest counts of units sold in a period."""
    found = view.ask(_BEST_PRODUCTS, places=places, **_days(period), **_months(period))
    return [_product(view, row) for row in found]


def units_until(
    view: View, period: Period, spans: Sequence[Span], product_ids: Sequence[int]
) -> Mapping[int, int]:
    """Units of these products sold in a period, each branch only until the end of its span."""
    if not spans or not product_ids:
        return {}
    # Whole months may only be taken as far as no branch's last day cuts into them.
    ends = min(wall_time(span.before, "UTC").date() for span in spans) - timedelta(days=2)
    whole = Period(period.first, min(period.last, ends))
    months = _months(whole if whole.first <= whole.last else Period(period.first, period.first))
    found = view.ask(
        _UNITS_UNTIL,
        products=list(product_ids),
        **_days(period),
        **months,
        **_ends(spans, _A_DAY_AT_MOST),
    )
    return {row.product_id: row.units for row in found}


def sold(view: View, period: Period, group: Group) -> Sold:
    """Sales of a period by hour or else by day, and by branch."""
    by_hour = group is Group.HOUR
    rows = view.ask(_SALES_BY_HOUR if by_hour else _SALES_BY_DAY, **_days(period))
    slots = [row for row in rows if row.branch_id is None]
    return Sold(
        by_slot=[
            (
                wall_time(row.hour, row.time_zone)
                if by_hour
                else datetime.combine(row.day, time()),
                _figures(view, row),
            )
            for row in slots
        ],
        by_branch={row.branch_id: _figures(view, row) for row in rows if row.branch_id},
    )


def sold_until(view: View, period: Period, spans: Sequence[Span]) -> dict[str, Figures]:
    """Sales of a period by branch, each branch only until the end of its span."""
    if not spans:
        return {}
    found = view.ask(_SALES_UNTIL, **_days(period), **_ends(spans, _AN_HOUR_AT_MOST))
    return {row.branch_id: _figures(view, row) for row in found}


def refunded(view: View, period: Period, group: Group) -> Sold:
    """What was given back in a period, by hour or else by day, and by branch."""
    by_slot: list[tuple[datetime, Figures]] = []
    by_branch: dict[str, Figures] = {}
    none = Figures.none(view.currency)
    for row in view.ask(_REFUNDED, **_days(period)):
        back = Figures(row.refunds, row.units, view.money(row.total_minor))
        wall = wall_time(row.hour, row.time_zone)
        slot = wall if group is Group.HOUR else datetime.combine(wall.date(), time())
        by_slot.append((slot, back))
        by_branch[row.branch_id] = by_branch.get(row.branch_id, none) + back
    return Sold(by_slot, by_branch)


def tenders(view: View, period: Period) -> list[TenderSum]:
    """What a period's purchases were paid with, the largest sum first."""
    return [
        TenderSum(row.kind, row.purchases, view.money(row.total_minor))
        for row in view.ask(_TENDERS, **_days(period))
    ]


def names(view: View, customer_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The names of those of these customers who have one."""
    found = view.ask(_NAMES, customer_ids=list(customer_ids))
    return {row.id: row.name for row in found}


def customer_summary(
    view: View, customer_id: uuid.UUID, branch_id: str | None
) -> CustomerSummary | None:
    """All that somebody ever bought in a branch, or anywhere; None if there is no such customer."""
    for row in view.ask(_CUSTOMER_SUMMARY, customer_id=customer_id, branch_id=branch_id):
        return CustomerSummary(
            customer_id,
            row.name,
            row.purchases,
            view.money(row.total_minor),
            row.first_sold_at,
            row.last_sold_at,
        )
    return None


def _buyers(view: View, rows: Sequence[Any]) -> Buyers:
    listed = [_buyer(view, row) for row in rows if row.customer_id is not None]
    return Buyers(rows[0].buyers, rows[0].loyal, listed)


def _buyer(view: View, row: Any) -> Buyer:
    return Buyer(row.customer_id, row.purchases, view.money(row.total_minor), row.last_sold_at)


def _product(view: View, row: Any) -> ProductSales:
    return ProductSales(row.product_id, row.name, row.units, view.money(row.total_minor))


def _figures(view: View, row: Any) -> Figures:
    return Figures(row.purchases, row.units, view.money(row.total_minor))


def _days(period: Period) -> dict[str, Any]:
    return {"first": period.first, "last": period.last}


def _months(period: Period) -> dict[str, Any]:
    first, after = period.whole_months()
    return {"first_month": first, "after_months": after}


def _arrays(spans: Sequence[Span]) -> dict[str, Any]:
    return {
        "branches": [span.branch_id for span in spans],
        "sinces": [span.since for span in spans],
        "befores": [span.before for span in spans],
        "since": min(span.since for span in spans),
        "before": max(span.before for span in spans),
    }


def _ends(spans: Sequence[Span], reach: timedelta) -> dict[str, Any]:
    return _arrays(spans) | {"since": min(span.before for span in spans) - reach}

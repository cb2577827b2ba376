"""Questions about sales, products and customers, each answered from one snapshot of the books."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from api_service.analytics.models import (
    BranchSales,
    Buyer,
    Buyers,
    Compared,
    Comparison,
    CustomerSummary,
    Figures,
    Group,
    Layout,
    Period,
    RankedProduct,
    SalesReport,
    Sold,
    Totals,
    ranked,
)
from api_service.analytics.repository import answers
from api_service.analytics.use_cases.ground import Ground, everything, ground
from api_service.collaborators import Collaborators
from api_service.errors import CustomerNotFound


@dataclass(frozen=True, slots=True)
class Asked:
    """The days and the branch that a question is about; None leaves it open."""

    first: date | None = None
    last: date | None = None
    branch_id: str | None = None

    @property
    def all_time(self) -> bool:
        """Whether no days were named."""
        return self.first is None and self.last is None


@dataclass(frozen=True, slots=True)
class Favourites:
    """What sells best and who comes back, over all branches and all time: document 001's numbers."""

    buyers: Buyers
    products: list[RankedProduct]
    generated_at: datetime


@dataclass(frozen=True, slots=True)
class ProductReport:
    """The products that sold best, in a period or (None) ever."""

    period: Period | None
    compared: Period | None
    currency: str
    products: list[RankedProduct]
    as_of: datetime


@dataclass(frozen=True, slots=True)
class CustomerReport:
    """The customers who came most often, in a period or (None) ever."""

    period: Period | None
    buyers: Buyers
    as_of: datetime


def favourites(
    books: Collaborators, *, min_purchases: int, most_buyers: int, places: int
) -> Favourites:
    """Document 001's numbers; loyal buyers are those with at least `min_purchases`, the first `most_buyers` listed."""
    now = books.clock.now()
    with everything(books) as view:
        return Favourites(
            buyers=answers.buyers_ever(view, least=min_purchases, most=most_buyers),
            products=ranked(answers.best_products_ever(view, places=places), places),
            generated_at=now,
        )


def newest_buyers(
    books: Collaborators, *, after: tuple[datetime, uuid.UUID] | None, limit: int
) -> list[Buyer]:
    """Customers by their last purchase, newest first, history from elsewhere left out."""
    with everything(books) as view:
        return answers.newest_buyers(view, after=after, most=limit)


def sales(
    books: Collaborators, asked: Asked, *, group: Group | None, comparison: Comparison
) -> SalesReport:
    """What was sold in some days (today unless others are named), beside earlier ones.

    Raises:
        InvalidRequest: the days are the wrong way round, or too many for the grouping.
        UnknownBranch: there is no such branch.
    """
    with ground(books, asked.branch_id) as here:
        period = Period.asked(asked.first, asked.last, today=here.today)
        group = period.group(group)
        days_back = period.days_back(comparison)
        sold = answers.sold(here.view, period, group)
        refunded = answers.refunded(here.view, period, group)
        before = None if days_back is None else _earlier(here, period, group, days_back)
        layout = Layout.of(
            period,
            group,
            here.time_zone,
            here.view.currency,
            [sold, refunded] if before is None else [sold, refunded, before.moved],
        )
        return SalesReport(
            period=period,
            group=group,
            branch_id=asked.branch_id,
            comparison=comparison,
            time_zone=here.time_zone,
            currency=here.view.currency,
            as_of=here.now,
            rows=layout.rows(sold, refunded, here.now),
            totals=Totals(
                sold.whole(here.view.currency),
                answers.buyers_between(here.view, here.spans(period)),
            ),
            refunded=refunded.whole(here.view.currency),
            compared=None if before is None else before.beside(layout),
            branches=_branches(here, sold, refunded, before),
            tenders=answers.tenders(here.view, period),
        )


def products(
    books: Collaborators, asked: Asked, *, comparison: Comparison, places: int
) -> ProductReport:
    """What sold best in some days, or ever when none are named.

    Raises:
        InvalidRequest: the days are the wrong way round.
        UnknownBranch: there is no such branch.
    """
    with ground(books, asked.branch_id) as here:
        if asked.all_time:
            best = ranked(answers.best_products_ever(here.view, places=places), places)
            return ProductReport(None, None, here.view.currency, best, here.now)
        period = Period.asked(asked.first, asked.last, today=here.today)
        best = ranked(answers.best_products(here.view, period, places=places), places)
        days_back = period.days_back(comparison)
        if days_back is None:
            return ProductReport(period, None, here.view.currency, best, here.now)
        earlier = period.earlier(days_back)
        units = answers.units_until(
            here.view,
            earlier,
            here.spans_so_far(period, days_back=days_back),
            [each.product.product_id for each in best],
        )
        best = [
            replace(each, compared_units=units.get(each.product.product_id, 0)) for each in best
        ]
        return ProductReport(period, earlier, here.view.currency, best, here.now)


def customers(
    books: Collaborators, asked: Asked, *, min_purchases: int, limit: int
) -> CustomerReport:
    """Who came most often in some days, or ever when none are named.

    Raises:
        InvalidRequest: the days are the wrong way round.
        UnknownBranch: there is no such branch.
    """
    with ground(books, asked.branch_id) as here:
        period = None
        if asked.all_time:
            found = answers.buyers_ever(here.view, least=min_purchases, most=limit)
        else:
            period = Period.asked(asked.first, asked.last, today=here.today)
            found = answers.loyal_between(
                here.view, here.spans(period), least=min_purchases, most=limit
            )
        names = answers.names(here.view, [buyer.customer_id for buyer in found.listed])
        listed = [replace(buyer, name=names.get(buyer.customer_id)) for buyer in found.listed]
        return CustomerReport(period, replace(found, listed=listed), here.now)


def customer_summary(
    books: Collaborators, customer_id: uuid.UUID, *, branch_id: str | None = None
) -> CustomerSummary:
    """All that somebody bought in one branch, or anywhere, history from elsewhere included.

    Raises:
        CustomerNotFound: nobody has this id.
    """
    with everything(books) as view:
        summary = answers.customer_summary(view, customer_id, branch_id)
    if summary is None:
        raise CustomerNotFound(f"No customer has the id {customer_id}")
    return summary


@dataclass(frozen=True, slots=True)
class _Earlier:
    """The sales of the compared days, and those of them until the time of day that it is now."""

    period: Period
    days_back: int
    moved: Sold
    so_far: Mapping[str, Figures]
    buyers: int
    currency: str

    def beside(self, layout: Layout) -> Compared:
        """Row by row beside the period's own."""
        return Compared(
            period=self.period,
            rows=layout.earlier_rows(self.moved, days=self.days_back),
            whole=self.moved.whole(self.currency),
            so_far=Totals(Figures.sum(self.so_far.values(), self.currency), self.buyers),
        )


def _earlier(here: Ground, period: Period, group: Group, days_back: int) -> _Earlier:
    earlier = period.earlier(days_back)
    sold = answers.sold(here.view, earlier, group)
    spans = here.spans_so_far(period, days_back=days_back)
    over = spans == here.spans(earlier)
    return _Earlier(
        period=earlier,
        days_back=days_back,
        moved=sold.moved(days_back),
        so_far=sold.by_branch if over else answers.sold_until(here.view, earlier, spans),
        buyers=answers.buyers_between(here.view, spans),
        currency=here.view.currency,
    )


def _branches(
    here: Ground, sold: Sold, refunded: Sold, before: _Earlier | None
) -> list[BranchSales]:
    so_far = {} if before is None else before.so_far
    none = Figures.none(here.view.currency)
    return [
        BranchSales(
            branch_id=branch.id,
            name=branch.name,
            figures=sold.by_branch.get(branch.id, none),
            refunded=refunded.by_branch.get(branch.id, none),
            compared=None if before is None else so_far.get(branch.id, none),
        )
        for branch in here.branches
        if not branch.archived or branch.id in {*sold.by_branch, *refunded.by_branch, *so_far}
    ]

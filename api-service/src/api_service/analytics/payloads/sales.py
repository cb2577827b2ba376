"""Reports of sales as JSON."""

from typing import Annotated

from pydantic import Field

from api_service.analytics.models import (
    Compared,
    Comparison,
    Figures,
    Group,
    SalesReport,
    State,
    Totals,
)
from api_service.analytics.payloads.asked import Days
from common.payload import Answer, Day, Moment, MoneyField


class SalesQuery(Days):
    """Which sales to report: today's by the hour unless other days are named."""

    group: Annotated[Group | None, Field(strict=False)] = None
    compare: Annotated[Comparison, Field(strict=False)] = Comparison.PREVIOUS


class SalesRow(Answer):
    """An hour, day, week or month, with what was sold and what was given back in it."""

    starts_at: Moment
    purchases: int
    total: MoneyField
    refunded: MoneyField
    state: State


class ComparedRow(Answer):
    """The same bucket of the earlier days."""

    starts_at: Moment
    purchases: int
    total: MoneyField


class TotalsAnswer(Answer):
    """What was sold, and to how many different customers."""

    purchases: int
    total: MoneyField
    average: MoneyField
    units: int
    buyers: int


class WholeAnswer(Answer):
    """What was sold."""

    purchases: int
    total: MoneyField


class RefundedAnswer(Answer):
    """What was given back in these days, whenever it had been sold; totals are counted before it."""

    refunds: int
    total: MoneyField


class ComparedAnswer(Answer):
    """The earlier days: `whole`, and `so_far`, which ends at the time of day that it is now."""

    since: Annotated[Day, Field(serialization_alias="from")]
    until: Annotated[Day, Field(serialization_alias="to")]
    rows: list[ComparedRow]
    whole: WholeAnswer
    so_far: TotalsAnswer


class BranchRow(Answer):
    """A branch's part; `compared_total` ends at the time of day that it is now."""

    branch_id: str
    name: str
    purchases: int
    total: MoneyField
    refunded: MoneyField
    compared_total: MoneyField | None


class TenderRow(Answer):
    """What was paid in one kind of tender."""

    kind: str
    purchases: int
    total: MoneyField


class SalesAnswer(Answer):
    """Sales of some days, row by row, beside earlier ones."""

    since: Annotated[Day, Field(serialization_alias="from")]
    until: Annotated[Day, Field(serialization_alias="to")]
    group: Group
    branch: str | None
    compare: Comparison
    time_zone: str
    currency: str
    as_of: Moment
    rows: list[SalesRow]
    totals: TotalsAnswer
    refunded: RefundedAnswer
    compared: ComparedAnswer | None
    branches: list[BranchRow]
    tenders: list[TenderRow]


def sales_answer(report: SalesReport) -> SalesAnswer:
    """A report of sales as /api/v1 answers it."""
    return SalesAnswer(
        since=report.period.first,
        until=report.period.last,
        group=report.group,
        branch=report.branch_id,
        compare=report.comparison,
        time_zone=report.time_zone,
        currency=report.currency,
        as_of=report.as_of,
        rows=[
            SalesRow(
                starts_at=row.starts_at,
                purchases=row.figures.purchases,
                total=row.figures.total,
                refunded=row.refunded.total,
                state=row.state,
            )
            for row in report.rows
        ],
        totals=_totals(report.totals),
        refunded=RefundedAnswer(refunds=report.refunded.purchases, total=report.refunded.total),
        compared=_compared(report.compared) if report.compared else None,
        branches=[
            BranchRow(
                branch_id=each.branch_id,
                name=each.name,
                purchases=each.figures.purchases,
                total=each.figures.total,
                refunded=each.refunded.total,
                compared_total=each.compared.total if each.compared else None,
            )
            for each in report.branches
        ],
        tenders=[
            TenderRow(kind=each.kind, purchases=each.purchases, total=each.total)
            for each in report.tenders
        ],
    )


def _compared(compared: Compared) -> ComparedAnswer:
    return ComparedAnswer(
        since=compared.period.first,
        until=compared.period.last,
        rows=[
            ComparedRow(starts_at=starts_at, purchases=figures.purchases, total=figures.total)
            for starts_at, figures in compared.rows
        ],
        whole=_whole(compared.whole),
        so_far=_totals(compared.so_far),
    )


def _whole(figures: Figures) -> WholeAnswer:
    return WholeAnswer(purchases=figures.purchases, total=figures.total)


def _totals(totals: Totals) -> TotalsAnswer:
    return TotalsAnswer(
        purchases=totals.figures.purchases,
        total=totals.figures.total,
        average=totals.figures.average,
        units=totals.figures.units,
        buyers=totals.buyers,
    )

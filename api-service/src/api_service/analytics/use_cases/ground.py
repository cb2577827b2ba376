"""What a question stands on: one snapshot of the books, the branches asked about, and what time it is there."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime

from api_service.analytics.models import Period, same_time_earlier
from api_service.analytics.repository import rollups
from api_service.analytics.repository.answers import ALL, Span, View
from api_service.catalogue import repository as catalogue
from api_service.catalogue.models import Branch, BranchKind
from api_service.catalogue.use_cases import currency
from api_service.collaborators import Collaborators
from api_service.errors import UnknownBranch
from common.clock import day_begins, day_ends, local_day


@dataclass(frozen=True, slots=True)
class Ground:
    """A snapshot, the branches whose sales count in it, and the time zone that their report is written in."""

    view: View
    branches: Sequence[Branch]
    time_zone: str
    now: datetime

    @property
    def today(self) -> date:
        """The present day of the report."""
        return local_day(self.now, self.time_zone)

    def spans(self, period: Period) -> list[Span]:
        """From the beginning to the end of a period, by each branch's own clock."""
        return [
            Span(
                branch.id,
                day_begins(period.first, branch.time_zone).astimezone(UTC),
                day_ends(period.last, branch.time_zone).astimezone(UTC),
            )
            for branch in self.branches
        ]

    def spans_so_far(self, period: Period, *, days_back: int) -> list[Span]:
        """As much of the days so long before a period as is over of the period itself, by each branch's own clock.

        All of them for a period that is over, and for one that has not begun, because a part would mean nothing then.
        """
        spans = self.spans(period.earlier(days_back))
        if self.today < period.first:
            return spans
        return [
            Span(
                span.branch_id,
                span.since,
                min(span.before, same_time_earlier(self.now, branch.time_zone, days=days_back)),
            )
            for span, branch in zip(spans, self.branches, strict=True)
        ]


@contextmanager
def ground(books: Collaborators, branch_id: str | None) -> Iterator[Ground]:
    """One snapshot to ask about one branch, or about all but those of kind `imported`.

    Raises:
        UnknownBranch: there is no such branch.
    """
    # Read before the snapshot is taken, so that every sale booked before this moment is in it.
    now = books.clock.now()
    with books.database.transaction(isolation="REPEATABLE READ") as connection:
        company = catalogue.company(connection)
        known = catalogue.branches(connection)
        if branch_id is None:
            branches = [branch for branch in known if branch.kind is not BranchKind.IMPORTED]
        else:
            branches = [branch for branch in known if branch.id == branch_id]
            if not branches:
                raise UnknownBranch(f"There is no branch {branch_id}")
        yield Ground(
            view=View(
                connection, rollups.watermark(connection), branch_id or ALL, company.currency
            ),
            branches=branches,
            time_zone=branches[0].time_zone if branch_id else company.time_zone,
            now=now,
        )


@contextmanager
def everything(books: Collaborators) -> Iterator[View]:
    """One snapshot to ask about all branches but those of kind `imported`, where neither names nor zones matter."""
    in_currency = currency(books)
    with books.database.transaction(isolation="REPEATABLE READ") as connection:
        yield View(connection, rollups.watermark(connection), ALL, in_currency)

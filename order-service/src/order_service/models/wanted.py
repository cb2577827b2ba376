"""What somebody wants to see of all orders, as it stands in the address, and what a desk's figures say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Self
from urllib.parse import urlencode

from common.clock import read_day
from common.money import Money
from order_service.models.order import Order
from order_service.models.status import Status

PAGE = 50
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which orders, newest first; `before` and `after` are numbers of orders, where a page begins."""

    status: Status | None = None
    words: str = ""
    first_day: date | None = None
    last_day: date | None = None
    before: int | None = None
    after: int | None = None
    no_days: Mapping[str, str] = field(default_factory=dict)
    """What stands as `from` or `to` and is no day of the calendar: then nobody knows which orders are meant."""

    @classmethod
    def asked(cls, query: Mapping[str, str]) -> Self:
        """What an address asks for. What else it says wrong is passed over, for addresses are typed and handed on."""
        status = query.get("status", "")
        days = {name: _visible(query.get(name, "")) for name in ("from", "to")}
        return cls(
            status=Status(status) if status in set(Status) else None,
            words=_visible(query.get("q", "")),
            first_day=read_day(days["from"]),
            last_day=read_day(days["to"]),
            before=_number(query.get("before", "")),
            after=_number(query.get("after", "")),
            no_days={name: text for name, text in days.items() if text and read_day(text) is None},
        )

    @property
    def is_a_page_of_its_own(self) -> bool:
        """Whether the address says where the page begins, rather than at the newest."""
        return self.before is not None or self.after is not None

    @property
    def is_narrowed(self) -> bool:
        """Whether it is not all of them."""
        return bool(self.words or self.status or self.first_day or self.last_day or self.no_days)

    def href(self, path: str, **changes: str) -> str:
        """The address of the same with something else; whatever changes, it begins at the newest again."""
        fields = {
            "status": self.status.value if self.status else "",
            "q": self.words,
            "from": self.first_day.isoformat() if self.first_day else "",
            "to": self.last_day.isoformat() if self.last_day else "",
        }
        query = urlencode({name: text for name, text in (fields | changes).items() if text})
        return f"{path}?{query}" if query else path


@dataclass(frozen=True, slots=True)
class Found:
    """A page of orders, and where the pages beside it begin."""

    orders: tuple[Order, ...]
    older: int | None = None
    newer: int | None = None


@dataclass(frozen=True, slots=True)
class Takings:
    """What paid orders of some days came to, without those whose money went back."""

    orders: int
    revenue: Money


@dataclass(frozen=True, slots=True)
class Day:
    """What was paid on one day."""

    day: date
    takings: Takings


@dataclass(frozen=True, slots=True)
class Figures:
    """The desk at a glance."""

    today: Takings
    yesterday: Takings
    week: Takings
    week_before: Takings
    days: tuple[Day, ...]
    """The last seven, today at the end."""
    counts: Mapping[Status, int]
    to_pack: int
    to_ship: int
    waiting: int
    """Messages that the books or the gateway have not taken yet."""
    parked: int
    """Messages that they will not have, and that somebody has to look at."""


def _visible(text: str) -> str:
    """Words as somebody sees them: no store takes a sign that cannot be seen, and nobody searches for one."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:_LONGEST]


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,15}", text) else None

"""A purchase as a row of a file tells it, before it is compared with any catalogue."""

import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial
from typing import Any, Self
from zoneinfo import ZoneInfo

from api_service.importer.files import Record
from api_service.importer.models import NAMESPACE, shown
from common.money import Money, MoneyError

COLUMNS = ("supermarket_id", "timestamp", "user_id", "items_list", "total_amount")

_WEEK = timedelta(weeks=1)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_DECIMAL_COMMA = re.compile(r"-?\d+,\d\d?")
_LONGEST_USER_ID = 200

#: A billion euros in cents: more is a slip, and would leave no room for the owner's sums.
_LARGEST_AMOUNT = 10**11

#: How many different lists and totals of a file are remembered; most files repeat a few thousand.
_REMEMBERED = 65_536


@dataclass(frozen=True, slots=True)
class PurchaseRow:
    """One purchase of one unit of each product that it names."""

    branch_id: str
    told_at: datetime
    """As written; without a zone it is the branch's local time."""
    user_id: str
    names: tuple[str, ...]
    total: Money

    @classmethod
    def of(cls, record: Record, currency: str) -> Self:
        """Read the values of COLUMNS.

        Raises:
            ValueError: they tell no purchase; the message gives every reason.
        """
        readers: tuple[Callable[[str], Any], ...] = (
            _branch_id,
            _told_at,
            _user_id,
            _names,
            partial(_total, currency),
        )
        found, reasons = [], []
        for read, value in zip(readers, record.told(), strict=True):
            try:
                found.append(read(value))
            except ValueError as error:
                reasons.append(str(error))
        if reasons:
            raise ValueError("; ".join(reasons))
        return cls(*found)

    @property
    def external_id(self) -> str | None:
        """What another system calls the customer; None where that is a UUID, which is taken as it is."""
        return None if _UUID.fullmatch(self.user_id) else self.user_id

    @property
    def customer_id(self) -> uuid.UUID:
        """Who bought. For another system's id: the customer that it becomes when it is new here."""
        if self.external_id is None:
            return uuid.UUID(self.user_id)
        return uuid.uuid5(NAMESPACE, f"customer\x1f{self.user_id}")

    def identity(self, occurrence: int) -> uuid.UUID:
        """The id of the purchase that the n-th row with these values is, in whichever file it comes again."""
        return uuid.uuid5(NAMESPACE, f"{self.values}\x1f{occurrence}")

    @property
    def values(self) -> str:
        """What tells it from other rows, however a program wrote its numbers and times down."""
        return "\x1f".join(
            (
                self.branch_id,
                self.told_at.isoformat(),
                self.user_id,
                ",".join(self.names),
                str(self.total.minor),
            )
        )


def moment(told_at: datetime, time_zone: str) -> datetime:
    """When a told time was, in UTC.

    In autumn a time that comes twice means the first. In spring a time that is skipped means an hour later, as a
    clock shows that nobody has set.
    """
    if told_at.tzinfo is None:
        told_at = told_at.replace(tzinfo=ZoneInfo(time_zone))
    return told_at.astimezone(UTC)


def brought_up_to(
    now: datetime, rows: Sequence[PurchaseRow], time_zones: Mapping[str, str]
) -> list[PurchaseRow]:
    """History moved by whole weeks so that it reaches the present, without what would then lie in the future.

    By the fewest weeks that take the last purchase to now or past it; weekdays and times of day stay as they were.
    """
    if not rows:
        return []

    def sold_at(row: PurchaseRow, weeks: int) -> datetime:
        return moment(row.told_at + weeks * _WEEK, time_zones[row.branch_id])

    last = max(rows, key=lambda row: sold_at(row, 0))
    weeks = (now - sold_at(last, 0)) // _WEEK - 1  # an hour of summer time may be missing
    while sold_at(last, weeks) < now:
        weeks += 1
    moved = [replace(row, told_at=row.told_at + weeks * _WEEK) for row in rows]
    return [row for row in moved if sold_at(row, 0) <= now]


def amount(column: str, text: str, currency: str) -> Money:
    """Read an amount of zero or more; a decimal comma, as 12,50, is understood.

    Raises:
        ValueError: it is none.
    """
    if _DECIMAL_COMMA.fullmatch(text):
        text = text.replace(",", ".")
    try:
        found = Money.parse(text, currency)
    except MoneyError:
        raise ValueError(f"{column} {shown(text)} is not an amount like 12.50") from None
    if found.minor < 0:
        raise ValueError(f"{column} {found} is below zero")
    if found.minor > _LARGEST_AMOUNT:
        raise ValueError(f"{column} {found} is too large to be meant")
    return found


def _branch_id(text: str) -> str:
    if not text:
        raise ValueError("supermarket_id is empty")
    return text


def _told_at(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or not 1970 <= found.year <= 9000:
        raise ValueError(f"timestamp {shown(text)} is not a time like 2026-01-31 14:30:00")
    if len(text) <= len("2026-01-31"):
        raise ValueError(f"timestamp {shown(text)} has no time of day")
    return found


def _user_id(text: str) -> str:
    if not text:
        raise ValueError("user_id is empty")
    if len(text) > _LONGEST_USER_ID or not text.isprintable():
        raise ValueError(f"user_id {shown(text)} is too long or has unprintable signs")
    return text.lower() if _UUID.fullmatch(text) else text


@lru_cache(_REMEMBERED)
def _names(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(","))
    if not any(names):
        raise ValueError("items_list is empty")
    if not all(names):
        raise ValueError("items_list names nothing between two commas")
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{shown(twice)} is listed twice; a row has one unit of each product")
    return names


@lru_cache(_REMEMBERED)
def _total(currency: str, text: str) -> Money:
    return amount("total_amount", text, currency)

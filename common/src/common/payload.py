"""What comes in and goes out as JSON: the base of every payload and the types of its fields."""

import re
import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from common.clock import read_day
from common.money import Money, MoneyError

#: What no text may hold: signs that no keyboard types, and half characters.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

#: What nobody may type into a form besides: the two signs that turn round what follows them. Goods that came from
#: elsewhere may have them in their names, and are still sold.
UNSEEN = re.compile(CONTROL.pattern.replace("]", r"\u202d\u202e]"))

#: From UTC; no zone is that far, and PostgreSQL takes none that is.
_FARTHEST = timedelta(hours=16)

#: An address that mail can be sent to, as far as its form says.
EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s.,;<>]+")


class Payload(BaseModel):
    """A JSON object with known fields only; a type is taken as written, never converted."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, populate_by_name=True)


class Answer(BaseModel):
    """A JSON object that a service answers with; its fields were checked where they were made."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)


def _uuid(value: Any) -> uuid.UUID:
    if isinstance(value, uuid.UUID):
        return value
    try:
        # uuid.UUID() also takes braces, urn: and misplaced hyphens, which no caller means
        if isinstance(value, str) and len(value) == 36 and value.count("-") == 4:
            return uuid.UUID(value)
    except ValueError:
        pass
    raise PydanticCustomError(
        "malformed_uuid", "this is not a UUID like 6f1ed002-ab5b-4e2b-8a1c-0b0d6f0f3a44"
    )


def _day(value: Any) -> date:
    if type(value) is date:
        return value
    day = read_day(value) if isinstance(value, str) else None
    if day is None:
        raise ValueError("this is not a day like 2026-11-20")
    return day


def _moment(value: Any) -> datetime:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            value = None
    if isinstance(value, datetime) and _can_be_kept(value):
        return value
    raise ValueError("this is not a moment with its zone like 2026-11-20T15:20:00+01:00")


def _can_be_kept(moment: datetime) -> bool:
    """Whether databases take it: with a zone that may be somewhere, and in a year that UTC has too."""
    offset = moment.utcoffset()
    try:
        moment.astimezone(UTC)
    except OverflowError:
        return False
    return offset is not None and abs(offset) < _FARTHEST


def _whole(value: Any) -> int:
    """From a query string a number arrives as text."""
    if type(value) is int:
        return value
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,15}", value):
        return int(value)
    raise ValueError("this is not a whole number")


def _decimal(value: Any) -> Decimal:
    if isinstance(value, Decimal) and value.is_finite():
        return value
    if type(value) is int:
        return Decimal(value)
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,6})?", value):
        return Decimal(value)
    raise ValueError("this is not a number like 32.50")


def _harmless(value: str) -> str:
    if CONTROL.search(value):
        raise ValueError("control characters are not allowed")
    return value.strip()


def _email(value: str) -> str:
    if not EMAIL.fullmatch(value):
        raise ValueError("this is not an e-mail address like marta@example.org")
    return value


def _money(value: Any) -> Money:
    if isinstance(value, Money):
        return value
    match value:
        case {"minor": int(minor), "currency": str(currency), **rest} if not rest:
            try:
                return Money(minor, currency)
            except MoneyError as error:
                raise ValueError(str(error)) from None
    raise ValueError('this is not an amount like {"minor": 3250, "currency": "EUR"}')


Uuid = Annotated[uuid.UUID, BeforeValidator(_uuid)]
Day = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
Whole = Annotated[int, BeforeValidator(_whole)]
Text = Annotated[str, AfterValidator(_harmless)]
Email = Annotated[Text, Field(max_length=254), AfterValidator(_email)]

#: A decimal number as the documents' endpoints write money: 32.5.
DecimalNumber = Annotated[
    Decimal,
    BeforeValidator(_decimal),
    PlainSerializer(float, return_type=float),
    WithJsonSchema({"type": "number", "examples": [32.5]}),
]

#: An amount as /api/v1 writes it: {"minor": 3250, "currency": "EUR"}.
MoneyField = Annotated[
    Money,
    PlainValidator(_money),
    PlainSerializer(lambda money: {"minor": money.minor, "currency": money.currency}),
    WithJsonSchema(
        {
            "type": "object",
            "title": "Money",
            "properties": {
                "minor": {"type": "integer", "description": "minor units, cents for EUR"},
                "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
            },
            "required": ["minor", "currency"],
            "additionalProperties": False,
            "examples": [{"minor": 3250, "currency": "EUR"}],
        }
    ),
]


class Page(Payload):
    """What the query of a long list says about its pages."""

    limit: Annotated[Whole, Field(ge=1, le=1000)] = 100
    cursor: Annotated[Text, Field(max_length=2000)] | None = None

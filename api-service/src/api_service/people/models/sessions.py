"""Sessions: how long they last, idle and at most, and whose they are."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from api_service.people.models.accounts import Application, Person
from common.access import Role

#: When a session was last seen is written down at most so often, to spare the database.
SEEN_AGAIN_AFTER = timedelta(minutes=1)


class Ended(StrEnum):
    """Why a session does not hold any more."""

    SIGNED_OUT = "signed_out"
    IDLE = "idle"
    TOO_OLD = "too_old"
    DISABLED = "disabled"
    UNKNOWN = "unknown"
    """There never was one, or it got another token."""


@dataclass(frozen=True, slots=True)
class Lifetime:
    """A session ends when nobody used it for `idle`, and `longest` after its sign-in in any case."""

    idle: timedelta
    longest: timedelta


_AT_THE_TILL = Lifetime(idle=timedelta(hours=4), longest=timedelta(hours=14))
_AT_A_DESK = Lifetime(idle=timedelta(hours=2), longest=timedelta(hours=14))
_OF_A_CUSTOMER = Lifetime(idle=timedelta(days=14), longest=timedelta(days=60))


def lifetime(application: Application, role: Role) -> Lifetime:
    """How long somebody's session lasts; staff who shop are still staff."""
    if role is Role.CUSTOMER:
        return _OF_A_CUSTOMER
    return _AT_THE_TILL if application is Application.TILL else _AT_A_DESK


@dataclass(frozen=True, slots=True)
class Session:
    """A session that holds. `person` is whose it is now; nobody while a team's till waits for a PIN."""

    id: uuid.UUID
    application: Application
    account_id: uuid.UUID
    """Who signed in."""
    person: Person | None
    team_till: str | None
    team_branch: str | None
    address: str
    seen_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Listed:
    """One of somebody's own sessions, as they see it in their list."""

    id: uuid.UUID
    application: Application
    address: str
    agent: str
    began_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Begun:
    """A session that has just got a new token, which only its browser keeps."""

    token: str
    session: Session

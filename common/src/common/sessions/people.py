"""What the books know of people, as a service with pages asks them. One place for every service's doors."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from common.access import Caller, Kind, Role
from common.service_client import ServiceClient, acting

#: Every page waits for this answer, and knows what to do without it.
_PATIENCE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody's session at one application.

    `team_till` is the till that a manager opened for the branch's team: there `caller` is whoever typed a PIN last, and
    has no role while nobody has.
    """

    caller: Caller
    ends_at: datetime
    team_till: str | None = None

    @property
    def is_locked(self) -> bool:
        """Whether the till waits for a PIN."""
        return self.team_till is not None and self.caller.role is None


@dataclass(frozen=True, slots=True)
class Begun:
    """A session that has just begun, with the token that only its browser keeps."""

    token: str
    session: Session


def session(read: Mapping[str, Any], *, service: str) -> Session:
    """A session as the books describe it."""
    person = read["person"]
    who = Caller(kind=Kind.PERSON, service=service)
    if person is not None:
        who = Caller(
            kind=Kind.PERSON,
            role=Role(person["role"]),
            name=person["name"],
            email=person["email"],
            account_id=uuid.UUID(person["id"]),
            customer_id=uuid.UUID(person["customer_id"]) if person["customer_id"] else None,
            branch_id=person["branch_id"],
            service=service,
        )
    return Session(who, datetime.fromisoformat(read["ends_at"]), read["team_till"])


def begun(read: Mapping[str, Any], *, service: str) -> Begun:
    """A session that the books have just begun, as they describe it."""
    return Begun(read["token"], session(read["session"], service=service))


class People:
    """The books' answers about sessions. The session's own token travels by itself (`service_client.acting`).

    Every call may raise NeighbourUnavailable, and Refusal with the books' problem.
    """

    def __init__(self, client: ServiceClient, *, service: str, application: str) -> None:
        """`application` is `till`, `dashboard` or `shop`; a session of one is none at another."""
        self._client = client
        self._service = service
        self._application = application
        self._is_founded = False

    def is_founded(self) -> bool:
        """Whether there is a chain that somebody could sign in to; asked until there is one, and never again."""
        if not self._is_founded:
            before = acting.set("")
            try:
                told = self._client.get("/internal/first-run", timeout_seconds=_PATIENCE_SECONDS)
                self._is_founded = not told.content["needed"]
            finally:
                acting.reset(before)
        return self._is_founded

    def session(self) -> Session:
        """The session at hand; asking keeps it from idling out."""
        reply = self._client.get("/internal/session", timeout_seconds=_PATIENCE_SECONDS)
        return session(reply.content, service=self._service)

    def sign_in(self, email: str, password: str, *, address: str, agent: str) -> Begun:
        """Begin a session. Where a code is needed too, the refusal holds a ticket that stands for the password."""
        body = {"email": email, "password": password}
        return self._begun("/internal/sign-in", body, address=address, agent=agent)

    def sign_in_with_code(self, ticket: str, code: str, *, address: str, agent: str) -> Begun:
        """Begin a session whose password was right a moment ago."""
        body = {"ticket": ticket, "code": code}
        return self._begun("/internal/sign-in", body, address=address, agent=agent)

    def demo_sign_in(self, role: Role, *, address: str, agent: str) -> Begun:
        """Begin a session as one of the demo's people."""
        return self._begun(
            "/internal/demo-sign-in", {"role": role.value}, address=address, agent=agent
        )

    def sign_out(self, *, everywhere: bool = False) -> None:
        """End the session at hand, or all of this person's."""
        self._client.post("/internal/sign-out", {"everywhere": everywhere})

    def _begun(self, path: str, body: dict[str, Any], *, address: str, agent: str) -> Begun:
        body |= {"application": self._application, "address": address, "agent": agent[:300]}
        before = acting.set(
            ""
        )  # a session from before has no part in it, least of all an ended one
        try:
            return begun(self._client.post(path, body).content, service=self._service)
        finally:
            acting.reset(before)

"""The books' people in memory, and clients that have signed in, for tests of services with pages."""

import secrets
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from flask.testing import FlaskClient

from common.access import Caller, Kind, Role
from common.errors import NeighbourUnavailable
from common.service_client import Refusal, acting
from common.sessions.door import Door
from common.sessions.people import Begun, People, Session

PASSWORD = "seventeen green umbrellas"  # noqa: S105  # everybody's in these tests


def somebody(role: Role = Role.OWNER, **facts: Any) -> Caller:
    """A person of that role, in the branch SMKT001 unless an owner; `facts` replace what a Caller knows."""
    names = {
        Role.CUSTOMER: "Marta Ruiz",
        Role.CASHIER: "Ines Duarte",
        Role.MANAGER: "Pieter Vos",
        Role.OWNER: "Rosa Lindqvist",
    }
    has_branch = role in (Role.CASHIER, Role.MANAGER)
    known = Caller(
        kind=Kind.PERSON,
        role=role,
        name=names[role],
        email=f"{role.value}@example.org",
        account_id=uuid.uuid5(uuid.NAMESPACE_DNS, role.value),
        customer_id=uuid.uuid5(uuid.NAMESPACE_DNS, "customer") if role is Role.CUSTOMER else None,
        branch_id="SMKT001" if has_branch else None,
        service="tests",
    )
    return replace(known, **facts)


class FakePeople(People):
    """Accounts and sessions in memory. One account per role, all with PASSWORD; a test may change everything."""

    def __init__(self, *, demo: bool = True) -> None:
        """Nobody is signed in yet."""
        self.away = False
        self.demo = demo
        self.founded = True
        self.accounts = {each.email: each for each in (somebody(role) for role in Role)}
        self.code = ""
        """The code that a second factor asks for; empty without one."""
        self.refusal: Refusal | None = None
        """What every sign-in is refused with, while it is set."""
        self.why_ended: dict[str, str] = {}
        """Why a token's session ended, as the books' problem says it."""
        self.sessions: dict[str, Session] = {}

    def begin(self, caller: Caller, *, team_till: str | None = None) -> Begun:
        """A session of somebody, as if they had signed in."""
        token = secrets.token_urlsafe(32)
        ends_at = datetime.now(UTC) + timedelta(hours=4)
        self.sessions[token] = Session(caller, ends_at, team_till)
        return Begun(token, self.sessions[token])

    def end(self, token: str, reason: str = "signed_out") -> None:
        """End one, as the books do."""
        self.sessions.pop(token, None)
        self.why_ended[token] = reason

    def is_founded(self) -> bool:
        """Whether there is a chain."""
        self._answer()
        return self.founded

    def session(self) -> Session:
        """The session of the token that the call acts for."""
        self._answer()
        found = self.sessions.get(acting.get())
        if found is None:
            reason = self.why_ended.get(acting.get(), "unknown")
            raise Refusal(401, {"code": "session_ended", "reason": reason, "detail": "It ended"})
        return found

    def sign_in(self, email: str, password: str, *, address: str, agent: str) -> Begun:
        """As the books: an unknown e-mail and a wrong password are refused alike."""
        del address, agent
        self._answer()
        if self.refusal is not None:
            raise self.refusal
        found = self.accounts.get(email)
        if found is None or password != PASSWORD:
            raise Refusal(401, {"code": "wrong_credentials", "detail": "That does not fit"})
        if self.code:
            raise Refusal(
                401, {"code": "second_factor_needed", "ticket": email, "detail": "A code"}
            )
        return self.begin(found)

    def sign_in_with_code(self, ticket: str, code: str, *, address: str, agent: str) -> Begun:
        """As the books: a ticket that ended is refused as a wrong password is."""
        del address, agent
        self._answer()
        if self.refusal is not None:
            raise self.refusal
        if ticket not in self.accounts:
            raise Refusal(401, {"code": "wrong_credentials", "detail": "That does not fit"})
        if code != self.code:
            raise Refusal(401, {"code": "second_factor_wrong", "detail": "The code is wrong"})
        return self.begin(self.accounts[ticket])

    def demo_sign_in(self, role: Role, *, address: str, agent: str) -> Begun:
        """As the books: there is none outside a demo."""
        del address, agent
        self._answer()
        if self.refusal is not None:
            raise self.refusal
        if not self.demo:
            raise Refusal(404, {"code": "not_found"})
        return self.begin(next(each for each in self.accounts.values() if each.role is role))

    def sign_out(self, *, everywhere: bool = False) -> None:
        """End the session at hand, or all of its person's."""
        self._answer()
        at_hand = self.session().caller.account_id
        for token, known in list(self.sessions.items()):
            if token == acting.get() or (everywhere and known.caller.account_id == at_hand):
                self.end(token)

    def _answer(self) -> None:
        if self.away:
            raise NeighbourUnavailable("The books do not answer")


def signed_in(client: FlaskClient, caller: Caller, *, team_till: str | None = None) -> str:
    """Give the client a session of somebody; its token. The application's People must be a FakePeople."""
    door = door_of(client)
    assert isinstance(door.people, FakePeople)
    begun = door.people.begin(caller, team_till=team_till)
    client.set_cookie(door.cookies.session, begun.token)
    return begun.token


def form(client: FlaskClient, **fields: Any) -> dict[str, Any]:
    """The fields of a form, with the token that the client's own page would have put there."""
    door = door_of(client)
    held = client.get_cookie(door.cookies.session) or client.get_cookie(door.cookies.visit)
    if held is None:
        client.get("/sign-in")
        held = client.get_cookie(door.cookies.visit)
    assert held is not None
    return fields | {"csrf_token": door.form_token_of(held.value)}


def door_of(client: FlaskClient) -> Door:
    """The door of the client's application."""
    door = client.application.extensions["mercato.door"]
    assert isinstance(door, Door)
    return door

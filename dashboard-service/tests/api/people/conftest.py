"""People, keys and a founding in memory, and whoever is signed in to change them."""

import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from common.access import Role
from common.errors import NeighbourUnavailable
from common.service_client import Refusal
from common.testing.people import PASSWORD, FakePeople, form, signed_in, somebody
from dashboard_service.collaborators import Collaborators
from dashboard_service.models.account import Account, OpenSession, Secret
from dashboard_service.models.founding import Chain
from dashboard_service.models.keys import Key, KeyDraft
from dashboard_service.models.staff import Draft, Invitation, Member, Ticket

NOW = datetime(2026, 11, 20, 14, 20, tzinfo=UTC)

ROSA = somebody(Role.OWNER)
PIETER = somebody(Role.MANAGER)
INES = somebody(Role.CASHIER)


def refusal(status: int, code: str, detail: str, pointer: str = "") -> Refusal:
    """The books' no."""
    problem = {"code": code, "title": "That was refused", "detail": detail}
    errors = [{"pointer": pointer, "detail": detail}] if pointer else []
    return Refusal(status, problem | ({"errors": errors} if errors else {}))


def member(caller, **facts) -> Member:
    """A line of the list for one of FakePeople's accounts."""
    known = Member(
        caller.account_id, caller.name, caller.email, caller.role, caller.branch_id,
        has_pin=caller.role is not Role.OWNER, has_second_factor=False, is_disabled=False,
        is_invited=False, last_seen_at=NOW - timedelta(minutes=12), etag='"1"',
    )  # fmt: skip  # short values, several to a line
    return replace(known, **facts)


@dataclass
class Steered:
    """What a test may set: the next refusal, or silence."""

    refuses: Refusal | None = None
    away: bool = False
    calls: list[tuple[object, ...]] = field(default_factory=list)

    def asked(self, *what: object) -> None:
        self.calls.append(what)
        if self.away:
            raise NeighbourUnavailable("The books do not answer")
        if self.refuses is not None:
            raise self.refuses


@dataclass
class FakeStaff(Steered):
    """The list in memory; every change makes another etag."""

    people: dict[uuid.UUID, Member] = field(
        default_factory=lambda: {each.account_id: member(each) for each in (ROSA, PIETER, INES)}
    )
    tickets: dict[str, Invitation] = field(default_factory=dict)

    def members(self) -> list[Member]:
        return list(self.people.values())

    def member(self, member_id: uuid.UUID) -> Member | None:
        return self.people.get(member_id)

    def invite(self, draft: Draft, key: str) -> Ticket:
        self.asked("invite", draft, key)
        return self._ticket(draft)

    def change(self, member: Member, draft: Draft, *, disabled: bool, etag: str) -> None:
        self.asked("change", member.id, draft, disabled, etag)
        if etag != member.etag:
            raise refusal(412, "precondition_failed", "It was changed meanwhile")
        self.people[member.id] = replace(
            member, name=draft.name, role=draft.role, branch_id=draft.branch_id,
            is_disabled=disabled, etag=f'"{secrets.token_hex(4)}"',
        )  # fmt: skip  # short values, several to a line

    def sign_out(self, member_id: uuid.UUID) -> int:
        self.asked("sign_out", member_id)
        return 2

    def reset(self, member_id: uuid.UUID) -> Ticket:
        self.asked("reset", member_id)
        return self._ticket(self.people[member_id].draft)

    def look(self, token: str) -> Invitation | None:
        return self.tickets.get(token)

    def accept(self, token: str, password: str, pin: str | None) -> str:
        self.asked("accept", token, password, pin)
        found = self.tickets.pop(token)
        return "/sign-in" if found.role is not Role.CASHIER else "http://till.example/sign-in"

    def _ticket(self, draft: Draft) -> Ticket:
        token, ends_at = secrets.token_urlsafe(32), NOW + timedelta(hours=72)
        self.tickets[token] = Invitation(
            draft.name, draft.email, draft.role, draft.branch_id and "Harbour", ends_at
        )
        return Ticket(token, ends_at)


@dataclass
class FakeAccounts(Steered):
    """The account of whoever is signed in, whose password is PASSWORD."""

    account: Account = field(
        default_factory=lambda: Account(
            ROSA.name, ROSA.email, Role.OWNER, None, has_pin=False, has_second_factor=False
        )
    )
    open: list[OpenSession] = field(default_factory=list)

    def read(self) -> Account:
        return self.account

    def sessions(self) -> list[OpenSession]:
        return self.open

    def end_session(self, session_id: uuid.UUID) -> bool:
        self.asked("end_session", session_id)
        before = len(self.open)
        self.open = [each for each in self.open if each.id != session_id]
        return len(self.open) < before

    def change_password(self, current: str, new: str) -> int:
        self.asked("change_password", current, new)
        self._prove(current, "/current")
        return 2

    def set_pin(self, password: str, pin: str | None) -> None:
        self.asked("set_pin", password, pin)
        self._prove(password)

    def begin_second_factor(self, password: str) -> Secret:
        self.asked("begin_second_factor", password)
        self._prove(password)
        return Secret(
            "JBSWY3DPEHPK3PXP",
            "otpauth://totp/Mercato:rosa@example.com?secret=JBSWY3DPEHPK3PXP&issuer=Mercato",
        )

    def confirm_second_factor(self, code: str) -> list[str]:
        self.asked("confirm_second_factor", code)
        if code != "123456":
            raise refusal(422, "wrong_code", "The code does not fit", "/code")
        self.account = replace(self.account, has_second_factor=True)
        return [f"abcd-{number:04}" for number in range(8)]

    def end_second_factor(self, password: str) -> None:
        self.asked("end_second_factor", password)
        self._prove(password)
        self.account = replace(self.account, has_second_factor=False)

    def _prove(self, password: str, pointer: str = "/password") -> None:
        if password != PASSWORD:
            raise refusal(422, "wrong_password", "That is not your password", pointer)


@dataclass
class FakeKeys(Steered):
    """Keys in memory."""

    kept: list[Key] = field(default_factory=list)

    def all(self) -> list[Key]:
        return self.kept

    def make(self, draft: KeyDraft, password: str) -> str:
        self.asked("make", draft, password)
        if password != PASSWORD:
            raise refusal(422, "wrong_password", "That is not your password", "/password")
        self.kept.insert(0, key(draft.name, draft.role, draft.branch_id))
        return "mk_1_a-secret-that-is-shown-once"

    def withdraw(self, key_id: uuid.UUID) -> bool:
        self.asked("withdraw", key_id)
        found = [each for each in self.kept if each.id == key_id]
        self.kept = [
            replace(each, is_withdrawn=True) if each in found else each for each in self.kept
        ]
        return bool(found)


def key(name: str, role: Role = Role.CASHIER, branch_id: str | None = "SMKT001") -> Key:
    """A key that was made yesterday."""
    return Key(
        uuid.uuid4(),
        name,
        role,
        branch_id,
        NOW - timedelta(days=1),
        used_at=None,
        is_withdrawn=False,
    )


@dataclass
class FakeFounding(Steered):
    """A suite with or without a chain."""

    needed: bool = False
    founded: list[Chain] = field(default_factory=list)

    def is_needed(self) -> bool:
        if self.away:
            raise NeighbourUnavailable("The books do not answer")
        return self.needed

    def found(self, chain: Chain) -> str:
        self.asked("found")
        self.founded.append(chain)
        self.needed = False
        return "/sign-in"


@pytest.fixture
def staff() -> FakeStaff:
    """Rosa, who owns it all, Pieter, who runs the Market Hall, and Ines, who sells there."""
    return FakeStaff()


@pytest.fixture
def accounts() -> FakeAccounts:
    """Rosa's own account."""
    return FakeAccounts()


@pytest.fixture
def keys() -> FakeKeys:
    """No key yet."""
    return FakeKeys()


@pytest.fixture
def founding() -> FakeFounding:
    """The chain is there."""
    return FakeFounding()


@pytest.fixture
def desk(settings, books, clock, auditor, staff, accounts, keys, founding) -> Collaborators:
    """What use cases are handed."""
    return Collaborators.of(
        settings, books=books, people=FakePeople(), staff=staff, accounts=accounts, keys=keys,
        founding=founding, clock=clock, auditor=auditor,
    )  # fmt: skip  # short values, several to a line


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    """Somebody who is not signed in."""
    return app.test_client()


@pytest.fixture
def manager(app: Flask) -> FlaskClient:
    """Pieter."""
    client = app.test_client()
    signed_in(client, PIETER)
    return client


@pytest.fixture
def send() -> Callable[..., object]:
    """Sends a form as the client's own page would."""

    def sent(client: FlaskClient, path: str, **fields: str):
        return client.post(path, data=form(client, **fields), headers={"Accept": "text/html"})

    return sent

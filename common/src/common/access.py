"""Who may do what: who calls, the rule on every route, and the guard that compares the two before a route runs.

A route without a rule answers nobody, and `tests/architecture` fails the build for it.
"""

import hmac
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, current_app, g, request

from common.config import Settings
from common.errors import InternalError, NotAllowed, NotSignedIn

View = TypeVar("View", bound=Callable[..., Any])

_EXTENSION = "mercato.access"


class Role(StrEnum):
    """What somebody is in the chain; `owner` reaches every branch, `manager` and `cashier` their own."""

    CUSTOMER = "customer"
    CASHIER = "cashier"
    MANAGER = "manager"
    OWNER = "owner"


class Kind(StrEnum):
    """By what a caller is known."""

    VISITOR = "visitor"
    """By nothing."""
    PERSON = "person"
    """By a session, through one of our services."""
    PROGRAM = "program"
    """By an API key."""
    SERVICE = "service"
    """By a service token alone."""
    DEMO = "demo"
    """By nothing, where a demo lets everybody in as its owner."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever sent the request; a `branch_id` of None reaches every branch."""

    kind: Kind = Kind.VISITOR
    role: Role | None = None
    name: str = ""
    email: str = ""
    account_id: uuid.UUID | None = None
    customer_id: uuid.UUID | None = None
    branch_id: str | None = None
    service: str = ""
    """The service that passed the call on, for PERSON and SERVICE."""

    def reaches(self, branch_id: str | None) -> bool:
        """Whether what belongs to a branch exists for this caller; what is nobody's exists for all staff."""
        return self.branch_id is None or branch_id is None or branch_id == self.branch_id


_STAFF = frozenset({Role.CASHIER, Role.MANAGER, Role.OWNER})
_MANAGERS = frozenset({Role.MANAGER, Role.OWNER})


@dataclass(frozen=True, slots=True)
class Rule:
    """Whom a route answers, under the name that the table of rights shows."""

    name: str
    roles: frozenset[Role] = frozenset()
    everybody: bool = False
    services: bool = False
    """A service's own call, without a person, is answered too."""
    internal: bool = False
    """Nothing but a call through one of our services is answered."""
    in_person: bool = False
    """Neither a program nor a demo's visitor is answered, whatever its role."""
    operators: bool = False
    """The metrics token opens it, and a demo does."""

    def admits(self, caller: Caller) -> bool:
        """Whether the route answers this caller."""
        if self.everybody:
            return True
        if self.internal and not caller.service:
            return False
        if self.in_person and caller.kind is not Kind.PERSON:
            return False
        if caller.role in self.roles:
            return True
        return self.services and caller.kind is Kind.SERVICE


EVERYBODY = Rule("everybody", everybody=True)
SIGNED_IN = Rule("signed in", frozenset(Role))
SIGNED_IN_AND_SERVICES = Rule("signed in, services", frozenset(Role), services=True)
STAFF = Rule("staff", _STAFF)
STAFF_AND_SERVICES = Rule("staff, services", _STAFF, services=True)
MANAGERS = Rule("managers", _MANAGERS)
MANAGERS_AND_SERVICES = Rule("managers, services", _MANAGERS, services=True)
OWNERS = Rule("owners", frozenset({Role.OWNER}))
SIGNED_IN_PERSON = Rule("signed in, in person", frozenset(Role), in_person=True)
STAFF_IN_PERSON = Rule("staff, in person", _STAFF, in_person=True)
MANAGERS_IN_PERSON = Rule("managers, in person", _MANAGERS, in_person=True)
OWNERS_IN_PERSON = Rule("owners, in person", frozenset({Role.OWNER}), in_person=True)
SERVICES = Rule("services", services=True, internal=True)
OPERATORS = Rule("operators", frozenset({Role.OWNER}), operators=True)


def allow(rule: Rule) -> Callable[[View], View]:
    """Say whom a view answers; goes directly above the function, below @operation."""

    def decorate(view: View) -> View:
        view.rule = rule  # type: ignore[attr-defined]  # found again by rule_of
        return view

    return decorate


@dataclass(frozen=True, slots=True)
class _Door:
    identify: Callable[[], Caller]
    demo: bool
    metrics_token: str
    rules: Mapping[str, Rule] = field(default_factory=dict)


def init_app(
    app: Flask,
    settings: Settings,
    identify: Callable[[], Caller],
    *,
    rules: Mapping[str, Rule],
) -> None:
    """Guard every route; `identify` finds out who calls, `rules` are those of endpoints that are no functions of ours.

    `identify` is asked once a request, and only where the answer matters.
    """
    app.extensions[_EXTENSION] = _Door(
        identify, settings.demo, settings.metrics_token.get_secret_value(), rules
    )
    app.before_request(_guard)


def rule_of(app: Flask, endpoint: str) -> Rule | None:
    """The rule of a route; None is a mistake in the code."""
    door: _Door = app.extensions[_EXTENSION]
    found = door.rules.get(endpoint) or getattr(app.view_functions[endpoint], "rule", None)
    return found if isinstance(found, Rule) else None


def caller() -> Caller:
    """Who sent the request at hand.

    Raises:
        NotSignedIn: by a session, key or token that does not hold (any more).
        NeighbourUnavailable: nobody says so at the moment.
    """
    if "caller" not in g:
        door: _Door = current_app.extensions[_EXTENSION]
        g.caller = door.identify()
    found: Caller = g.caller
    return found


def bearer() -> str:
    """The token of the header Authorization, empty without one."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def is_for_visitors() -> bool:
    """Whether the route at hand may answer somebody who has not signed in."""
    rule = rule_of(current_app, request.endpoint) if request.endpoint else EVERYBODY
    return rule is not None and (rule.operators or rule.admits(Caller()))


def _guard() -> None:
    if request.endpoint is None:
        return  # there is no such address, which everybody may know
    door: _Door = current_app.extensions[_EXTENSION]
    rule = rule_of(current_app, request.endpoint)
    if rule is None:
        raise InternalError(f"{request.endpoint} has no rule")
    if rule.everybody or (rule.operators and _is_operator(door)):
        return
    found = caller()
    if rule.admits(found):
        return
    if found.kind is Kind.VISITOR:
        raise NotSignedIn(headers={"WWW-Authenticate": "Bearer"})
    raise NotAllowed(reason=rule.name)


def _is_operator(door: _Door) -> bool:
    known = door.metrics_token
    return door.demo or (bool(known) and hmac.compare_digest(bearer().encode(), known.encode()))

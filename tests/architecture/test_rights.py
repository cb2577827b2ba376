"""Who may do what: the table of rights is generated from the routes, and every route is tried as everybody."""

import re
import uuid
from pathlib import Path

import pytest

from common import access
from common.access import Caller, Kind, Role

HERE = Path(__file__).parent
SOMEBODY = uuid.UUID("6f1ed002-ab5b-4e2b-8a1c-0b0d6f0f3a44")

#: Everybody who may come, by the name that a failure shows.
CALLERS = {
    "visitor": Caller(),
    "customer": Caller(
        Kind.PERSON, Role.CUSTOMER, "Marta", account_id=SOMEBODY, customer_id=SOMEBODY, service="x"
    ),
    "cashier": Caller(
        Kind.PERSON, Role.CASHIER, "Ines", account_id=SOMEBODY, branch_id="SMKT001", service="x"
    ),
    "manager": Caller(
        Kind.PERSON, Role.MANAGER, "Pieter", account_id=SOMEBODY, branch_id="SMKT001", service="x"
    ),
    "owner": Caller(Kind.PERSON, Role.OWNER, "Rosa", account_id=SOMEBODY, service="x"),
    "cashier's program": Caller(Kind.PROGRAM, Role.CASHIER, "Scale", branch_id="SMKT001"),
    "manager's program": Caller(Kind.PROGRAM, Role.MANAGER, "Stocktaking", branch_id="SMKT001"),
    "owner's program": Caller(Kind.PROGRAM, Role.OWNER, "Accounting"),
    "service": Caller(Kind.SERVICE, service="cashier-service"),
    "demo": Caller(Kind.DEMO, Role.OWNER, "Demo"),
}

_EXAMPLES = {"uuid": str(SOMEBODY), "int": "1", "path": "x.css", "default": "x"}


def methods(rule):
    return sorted(rule.methods - {"HEAD", "OPTIONS"})


def addresses(app):
    """Every address and method of an application, with the rule that guards it."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda each: each.rule):
        for method in methods(rule):
            yield method, rule, access.rule_of(app, rule.endpoint)


def test_every_route_has_a_rule(apps):
    """Without one it would answer nobody."""
    bare = [
        f"{name} {method} {rule.rule}"
        for name, app in apps.items()
        for method, rule, allowed in addresses(app)
        if allowed is None
    ]

    assert bare == [], "say whom it answers, with @allow"


def test_the_committed_table_of_rights_is_true(apps):
    table = [
        f"{name} {method} {rule.rule}: {allowed.name}"
        for name, app in sorted(apps.items())
        for method, rule, allowed in addresses(app)
        if allowed
    ]

    assert table == (HERE / "rights.txt").read_text().splitlines(), (
        "who may do what has changed; if it is meant, change rights.txt too"
    )


@pytest.mark.parametrize("who", CALLERS)
def test_every_route_answers_whom_its_rule_admits_and_nobody_else(apps, who, monkeypatch):
    """A real request to every address of every service; whoever is let in may still lack something else."""
    caller, wrong = CALLERS[who], []
    for name, app in apps.items():
        door = app.extensions["mercato.access"]
        monkeypatch.setitem(app.extensions, "mercato.access", _door(door, identify=lambda: caller))
        client = app.test_client()
        for method, rule, allowed in addresses(app):
            if allowed.operators:
                continue  # what opens them besides a role has its own tests
            answer = client.open(
                _example(rule), method=method, json={} if method != "GET" else None
            )
            # the guard asks for a key or forbids; a view that misses a session says so in its own words
            refused = "WWW-Authenticate" in answer.headers or answer.status_code == 403
            if refused is allowed.admits(caller):
                wrong.append(f"{name} {method} {rule.rule} {allowed.name}: {answer.status_code}")

    assert wrong == []


def _door(door, **changes):
    from dataclasses import replace

    return replace(door, **changes)


def _example(rule):
    def value(found):
        return _EXAMPLES[found[1] or "default"]

    return re.sub(r"<(?:(\w+):)?\w+>", value, rule.rule)

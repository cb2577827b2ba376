"""Passwords, PINs, codes, tokens and keys go through the whole suite, and are found nowhere afterwards.

Everything that people and programs keep to themselves is a canary here; in the end whatever was written is searched.
"""

import json
import re

import pyotp
import pytest

from suite.driving import fresh_suite
from suite.visiting import Visitor

_OFFSET = 16_200
_OWNER, _CASHIER = "rahel@canary.example", "nils@canary.example"
_SERVICES = ("api-service", "cashier-service", "dashboard-service")


class Canaries:
    """What must not be found, by what it is."""

    def __init__(self):
        self.owner_password = "canary owner orbit 7f3a"
        self.new_password = "canary later window 91c2"
        self.cashier_password = "canary cashier lantern 5d08"
        self.wrong_password = "canary wrong guess 2b6e"
        self.wrong_email = "canary-typed-as-email@example.org"
        self.pin, self.wrong_pin = "740385", "918264"
        self.found_out = {}
        """What the suite itself made up: tokens, keys, codes."""

    def all(self):
        typed = {name: value for name, value in vars(self).items() if isinstance(value, str)}
        return typed | self.found_out


@pytest.fixture(scope="module")
def canaries():
    return Canaries()


@pytest.fixture(scope="module")
def written(canaries):
    """Every place that the suite wrote to, as text by its name, after a day with all canaries in it."""
    with fresh_suite(_OFFSET) as mercato:
        mercato(
            *("init", "--name", "Canary & Sons", "--currency", "EUR", "--vat", "21 9 0"),
            *("--time-zone", "Europe/Amsterdam", "--branch", "Quay:2"),
            *("--owner-name", "Rahel", "--owner-email", _OWNER, "--password-stdin"),
            typed=canaries.owner_password + "\n",
        )
        mercato.up()
        visitor = Visitor(mercato)
        _live_a_day(visitor, canaries)
        link = mercato("sign-in-link", _OWNER).stdout
        canaries.found_out["recovery link"] = link.rsplit("/", 1)[1].strip()
        metrics = {"Authorization": f"Bearer {mercato.home.secrets().metrics_token}"}
        texts = {
            f"metrics of {service}": visitor.ask(service, "/metrics", headers=metrics).text
            for service in _SERVICES
        }
        texts["errors shown"] = "\n".join(
            reply.text for reply in visitor.replies if reply.status >= 400
        )
        texts["a dump of the database"] = mercato.dump()
        mercato("down")
        for file in mercato.home.logs.iterdir():
            texts[file.name] = file.read_text()
    return texts


def _live_a_day(visitor, canaries):
    """Everything that people do with what they keep to themselves, right and wrong."""
    kept = canaries.found_out
    owner = kept["owner's session"] = visitor.sign_in(_OWNER, canaries.owner_password)
    _mistype(visitor, canaries)
    visitor.inside(
        "/internal/password",
        {"current": canaries.owner_password, "new": canaries.new_password},
        session=owner,
    )
    _second_factor(visitor, canaries, owner)
    key = visitor.inside(
        "/api/v1/keys",
        {"name": "Scale", "role": "owner", "branch_id": None, "password": canaries.new_password},
        session=owner,
    ).content["key"]
    kept["API key"] = key
    kept["secret of the API key"] = key.rsplit("_", 1)[1]
    assert _as_program(visitor, key).status == 200
    kept["wrong API key"] = key[:-6] + "canary"
    assert _as_program(visitor, kept["wrong API key"]).status == 401
    _invite(visitor, canaries, owner)
    _sell_as_a_team(visitor, canaries)
    _break_down(visitor, canaries)
    visitor.inside("/internal/sign-out", {"everywhere": True}, session=owner)


def _mistype(visitor, canaries):
    attempt = {"application": "dashboard", "address": "192.0.2.9", "agent": "a test", "code": None}
    wrong = attempt | {"email": _OWNER, "password": canaries.wrong_password}
    assert visitor.inside("/internal/sign-in", wrong).status == 401
    as_email = attempt | {"email": canaries.wrong_email, "password": canaries.wrong_password}
    assert visitor.inside("/internal/sign-in", as_email).status == 401
    swapped = attempt | {"email": canaries.wrong_password, "password": canaries.wrong_email}
    assert visitor.inside("/internal/sign-in", swapped).status in (401, 422)
    bad = json.dumps({"email": 7, "password": canaries.wrong_password, "more": _OWNER})[:-1]
    for body in (bad, bad + "}", f'"{canaries.wrong_password}"'):
        assert visitor.inside("/internal/sign-in", body).status in (400, 422)
        assert visitor.ask("api-service", "/api/login", body=body).status in (400, 422)
    login = {"email": _OWNER, "password": canaries.wrong_password}
    for headers in ({"Accept": "text/html"}, {"Accept": "application/json"}):
        visitor.ask("api-service", "/api/login", body=login, headers=headers)
        visitor.ask("cashier-service", "/sign-in", form=login, headers=headers)
        visitor.ask("dashboard-service", "/sign-in", form=login, headers=headers)
    for service in _SERVICES:
        visitor.ask(service, f"/sign-in?password={canaries.wrong_password.replace(' ', '+')}")
        visitor.ask(service, "/", headers={"Authorization": "Bearer canary.token.of.nobody"})
    canaries.found_out["wrong token"] = "canary.token.of.nobody"


def _second_factor(visitor, canaries, owner):
    kept = canaries.found_out
    proposed = visitor.inside(
        "/internal/second-factor", {"password": canaries.new_password}, session=owner
    ).content
    kept["secret of the app"] = proposed["secret"]
    code = pyotp.TOTP(proposed["secret"]).now()
    codes = visitor.inside(
        "/internal/second-factor/confirm", {"code": code}, session=owner
    ).content["recovery_codes"]
    kept |= {f"recovery code {number}": each for number, each in enumerate(codes)}
    attempt = {
        "application": "dashboard",
        "email": _OWNER,
        "password": canaries.new_password,
        "address": "192.0.2.7",
        "agent": "a test",
    }
    wanted = visitor.inside("/internal/sign-in", attempt)
    assert wanted.content["code"] == "second_factor_needed"
    kept["sign-in ticket"] = wanted.content["ticket"]
    visitor.replies.remove(wanted)  # which is where its holder gets it
    begun = visitor.inside("/internal/sign-in", attempt | {"code": codes[0]})
    kept["owner's second session"] = begun.content["token"]


def _as_program(visitor, key):
    return visitor.ask(
        "api-service", "/api/v1/branches", headers={"Authorization": f"Bearer {key}"}
    )


def _invite(visitor, canaries, owner):
    invited = visitor.inside(
        "/api/v1/staff/invitations",
        {"name": "Nils", "email": _CASHIER, "role": "cashier", "branch_id": "B001"},
        session=owner,
        **{"Idempotency-Key": "5b0cc0e4-3f27-4f6b-8b77-4b7f7c5a9d10"},
    ).content
    token = canaries.found_out["invitation"] = invited["token"]
    page = visitor.ask("dashboard-service", f"/invitations/{token}")
    assert page.status == 200
    visitor.replies.remove(page)  # whoever holds the link may see its page
    accepted = visitor.inside(
        "/internal/invitations/accept",
        {"token": token, "password": canaries.cashier_password, "pin": canaries.pin},
    )
    assert accepted.status == 200


def _sell_as_a_team(visitor, canaries):
    kept = canaries.found_out
    own = visitor.sign_in(_CASHIER, canaries.cashier_password, application="till")
    kept["cashier's session"] = own
    manager = kept["owner at the till"] = visitor.inside(
        "/internal/sign-in",
        {
            "application": "till",
            "email": _OWNER,
            "password": canaries.new_password,
            "code": kept["recovery code 1"],
            "address": "192.0.2.7",
            "agent": "a test",
        },
        service="cashier-service",
    ).content["token"]
    till = {"service": "cashier-service"}
    team = visitor.inside(
        "/internal/team-till", {"till_id": "B001-1"}, session=manager, **till
    ).content["token"]
    kept["team's session"] = team
    nils = next(
        each["id"]
        for each in visitor.inside("/internal/team", session=team, **till).content["cashiers"]
        if each["name"] == "Nils"
    )
    wrong = {"account_id": nils, "pin": canaries.wrong_pin}
    assert visitor.inside("/internal/team/switch", wrong, session=team, **till).status == 401
    switched = visitor.inside(
        "/internal/team/switch", {"account_id": nils, "pin": canaries.pin}, session=team, **till
    )
    kept["session after the PIN"] = switched.content["token"]


def _break_down(visitor, canaries):
    """A sign-in, a key and an invitation while the database fails in the middle of them."""
    mercato = visitor.mercato
    mercato.ask(
        "CREATE FUNCTION public.break_down() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'it broke'; END $$; "
        "CREATE TRIGGER break_down BEFORE INSERT ON books.session "
        "FOR EACH STATEMENT EXECUTE FUNCTION public.break_down()"
    )
    attempt = {
        "application": "till",
        "email": _CASHIER,
        "password": canaries.cashier_password,
        "code": None,
        "address": "192.0.2.7",
        "agent": "a test",
    }
    broken = visitor.inside("/internal/sign-in", attempt, service="cashier-service")
    mercato.ask("DROP FUNCTION public.break_down() CASCADE")
    assert broken.status in (500, 503)


def _appears(secret, text):
    # digits may stand inside a time or a hash by chance
    return re.search(rf"(?<![\w.]){re.escape(secret)}(?!\w)", text) is not None


def test_the_search_would_find_one(written):
    assert _appears("Rahel", written["a dump of the database"])
    assert _appears("sign-in refused", written["api-service.log"])
    assert _appears("http_requests_total", written["metrics of api-service"])
    assert len(written["errors shown"]) > 1000


def test_every_canary_flew(written, canaries):
    assert written
    assert len(canaries.all()) > 20


def test_no_secret_is_in_anything_that_was_written(written, canaries):
    found = [
        f"{what} in {place}"
        for what, secret in canaries.all().items()
        for place, text in written.items()
        if _appears(secret, text)
    ]

    assert found == []

"""Signing in and out: the same pages for every service that has any, over the service's own door."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from urllib.parse import quote, urlencode, urlsplit

from flask import Blueprint, Flask, current_app, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from common.access import EVERYBODY, allow
from common.config import PageSettings
from common.errors import NeighbourUnavailable, NotFound, NotSignedIn
from common.service_client import Refusal, acting
from common.sessions.demo import BUSINESS, slip
from common.sessions.door import SIGN_IN, Door, at_hand, own_path
from common.sessions.people import Begun

blueprint = Blueprint("door", __name__)

_EXTENSION = "mercato.door.pages"
_LONGEST_EMAIL = 254
#: Where the dashboard founds a chain.
_FIRST_RUN = "/first-run"

Answer = AnyResponse | tuple[str, int, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody typed, and what became of it. The password is never among it."""

    email: str = ""
    next: str = ""
    problem: str = ""
    """What is wrong with it, in a few words."""
    errors: Mapping[str, str] = field(default_factory=dict)
    """What to do about it, by field."""
    ticket: str = field(default="", repr=False)
    """Stands for the password while the code is still to come."""
    wait_seconds: int = 0
    away: bool = False

    @property
    def wait_minutes(self) -> int:
        """How long to wait, in minutes begun."""
        return -(-self.wait_seconds // 60)


@dataclass(frozen=True, slots=True)
class _Pages:
    demo: bool
    urls: Mapping[str, str]


#: What the books refuse: the field it stands at, what to do there, and what happened.
_REFUSALS = {
    "wrong_credentials": (
        "password",
        "Type the password again",
        "E-mail and password do not belong together",
    ),
    "second_factor_wrong": (
        "code",
        "Take the next one, or a recovery code",
        "This code does not hold",
    ),
    "wrong_door": (
        "email",
        "Use the account of somebody who works here",
        "This account has no business here",
    ),
}

#: Why somebody is at the door, by the word in the address: tone, what happened, what is safe.
_WHY = {
    "signed_out": ("good", "You are signed out", "Whoever comes next signs in here."),
    "left": (
        "warn",
        "You are signed out in this browser",
        "The books did not answer, so your session ends by itself within hours. Sign in and out again to end it now.",
    ),
    "locked": ("good", "This till is locked", "The basket is kept. Whoever sells next signs in."),
    "idle": ("", "You were signed out after a long pause", "Sign in and go on where you were."),
    "too_old": ("", "A session lasts for one shift", "Sign in and go on where you were."),
    "disabled": (
        "bad",
        "This account was closed",
        "A manager can say why. Somebody else may go on here.",
    ),
    "unknown": ("", "Your session has ended", "Sign in and go on where you were."),
}


def init_app(app: Flask, settings: PageSettings, door: Door, *others: Door) -> None:
    """Put the door and its pages into an application, and those of others that stand under a path."""
    door.init_app(app, *others)
    urls = {
        "till": settings.cashier_public_url.rstrip("/"),
        "dashboard": settings.dashboard_public_url.rstrip("/"),
        "shop": settings.store_public_url.rstrip("/"),
    }
    app.extensions[_EXTENSION] = _Pages(settings.demo, urls)
    here = door.application == "dashboard"
    account = "/account" if here or urls["dashboard"] else ""
    app.jinja_env.globals.update(account_url=account if here else urls["dashboard"] + account)
    app.register_blueprint(blueprint)
    for each in others:
        app.register_blueprint(blueprint, url_prefix=each.path, name=f"{each.application}_door")


def lead_to(settings: PageSettings) -> tuple[str, ...]:
    """Where the answer to a sign-in may lead; handed to `web.init_app`."""
    return settings.cashier_public_url, settings.dashboard_public_url, settings.store_public_url


@blueprint.get(SIGN_IN)
@allow(EVERYBODY)
def ask() -> AnyResponse | str:
    """The page to sign in on; who is in already is led on."""
    wanted = own_path(request.args.get("next", ""))
    try:
        session = at_hand().session()
    except NotSignedIn:
        session = None
    except NeighbourUnavailable:
        return _page(Attempt(next=wanted, away=True))[0]
    if session is not None and not session.is_locked:
        return redirect(wanted or f"{at_hand().path}/", code=303)
    return _page(Attempt(next=wanted))[0]


@blueprint.post(SIGN_IN)
@allow(EVERYBODY)
def sign_in() -> Answer:
    """Begin a session, or say why not; the e-mail that was typed stays."""
    typed, people = request.form, at_hand().people
    email, password = typed.get("email", "").strip(), typed.get("password", "")
    attempt = Attempt(email[:_LONGEST_EMAIL], own_path(typed.get("next", "")))
    missing = {
        name: words
        for name, value, words in (
            ("email", email, "Type the e-mail of your account"),
            ("password", password, "Type the password"),
        )
        if not value
    }
    if missing:
        return _page(replace(attempt, problem="Something is still empty", errors=missing), 422)
    return _begin(
        lambda address, agent: people.sign_in(email, password, address=address, agent=agent),
        attempt,
    )


@blueprint.post(f"{SIGN_IN}/code")
@allow(EVERYBODY)
def sign_in_by_code() -> Answer:
    """The second step of an account that asks for a code; the ticket says that the first one was taken."""
    typed, people = request.form, at_hand().people
    code, ticket = "".join(typed.get("code", "").split()), typed.get("ticket", "")
    attempt = Attempt(
        typed.get("email", "")[:_LONGEST_EMAIL], own_path(typed.get("next", "")), ticket=ticket
    )
    if not code:
        empty = {"code": "Type the code"}
        return _page(replace(attempt, problem="The code is still empty", errors=empty), 422)
    return _begin(
        lambda address, agent: people.sign_in_with_code(ticket, code, address=address, agent=agent),
        attempt,
    )


@blueprint.post(f"{SIGN_IN}/demo")
@allow(EVERYBODY)
def sign_in_as() -> Answer:
    """Be one of a demo's people, by one click."""
    pages = _pages()
    value = request.form.get("role", "")
    allowed = {role.value: role for role in BUSINESS[at_hand().application]}
    if not pages.demo or value not in allowed:
        raise NotFound
    return _begin(
        lambda address, agent: at_hand().people.demo_sign_in(
            allowed[value], address=address, agent=agent
        ),
        Attempt(next=own_path(request.form.get("next", ""))),
    )


@blueprint.post("/sign-out")
@allow(EVERYBODY)
def sign_out() -> AnyResponse:
    """End the session here, or all of this person's. What a till keeps of a sale stays in its browser."""
    door, why = at_hand(), "signed_out"
    try:
        door.people.sign_out(everywhere=request.form.get("everywhere") == "1")
    except NeighbourUnavailable:
        why = "left"
    except Refusal:
        pass  # it had ended before
    door.forget()
    response = redirect(f"{door.path}{SIGN_IN}?{urlencode({'why': why})}", code=303)
    door.cookies.end(response)
    return response


def _begin(asked: Callable[[str, str], Begun], attempt: Attempt) -> Answer:
    door = at_hand()
    try:
        begun = asked(request.remote_addr or "", request.user_agent.string)
    except NeighbourUnavailable:
        return _page(replace(attempt, away=True), 503)
    except Refusal as refusal:
        return _refused(refusal, attempt)
    _end_earlier(door)
    response = redirect(attempt.next or f"{door.path}/", code=303)
    door.begin(response, begun)
    return response


def _refused(refusal: Refusal, attempt: Attempt) -> Answer:
    facts = refusal.problem
    if refusal.code == "wrong_door" and urlsplit(href := str(facts.get("redirect", ""))).netloc:
        return redirect(href, code=303)
    if refusal.code == "too_many_requests":
        wait = refusal.retry_after or 60
        again = replace(attempt, wait_seconds=wait, ticket="")
        return _page(again, 429, {"Retry-After": str(wait)})
    if refusal.code == "second_factor_needed":
        return _page(replace(attempt, ticket=str(facts["ticket"])), 401)
    if refusal.code == "wrong_credentials" and attempt.ticket:
        late = {"password": "Type it once more"}
        problem = "The code came too late for this password"
        return _page(replace(attempt, problem=problem, errors=late, ticket=""), 401)
    name, advice, problem = _REFUSALS.get(
        refusal.code, ("email", "Ask whoever looks after Mercato here", refusal.detail)
    )
    ticket = attempt.ticket if name == "code" else ""
    refused = replace(attempt, problem=problem, errors={name: advice}, ticket=ticket)
    return _page(refused, refusal.status)


def _end_earlier(door: Door) -> None:
    """A browser holds one session: the one before the sign-in ends."""
    if acting.get():
        with suppress(Refusal, NeighbourUnavailable):
            door.people.sign_out()


def _page(
    attempt: Attempt, status: int = 200, headers: Mapping[str, str] | None = None
) -> tuple[str, int, dict[str, str]]:
    pages = _pages()
    written = render_template(
        "ui/door/sign_in.html",
        attempt=attempt,
        application=at_hand().application,
        slip=slip(at_hand().application, pages.urls) if pages.demo else (),
        is_shut=not pages.demo and _is_shut(),
        register_url=_register_url(pages.urls["shop"], attempt.next),
        first_run_url=pages.urls["dashboard"] and pages.urls["dashboard"] + _FIRST_RUN,
        why=_WHY.get(request.args.get("why", "")),
    )
    return written, status, {"Cache-Control": "no-store", **(headers or {})}


def _register_url(shop: str, wanted: str) -> str:
    """Where a shopper makes an account: on the shop's own page, which leads back to where they came from."""
    here = request.url_root.rstrip("/")
    if not shop or shop == here:
        return f"/register?next={quote(wanted, safe='')}" if wanted else "/register"
    return f"{shop}/register?next={quote(here + (wanted or '/'), safe='')}"


def _is_shut() -> bool:
    """Whether those who work here wait for a chain; where the books do not say, they may try."""
    if at_hand().application == "shop":
        return False
    try:
        return not at_hand().people.is_founded()
    except (NeighbourUnavailable, Refusal):
        return False


def _pages() -> _Pages:
    pages: _Pages = current_app.extensions[_EXTENSION]
    return pages

"""The page on which a shopper makes an account."""

from dataclasses import dataclass, field

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from common.access import EVERYBODY, allow
from common.errors import NeighbourUnavailable
from common.service_client import Refusal
from common.sessions.door import own_path
from common.web import collaborators
from store_service.collaborators import Collaborators
from store_service.use_cases import accounts

blueprint = Blueprint("register", __name__)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody typed, and what became of it; never the password."""

    name: str = ""
    email: str = ""
    next: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    problem: str = ""


#: Which field the books' refusals are about, and what to do there.
_ADVICE = {
    "email_taken": ("email", "There is an account with this e-mail. Sign in to it instead."),
    "weak_password": (
        "password",
        "Take one that is harder to guess: a few unrelated words will do.",
    ),
    "too_many_requests": (
        "email",
        "Too many attempts from here. Try again in a quarter of an hour.",
    ),
}


@blueprint.get("/register")
@allow(EVERYBODY)
def ask() -> str:
    """The form."""
    return _page(Attempt(next=_way_back(request.args.get("next", ""))))


@blueprint.post("/register")
@allow(EVERYBODY)
def make() -> AnyResponse | tuple[str, int]:
    """Make the account and sign in to it; what was typed stays where something is wrong."""
    shop = collaborators(Collaborators)
    form = request.form
    name, email = form.get("full_name", "").strip()[:200], form.get("email", "").strip()[:254]
    password = form.get("password", "")
    attempt = Attempt(name, email, _way_back(form.get("next", "")))
    empty = {
        each: words
        for each, value, words in (
            ("full_name", name, "Type the name that is to stand on your receipts"),
            ("email", email, "Type your e-mail"),
            ("password", password, "Think of a password of eight characters or more"),
        )
        if not value
    }
    if empty:
        return _page(Attempt(name, email, attempt.next, empty)), 422
    address = request.remote_addr or ""
    try:
        accounts.sign_up(shop, name=name, email=email, password=password, address=address)
        signed_in = accounts.sign_in(
            shop, email=email, password=password, address=address, agent=request.user_agent.string
        )
    except NeighbourUnavailable:
        away = "The books do not answer. No account was made that you could lose; try again in a moment."
        return _page(Attempt(name, email, attempt.next, {}, away)), 503
    except Refusal as refusal:
        return _page(Attempt(name, email, attempt.next, _errors(refusal))), refusal.status
    flash(f"Welcome, {name}. This is your account from now on.", "good")
    response = redirect(attempt.next or "/", 303)
    shop.door.begin(response, signed_in.shop)
    return response


def _way_back(text: str) -> str:
    """Where they came from, here or at the basket or the orders; empty for any other place."""
    settings = collaborators(Collaborators).settings
    for public_url in (settings.cart_public_url, settings.order_public_url):
        ours = public_url.rstrip("/")
        if ours and text.startswith(ours) and own_path(text.removeprefix(ours)):
            return text
    return own_path(text)


def _errors(refusal: Refusal) -> dict[str, str]:
    if refusal.code in _ADVICE:
        at, words = _ADVICE[refusal.code]
        if refusal.code == "weak_password" and refusal.detail:
            words = refusal.detail
        return {at: words}
    told = refusal.problem.get("errors") or []
    found = {str(each["pointer"]).strip("/"): str(each["detail"]).capitalize() for each in told}
    return found or {"email": refusal.detail or "The books did not take this."}


def _page(attempt: Attempt) -> str:
    return render_template("shop/register.html", attempt=attempt)

"""One's own account: password, PIN, second factor, and where one is signed in."""

import uuid
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from common.access import MANAGERS_IN_PERSON, allow, caller
from common.web import collaborators
from dashboard_service.collaborators import Collaborators
from dashboard_service.models.account import Secret
from dashboard_service.payloads import account as payloads
from dashboard_service.payloads.trouble import NOTHING, TROUBLE, Told, told
from dashboard_service.use_cases import account as use_cases
from dashboard_service.use_cases import numbers

blueprint = Blueprint("account", __name__, url_prefix="/account")


@blueprint.after_request
def _keep_nothing(response: Response) -> Response:
    response.headers.setdefault("Cache-Control", "no-store")
    return response


@blueprint.get("")
@allow(MANAGERS_IN_PERSON)
def show() -> tuple[str, int]:
    """The account."""
    return _page()


@blueprint.post("/password")
@allow(MANAGERS_IN_PERSON)
def change_password() -> AnyResponse | tuple[str, int]:
    """Another password."""

    def act() -> str:
        ended = use_cases.change_password(_desk(), *payloads.read_change(request.form))
        return "The password is changed." + (
            f" {ended} other sessions were ended." if ended > 1 else ""
        )

    return _do("password", act, {"wrong_password": "current", "weak_password": "new"})


@blueprint.post("/pin")
@allow(MANAGERS_IN_PERSON)
def set_pin() -> AnyResponse | tuple[str, int]:
    """Another PIN."""

    def act() -> str:
        use_cases.set_pin(_desk(), *payloads.read_pin(request.form))
        return "The PIN is set."

    return _do("pin", act, {"wrong_password": "password", "weak_pin": "pin"})


@blueprint.post("/second-factor")
@allow(MANAGERS_IN_PERSON)
def begin_second_factor() -> tuple[str, int]:
    """Show the secret that an authenticator app takes over."""
    try:
        secret = use_cases.begin_second_factor(_desk(), payloads.read_password(request.form))
    except TROUBLE as trouble:
        return _page("factor", told(trouble, {"wrong_password": "password"}))
    return _factor_page(secret, NOTHING)


@blueprint.post("/second-factor/confirm")
@allow(MANAGERS_IN_PERSON)
def confirm_second_factor() -> AnyResponse | tuple[str, int]:
    """Prove that the app shows the right codes; the recovery codes are shown this once."""
    secret = payloads.read_secret(request.form)
    if secret is None:
        return redirect(url_for("pages.account.show"), 303)
    try:
        codes = use_cases.confirm_second_factor(_desk(), payloads.read_code(request.form))
    except TROUBLE as trouble:
        return _factor_page(secret, told(trouble, {"wrong_code": "code"}))
    return render_template("account/recovery_codes.html", codes=codes), 200


@blueprint.post("/second-factor/end")
@allow(MANAGERS_IN_PERSON)
def end_second_factor() -> AnyResponse | tuple[str, int]:
    """Ask for no code any more."""

    def act() -> str:
        use_cases.end_second_factor(_desk(), payloads.read_password(request.form))
        return "No code is asked for any more when you sign in."

    return _do("factor", act, {"wrong_password": "password"})


@blueprint.post("/sessions/<uuid:session_id>/end")
@allow(MANAGERS_IN_PERSON)
def end_session(session_id: uuid.UUID) -> AnyResponse | tuple[str, int]:
    """Sign out somewhere else."""

    def act() -> str:
        ended = use_cases.end_session(_desk(), session_id)
        return "That session is ended." if ended else "That session had ended already."

    return _do("sessions", act, {})


def _do(part: str, act: Callable[[], str], fields: dict[str, str]) -> AnyResponse | tuple[str, int]:
    """Do it and say so on the account's page, or show its form again with what is wrong."""
    try:
        done = act()
    except TROUBLE as trouble:
        return _page(part, told(trouble, fields))
    flash(done, "good")
    return redirect(url_for("pages.account.show"), 303)


def _page(part: str = "", why: Told = NOTHING) -> tuple[str, int]:
    """The account; `part` is the form that came back."""
    own = use_cases.read(_desk())
    places = numbers.places(_desk(), caller().branch_id)
    page = render_template(
        "account/account.html",
        account=own.account,
        sessions=own.sessions,
        places=places,
        now=_desk().clock.now().astimezone(places.zone(caller().branch_id or "")),
        part=part,
        told=why,
        told_at=lambda name: why if name == part else NOTHING,
    )
    return page, why.status


def _factor_page(secret: Secret, why: Told) -> tuple[str, int]:
    shown: dict[str, Any] = {"secret": secret, "picture": payloads.picture(secret), "told": why}
    return render_template("account/second_factor.html", **shown), why.status


def _desk() -> Collaborators:
    return collaborators(Collaborators)

"""A team's till while nobody is at it: who takes over, and the PIN that says so."""

import uuid
from contextlib import suppress

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cashier_service.models.team import Member
from cashier_service.pages.desk import desk
from common.access import EVERYBODY, STAFF, allow
from common.errors import NeighbourUnavailable
from common.service_client import Refusal
from common.sessions.door import LOCK, SIGN_IN
from common.sessions.people import Session

blueprint = Blueprint("lock", __name__)

#: Whoever was here did not lock it themselves.
_LOCKED_OUT = (
    "This till waits for a PIN",
    "It was locked, or the account of whoever was here was closed. The basket is kept.",
)

#: What the books refuse a PIN for: what happened, and what to do.
_REFUSALS = {
    "wrong_pin": ("That PIN does not fit", "Type it again, or choose another name."),
    "too_many_requests": (
        "Too many wrong PINs for this name",
        "Sign in with the password, or let a manager do so. Others may go on here.",
    ),
}


@blueprint.get(LOCK)
@allow(EVERYBODY)
def ask() -> Response | tuple[str, int]:
    """Who takes over."""
    session = desk().door.session()
    if session is None or session.team_till is None:
        return redirect(url_for("pages.till"), code=303)
    return _page(session)


@blueprint.post(LOCK)
@allow(STAFF)
def lock() -> Response:
    """Leave the till: a team's waits for the next PIN, anybody else's for the next sign-in. The basket is kept."""
    door = desk().door
    session = door.session()
    if session is not None and session.team_till is not None:
        try:
            begun = desk().team.lock()
        except NeighbourUnavailable as error:
            detail = "The books do not answer, so this till is not locked yet"
            raise NeighbourUnavailable(detail, headers=error.headers) from error
        response = redirect(LOCK, code=303)
        door.begin(response, begun)
        return response
    with suppress(Refusal, NeighbourUnavailable):  # this browser forgets it in any case
        door.people.sign_out()
    door.forget()
    response = redirect(f"{SIGN_IN}?next={url_for('pages.till')}&why=locked", code=303)
    door.cookies.end(response)
    return response


@blueprint.post(f"{LOCK}/switch")
@allow(EVERYBODY)
def take_over() -> Response | tuple[str, int]:
    """Let somebody of the team take over, with the sale that is open."""
    session = desk().door.session()
    if session is None or session.team_till is None:
        return redirect(url_for("pages.till"), code=303)
    chosen, pin = _uuid(request.form.get("account_id", "")), request.form.get("pin", "")
    if chosen is None or not pin:
        return _page(session, chosen, told=("Choose your name, then type your PIN", ""), status=422)
    try:
        begun = desk().team.switch(chosen, pin)
    except NeighbourUnavailable:
        return _page(session, chosen, away=True, status=503)
    except Refusal as refusal:
        if refusal.code not in _REFUSALS:
            raise
        return _page(session, chosen, told=_REFUSALS[refusal.code], status=refusal.status)
    response = redirect(url_for("pages.till"), code=303)
    desk().door.begin(response, begun)
    return response


def _page(
    session: Session,
    chosen: uuid.UUID | None = None,
    *,
    told: tuple[str, str] | None = None,
    away: bool = False,
    status: int = 200,
) -> tuple[str, int]:
    members: list[Member] = []
    try:
        members = list(desk().team.members())
        seen = desk().catalogue.look().catalogue
        till = seen.till(session.team_till or "")
    except NeighbourUnavailable:
        away, status, till = True, 503, None
    page = render_template(
        "lock.html",
        till_id=session.team_till,
        till=till,
        members=members,
        chosen=chosen,
        told=told,
        away=away,
        locked_out=_LOCKED_OUT if "next" in request.args else None,
    )
    return page, status


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None

"""The page behind the link that an invited person got: a password, for some a PIN, and in."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, g, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from common.access import EVERYBODY, allow
from common.service_client import Refusal
from common.web import collaborators
from dashboard_service.collaborators import Collaborators
from dashboard_service.models.staff import Invitation
from dashboard_service.payloads import staff as payloads
from dashboard_service.payloads.trouble import NOTHING, TROUBLE, Told, told
from dashboard_service.use_cases import staff as use_cases

blueprint = Blueprint("invitations", __name__, url_prefix="/invitations")

_FIELDS = {"weak_password": "password", "weak_pin": "pin"}
_LONGEST_TOKEN = 200


@blueprint.url_value_preprocessor
def _hide_token(_: str | None, values: dict[str, Any] | None) -> None:
    """Whoever has the token can come in, so no log may hold it."""
    if values and "token" in values:
        g.shown_path = f"{blueprint.url_prefix}/…"


@blueprint.after_request
def _keep_nothing(response: Response) -> Response:
    response.headers.setdefault("Cache-Control", "no-store")
    return response


@blueprint.get("/<token>")
@allow(EVERYBODY)
def show(token: str) -> tuple[str, int]:
    """What the invitation is for, and what to choose."""
    found = use_cases.look(_desk(), token) if len(token) <= _LONGEST_TOKEN else None
    return _page(found, {}, NOTHING)


@blueprint.post("/<token>")
@allow(EVERYBODY)
def accept(token: str) -> AnyResponse | tuple[str, int]:
    """Take it up, and go to where one signs in."""
    found = use_cases.look(_desk(), token) if len(token) <= _LONGEST_TOKEN else None
    if found is None:
        return _page(None, {}, NOTHING)
    try:
        password, pin = payloads.read_acceptance(request.form, found)
        where = use_cases.accept(_desk(), token, password, pin)
    except TROUBLE as trouble:
        if isinstance(trouble, Refusal) and trouble.status == 404:
            return _page(None, {}, NOTHING)
        return _page(found, request.form, told(trouble, _FIELDS))
    return redirect(where, 303)


def _page(found: Invitation | None, form: Mapping[str, str], why: Told) -> tuple[str, int]:
    if found is None:
        return render_template("staff/invitation_over.html"), 404
    page = render_template("staff/invitation.html", invitation=found, form=form, told=why)
    return page, why.status


def _desk() -> Collaborators:
    return collaborators(Collaborators)

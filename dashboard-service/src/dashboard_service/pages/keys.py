"""API keys: which there are, a new one, and withdrawing one."""

import uuid
from collections.abc import Mapping

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from common.access import OWNERS_IN_PERSON, allow
from common.web import collaborators
from dashboard_service.collaborators import Collaborators
from dashboard_service.payloads import keys as payloads
from dashboard_service.payloads.trouble import NOTHING, TROUBLE, Told, told
from dashboard_service.use_cases import keys as use_cases
from dashboard_service.use_cases import numbers

blueprint = Blueprint("keys", __name__, url_prefix="/keys")

_FIELDS = {"wrong_password": "password", "branch_does_not_fit": "branch_id"}


@blueprint.after_request
def _keep_nothing(response: Response) -> Response:
    response.headers.setdefault("Cache-Control", "no-store")
    return response


@blueprint.get("")
@allow(OWNERS_IN_PERSON)
def show() -> tuple[str, int]:
    """All of them, and the form for a new one."""
    return _page({}, NOTHING)


@blueprint.post("")
@allow(OWNERS_IN_PERSON)
def make() -> tuple[str, int]:
    """A new one, shown this once."""
    places = numbers.places(_desk(), None)
    try:
        draft, password = payloads.read_key(
            request.form, {branch.id: branch.name for branch in places.shops}
        )
        key = use_cases.make(_desk(), draft, password)
    except TROUBLE as trouble:
        return _page(request.form, told(trouble, _FIELDS))
    return _page({}, NOTHING, made=(draft.name, key))


@blueprint.post("/<uuid:key_id>/withdraw")
@allow(OWNERS_IN_PERSON)
def withdraw(key_id: uuid.UUID) -> AnyResponse | tuple[str, int]:
    """Let one open nothing any more."""
    try:
        done = use_cases.withdraw(_desk(), key_id)
    except TROUBLE as trouble:
        return _page({}, told(trouble))
    flash(
        "The key is withdrawn. It opens nothing any more." if done else "There is no such key.",
        "good" if done else "warn",
    )
    return redirect(url_for("pages.keys.show"), 303)


def _page(
    form: Mapping[str, str], why: Told, *, made: tuple[str, str] | None = None
) -> tuple[str, int]:
    desk = _desk()
    places = numbers.places(desk, None)
    page = render_template(
        "keys/keys.html",
        keys=use_cases.listed(desk),
        places=places,
        branches=[(branch.id, branch.name) for branch in places.shops],
        now=desk.clock.now().astimezone(places.zone()),
        form=form,
        told=why,
        made=made,
    )
    return page, why.status


def _desk() -> Collaborators:
    return collaborators(Collaborators)

"""The first page of an empty suite: its company, rates, branches, tills and first owner in one form."""

from zoneinfo import available_timezones

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from common.access import EVERYBODY, allow
from common.errors import NotFound
from common.service_client import Refusal
from common.sessions.door import is_navigation
from common.web import collaborators
from dashboard_service.collaborators import Collaborators
from dashboard_service.payloads import founding as payloads
from dashboard_service.payloads.trouble import NOTHING, TROUBLE, Told, told
from dashboard_service.use_cases import founding as use_cases

blueprint = Blueprint("first_run", __name__, url_prefix="/first-run")

_FIELDS = {
    "wrong_setup_code": "setup_code",
    "weak_password": "owner-password",
}

#: What answers before there is a chain: probes, files of the pages, and this page itself.
_OPEN = ("health.", "ui.", "pages.first_run.", "problem", "static")


@blueprint.after_request
def _keep_nothing(response: Response) -> Response:
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def lead_there() -> AnyResponse | None:
    """Until there is a chain, every page leads to the one that founds it."""
    if current_app.config["DEMO"] or request.endpoint is None:
        return None
    desk = _desk()
    # whoever has a session shows by it that there is a chain
    is_new_here = not desk.door.cookies.session_token()
    if is_new_here and is_navigation() and not request.endpoint.startswith(_OPEN):
        return redirect(_here(), 303) if use_cases.is_needed(desk) else None
    return None


@blueprint.get("")
@allow(EVERYBODY)
def show() -> AnyResponse | tuple[str, int]:
    """The form; once there is a chain, the way to its numbers."""
    if not use_cases.is_needed(_desk()):
        return redirect("/", 303)
    return _page(payloads.Typed(), NOTHING)


@blueprint.post("")
@allow(EVERYBODY)
def found() -> AnyResponse | tuple[str, int]:
    """Found the chain, or give the form another row."""
    if current_app.config["DEMO"]:
        raise NotFound
    typed = payloads.read_typed(request.form)
    more, less = request.form.get("more", ""), request.form.get("less", "")
    if more in ("vat_rates", "branches"):
        return _page(typed.with_row(more), NOTHING, at=more)
    kind, _, number = less.partition("-")
    if kind in ("vat_rates", "branches") and number.isdigit():
        return _page(typed.without_row(kind, int(number[:4])), NOTHING, at=kind)
    try:
        chain = payloads.read_chain(typed, request.form.get("owner-password", ""))
        where = use_cases.found(_desk(), chain)
    except TROUBLE as trouble:
        if isinstance(trouble, Refusal) and trouble.code == "already_founded":
            return redirect("/", 303)
        return _page(typed, told(trouble, _FIELDS))
    return redirect(where, 303)


def _page(typed: payloads.Typed, why: Told, *, at: str = "") -> tuple[str, int]:
    """The form with what was typed; `at` is the part that just got another row."""
    page = render_template(
        "first_run/first_run.html",
        typed=typed,
        told=why,
        at=at,
        zones=sorted(zone for zone in available_timezones() if "/" in zone),
    )
    return page, why.status


def _here() -> str:
    return url_for("pages.first_run.show")


def _desk() -> Collaborators:
    return collaborators(Collaborators)

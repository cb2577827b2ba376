"""Whether the books balance: the verdict in one word, and every rule as a sentence."""

from flask import Blueprint, Response, render_template, request

from common.access import OWNERS, Role, allow, caller
from common.web import collaborators
from dashboard_service.collaborators import Collaborators
from dashboard_service.models.audit import Standing, Verdict
from dashboard_service.use_cases import audit as use_cases
from dashboard_service.use_cases import numbers

blueprint = Blueprint("audit", __name__, url_prefix="/audit")

_WORDS = {Verdict.CLEAN: "Balanced", Verdict.VIOLATED: "Differs", Verdict.UNKNOWN: "Unknown"}


@blueprint.after_request
def _keep_nothing(response: Response) -> Response:
    response.headers.setdefault("Cache-Control", "no-store")
    return response


@blueprint.get("")
@allow(OWNERS)
def show() -> str:
    """What was found last; `?now=1` has it counted anew."""
    desk = collaborators(Collaborators)
    found = use_cases.look(desk, now=request.args.get("now") == "1")
    places = numbers.places(desk, None)
    now = desk.clock.now()
    return render_template(
        "audit/audit.html",
        audit=found,
        word=_WORDS[found.verdict],
        violated=found.those(Verdict.VIOLATED),
        unknown=found.those(Verdict.UNKNOWN),
        ran_at=found.ran_at.astimezone(places.zone()),
        gone=max(int((now - found.ran_at).total_seconds()), 0),
    )


def standing() -> Standing | None:
    """What stands in the corner of every page; None for whoever has no right to the audit."""
    if caller().role is not Role.OWNER:
        return None
    return use_cases.standing(collaborators(Collaborators))

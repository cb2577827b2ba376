"""Where a browser is told which till it is, alone or for a whole team."""

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cashier_service.models.catalogue import Branch, Catalogue, Till
from cashier_service.pages.desk import catalogue, desk, remember, remembered, team_till
from common.access import MANAGERS, STAFF, Role, allow, caller
from common.sessions.door import LOCK

blueprint = Blueprint("tills", __name__)


@blueprint.get("/")
@allow(STAFF)
def start() -> Response | str:
    """The till that this browser was last time, else the choice of one."""
    known = catalogue()
    if remembered(known):
        return redirect(url_for("pages.till"))
    return _choice(known)


@blueprint.get("/tills")
@allow(STAFF)
def choose() -> str:
    """Every till that this person reaches."""
    return _choice(catalogue())


@blueprint.post("/tills")
@allow(STAFF)
def chosen() -> Response:
    """Remember in this browser which till it is."""
    return _opened(_asked_for(), url_for("pages.till"))


@blueprint.post("/tills/team")
@allow(MANAGERS)
def opened_for_team() -> Response:
    """Make this browser's session the team's: from now on whoever sells says so by a PIN."""
    till = _asked_for()
    begun = desk().team.open(till.id)
    response = _opened(till, LOCK)
    desk().door.begin(response, begun)
    return response


def _asked_for() -> Till:
    return _reached(catalogue()).till(request.form.get("till_id", ""))


def _opened(till: Till, href: str) -> Response:
    response = redirect(href, code=303)
    remember(response, till)
    return response


def _reached(known: Catalogue) -> Catalogue:
    """The tills to choose from; a team's session belongs to one of them."""
    only = team_till()
    if only is None:
        return known
    found = known.till(only)
    branch = next(each for each in known.branches if each.id == found.branch_id)
    return replace(known, branches=(replace(branch, tills=(found,)),))


def _choice(known: Catalogue) -> str:
    here, is_team = remembered(known), team_till() is not None
    branches: tuple[Branch, ...] = _reached(known).branches
    return render_template(
        "tills.html",
        branches=branches,
        till_id=here.id if here else "",
        is_team=is_team,
        may_open_for_team=not is_team and caller().role in (Role.MANAGER, Role.OWNER),
    )

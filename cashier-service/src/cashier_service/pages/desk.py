"""What every page of the till begins with: its surroundings, who is there, and which till this browser is."""

from flask import request
from werkzeug.wrappers import Response

from cashier_service import use_cases
from cashier_service.collaborators import Collaborators
from cashier_service.errors import NoSuchTill
from cashier_service.models.catalogue import Catalogue, Till
from common.access import caller
from common.sessions.cookies import Cookies
from common.web import collaborators

_YEAR_SECONDS = 365 * 24 * 3600


def desk() -> Collaborators:
    """The till's surroundings."""
    return collaborators(Collaborators)


def catalogue() -> Catalogue:
    """The goods, and the tills that whoever is here reaches."""
    return use_cases.look(desk(), caller()).catalogue


def team_till() -> str | None:
    """The till that the session at hand belongs to, where a team shares it."""
    session = desk().door.session()
    return session.team_till if session else None


def remembered(known: Catalogue) -> Till | None:
    """The till that this browser is; None where it is none yet, or one that the person does not reach."""
    return find_till(known, team_till() or request.cookies.get(till_cookie(desk().door.cookies)))


def find_till(known: Catalogue, till_id: str | None) -> Till | None:
    """One of the tills, if there is such a one."""
    try:
        return known.till(till_id or "")
    except NoSuchTill:
        return None


def remember(response: Response, till: Till) -> None:
    """Be this till from now on, in this browser."""
    cookies = desk().door.cookies
    response.set_cookie(
        till_cookie(cookies),
        till.id,
        max_age=_YEAR_SECONDS,
        httponly=True,
        secure=cookies.is_secure,
        samesite="Lax",
    )


def till_cookie(cookies: Cookies) -> str:
    """What the cookie is called that says which till this browser is: another suite's on this host has another."""
    return f"{cookies.session}_place"

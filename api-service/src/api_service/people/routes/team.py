"""A till that is open for a branch's team, for the service of the till."""

from flask import Blueprint, Response

from api_service.collaborators import Collaborators
from api_service.errors import UnknownTill
from api_service.people.errors import NoTeam, SessionEnded, WrongPin
from api_service.people.payloads import sessions as payloads
from api_service.people.routes.callers import session_at_hand, session_token
from api_service.people.use_cases import team as use_cases
from common.access import MANAGERS_IN_PERSON, SERVICES, allow, caller
from common.api import answer, operation
from common.errors import TooManyRequests
from common.web import collaborators

blueprint = Blueprint("team", __name__)


@blueprint.post("/internal/team-till")
@operation(
    summary="Open a till for the branch's team",
    tag="Team",
    body=payloads.TeamTillRequest,
    answer=payloads.BegunAnswer,
    errors=(UnknownTill,),
)
@allow(MANAGERS_IN_PERSON)
def open_till(body: payloads.TeamTillRequest) -> Response:
    """The manager's session becomes the team's."""
    books = collaborators(Collaborators)
    begun = use_cases.open_till(books, session_token(), caller(), body.till_id)
    return answer(payloads.begun_answer(begun))


@blueprint.get("/internal/team")
@operation(
    summary="Who may act at the till",
    tag="Team",
    answer=payloads.Team,
    errors=(NoTeam, SessionEnded),
)
@allow(SERVICES)
def team() -> Response:
    """The branch's staff, and whoever opened the till."""
    session_at_hand()
    return answer(payloads.team(use_cases.team(collaborators(Collaborators), session_token())))


@blueprint.post("/internal/team/switch")
@operation(
    summary="Act as somebody of the team",
    tag="Team",
    body=payloads.SwitchRequest,
    answer=payloads.BegunAnswer,
    errors=(WrongPin, NoTeam, SessionEnded, TooManyRequests),
)
@allow(SERVICES)
def switch(body: payloads.SwitchRequest) -> Response:
    """Somebody types a PIN; the session gets another token."""
    session_at_hand()
    books = collaborators(Collaborators)
    begun = use_cases.switch(books, session_token(), body.account_id, body.pin)
    return answer(payloads.begun_answer(begun))


@blueprint.post("/internal/team/lock")
@operation(
    summary="Let nobody act until the next PIN",
    tag="Team",
    answer=payloads.BegunAnswer,
    errors=(NoTeam, SessionEnded),
)
@allow(SERVICES)
def lock() -> Response:
    """Somebody leaves the till; the session gets another token."""
    session_at_hand()
    begun = use_cases.lock(collaborators(Collaborators), session_token())
    return answer(payloads.begun_answer(begun))

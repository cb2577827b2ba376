"""Invitations that are looked at and accepted, and names for receipts, for the services with pages."""

from flask import Blueprint, Response

from api_service.collaborators import Collaborators
from api_service.people.errors import InvitationOver, WeakPassword, WeakPin
from api_service.people.payloads import accounts as payloads
from api_service.people.use_cases import invitations as use_cases
from api_service.people.use_cases.doors import home
from api_service.people.use_cases.staff import names_of
from common.access import SERVICES, allow
from common.api import answer, operation
from common.web import collaborators

blueprint = Blueprint("invitations", __name__)


@blueprint.post("/internal/invitations/look")
@operation(
    summary="What an invitation is for",
    tag="Invitations",
    body=payloads.LookRequest,
    answer=payloads.InvitationAnswer,
    errors=(InvitationOver,),
)
@allow(SERVICES)
def look(body: payloads.LookRequest) -> Response:
    """Somebody opens the link."""
    found = use_cases.look(collaborators(Collaborators), body.token)
    return answer(payloads.invitation_answer(found))


@blueprint.post("/internal/invitations/accept")
@operation(
    summary="Set the password of an invited account",
    tag="Invitations",
    body=payloads.AcceptRequest,
    answer=payloads.AcceptedAnswer,
    errors=(InvitationOver, WeakPassword, WeakPin),
)
@allow(SERVICES)
def accept(body: payloads.AcceptRequest) -> Response:
    """Once; then the link is over."""
    books = collaborators(Collaborators)
    role = use_cases.accept(books, body.token, body.password, body.pin)
    return answer(payloads.AcceptedAnswer(role=role, redirect=home(books, role)))


@blueprint.get("/internal/names")
@operation(
    summary="What people are called",
    tag="Invitations",
    query=payloads.NamesQuery,
    answer=payloads.Names,
)
@allow(SERVICES)
def names(query: payloads.NamesQuery) -> Response:
    """Names by account, for receipts."""
    return answer(payloads.Names(names=names_of(collaborators(Collaborators), query.ids)))

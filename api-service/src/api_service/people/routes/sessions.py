"""Signing in and out, and one's sessions, for the services with pages."""

import uuid

from flask import Blueprint, Response

from api_service.collaborators import Collaborators
from api_service.people.errors import (
    SecondFactorNeeded,
    SecondFactorWrong,
    SessionEnded,
    SessionNotFound,
    WrongCredentials,
    WrongDoor,
)
from api_service.people.payloads import sessions as payloads
from api_service.people.routes.callers import account_id, session_at_hand, session_token
from api_service.people.use_cases import sessions as use_cases
from api_service.people.use_cases.sign_in import demo_sign_in, sign_in
from common.access import SERVICES, SIGNED_IN_PERSON, allow
from common.api import answer, operation
from common.errors import NotFound, TooManyRequests
from common.web import collaborators

blueprint = Blueprint("sessions", __name__)


@blueprint.post("/internal/sign-in")
@operation(
    summary="Begin a session",
    tag="Sessions",
    body=payloads.SignInRequest,
    answer=payloads.BegunAnswer,
    errors=(WrongCredentials, SecondFactorNeeded, SecondFactorWrong, WrongDoor, TooManyRequests),
)
@allow(SERVICES)
def begin(body: payloads.SignInRequest) -> Response:
    """Somebody types e-mail and password."""
    begun = sign_in(collaborators(Collaborators), body.attempt())
    return answer(payloads.begun_answer(begun))


@blueprint.post("/internal/demo-sign-in")
@operation(
    summary="Begin a session as one of the demo's people",
    tag="Sessions",
    body=payloads.DemoSignInRequest,
    answer=payloads.BegunAnswer,
    errors=(NotFound, WrongDoor),
)
@allow(SERVICES)
def begin_in_demo(body: payloads.DemoSignInRequest) -> Response:
    """Somebody presses a button of the demo."""
    begun = demo_sign_in(collaborators(Collaborators), body.role, body.attempt())
    return answer(payloads.begun_answer(begun))


@blueprint.get("/internal/session")
@operation(
    summary="Whose session it is",
    tag="Sessions",
    answer=payloads.SessionAnswer,
    errors=(SessionEnded,),
)
@allow(SERVICES)
def show() -> Response:
    """The session at hand."""
    return answer(payloads.session_answer(session_at_hand()))


@blueprint.post("/internal/sign-out")
@operation(
    summary="End the session, or all of the person's",
    tag="Sessions",
    body=payloads.SignOutRequest,
    answer=payloads.EndedAnswer,
    errors=(SessionEnded,),
)
@allow(SERVICES)
def sign_out(body: payloads.SignOutRequest) -> Response:
    """The session at hand is dead from now on."""
    session_at_hand()
    ended = use_cases.sign_out(
        collaborators(Collaborators), session_token(), everywhere=body.everywhere
    )
    return answer(payloads.EndedAnswer(ended=ended))


@blueprint.get("/internal/sessions")
@operation(summary="Where the person is signed in", tag="Sessions", answer=payloads.SessionList)
@allow(SIGNED_IN_PERSON)
def list_own() -> Response:
    """The person's sessions, the one used last first."""
    found = use_cases.own_sessions(collaborators(Collaborators), account_id())
    return answer(payloads.session_list(found, session_at_hand().id))


@blueprint.post("/internal/sessions/<uuid:session_id>/end")
@operation(
    summary="End one of the person's sessions",
    tag="Sessions",
    answer=payloads.EndedAnswer,
    errors=(SessionNotFound,),
)
@allow(SIGNED_IN_PERSON)
def end_own(session_id: uuid.UUID) -> Response:
    """One of the person's own; another's is not found."""
    ended = use_cases.end_session(collaborators(Collaborators), account_id(), session_id)
    return answer(payloads.EndedAnswer(ended=ended))

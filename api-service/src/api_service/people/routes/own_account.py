"""One's own password, PIN and second factor, for the services with pages."""

from flask import Blueprint, Response

from api_service.collaborators import Collaborators
from api_service.people.errors import (
    NoSecondFactorProposed,
    WeakPassword,
    WeakPin,
    WrongCode,
    WrongPassword,
)
from api_service.people.payloads import accounts as payloads
from api_service.people.payloads.sessions import EndedAnswer
from api_service.people.routes.callers import account_id, session_at_hand
from api_service.people.use_cases import own_account as use_cases
from common.access import MANAGERS_IN_PERSON, SIGNED_IN_PERSON, STAFF_IN_PERSON, allow
from common.api import answer, operation
from common.errors import TooManyRequests
from common.web import collaborators

blueprint = Blueprint("own_account", __name__)


@blueprint.post("/internal/password")
@operation(
    summary="Set another password",
    tag="Own account",
    body=payloads.PasswordRequest,
    answer=EndedAnswer,
    errors=(WrongPassword, WeakPassword, TooManyRequests),
)
@allow(SIGNED_IN_PERSON)
def change_password(body: payloads.PasswordRequest) -> Response:
    """Every other session of the person ends."""
    ended = use_cases.change_password(
        collaborators(Collaborators),
        account_id(),
        current=body.current,
        new=body.new,
        session_id=session_at_hand().id,
    )
    return answer(EndedAnswer(ended=ended))


@blueprint.post("/internal/pin")
@operation(
    summary="Set another PIN, or none",
    tag="Own account",
    body=payloads.PinRequest,
    answer=payloads.Nothing,
    errors=(WrongPassword, WeakPin, TooManyRequests),
)
@allow(STAFF_IN_PERSON)
def change_pin(body: payloads.PinRequest) -> Response:
    """For the quick change at a team's till."""
    use_cases.change_pin(collaborators(Collaborators), account_id(), body.password, body.pin)
    return answer(payloads.Nothing())


@blueprint.post("/internal/second-factor")
@operation(
    summary="Propose a second factor",
    tag="Own account",
    body=payloads.ConfirmRequest,
    answer=payloads.ProposalAnswer,
    errors=(WrongPassword, TooManyRequests),
)
@allow(MANAGERS_IN_PERSON)
def propose_second_factor(body: payloads.ConfirmRequest) -> Response:
    """A secret for an app."""
    found = use_cases.propose_second_factor(
        collaborators(Collaborators), account_id(), body.password
    )
    return answer(payloads.proposal_answer(found))


@blueprint.post("/internal/second-factor/confirm")
@operation(
    summary="Ask for a code at every sign-in from now on",
    tag="Own account",
    body=payloads.CodeRequest,
    answer=payloads.RecoveryCodes,
    errors=(WrongCode, NoSecondFactorProposed, TooManyRequests),
)
@allow(MANAGERS_IN_PERSON)
def confirm_second_factor(body: payloads.CodeRequest) -> Response:
    """The first code of the app."""
    codes = use_cases.confirm_second_factor(collaborators(Collaborators), account_id(), body.code)
    return answer(payloads.RecoveryCodes(recovery_codes=codes))


@blueprint.post("/internal/second-factor/end")
@operation(
    summary="Ask for no code any more",
    tag="Own account",
    body=payloads.ConfirmRequest,
    answer=payloads.Nothing,
    errors=(WrongPassword, TooManyRequests),
)
@allow(MANAGERS_IN_PERSON)
def end_second_factor(body: payloads.ConfirmRequest) -> Response:
    """The password is enough again."""
    use_cases.end_second_factor(collaborators(Collaborators), account_id(), body.password)
    return answer(payloads.Nothing())

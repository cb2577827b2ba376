"""API keys: under /api/v1 for owners in person, and whose one is for the services that programs show it to."""

import uuid

from flask import Blueprint, Response

from api_service.collaborators import Collaborators
from api_service.people.errors import BranchDoesNotFit, KeyNotFound, WrongPassword
from api_service.people.payloads import accounts as payloads
from api_service.people.routes.callers import account_id
from api_service.people.use_cases import keys as use_cases
from common.access import OWNERS_IN_PERSON, SERVICES, allow, caller
from common.api import answer, operation
from common.errors import NotSignedIn, TooManyRequests
from common.web import collaborators

blueprint = Blueprint("keys", __name__)


@blueprint.get("/api/v1/keys")
@operation(summary="The programs' keys", tag="API keys", answer=payloads.KeyList)
@allow(OWNERS_IN_PERSON)
def list_keys() -> Response:
    """Every key, the withdrawn ones too; no answer tells a key again."""
    found = use_cases.list_keys(collaborators(Collaborators))
    return answer(payloads.KeyList(keys=[payloads.key_answer(each) for each in found]))


@blueprint.post("/api/v1/keys")
@operation(
    summary="Make a key for a program",
    tag="API keys",
    body=payloads.KeyRequest,
    answer=payloads.NewKey,
    status=201,
    errors=(WrongPassword, BranchDoesNotFit, TooManyRequests),
)
@allow(OWNERS_IN_PERSON)
def make_key(body: payloads.KeyRequest) -> Response:
    """Send it as `Authorization: Bearer`; it is told this once."""
    key, sent = use_cases.make_key(
        collaborators(Collaborators),
        caller(),
        account_id(),
        name=body.name,
        role=body.role,
        branch_id=body.branch_id,
        password=body.password,
    )
    return answer(payloads.new_key(key, sent), 201, {"Cache-Control": "no-store"})


@blueprint.post("/api/v1/keys/<uuid:key_id>/withdraw")
@operation(
    summary="Withdraw a key",
    tag="API keys",
    answer=payloads.KeyAnswer,
    errors=(KeyNotFound,),
)
@allow(OWNERS_IN_PERSON)
def withdraw_key(key_id: uuid.UUID) -> Response:
    """It opens nothing from its next request on; a repeat changes nothing."""
    found = use_cases.withdraw_key(collaborators(Collaborators), caller(), key_id)
    return answer(payloads.key_answer(found))


@blueprint.post("/internal/program")
@operation(
    summary="Whose key it is",
    tag="API keys",
    body=payloads.ShownKey,
    answer=payloads.ProgramAnswer,
    errors=(NotSignedIn,),
)
@allow(SERVICES)
def show_program(body: payloads.ShownKey) -> Response:
    """The program that showed a key to the service that asks."""
    found = use_cases.program_of(collaborators(Collaborators), body.key)
    return answer(payloads.program_answer(found), headers={"Cache-Control": "no-store"})

"""Who works here, under /api/v1: for managers and owners in person."""

import uuid

from flask import Blueprint, Response, request

from api_service.collaborators import Collaborators
from api_service.people.errors import (
    AccountNotFound,
    BranchDoesNotFit,
    EmailTaken,
    LastOwner,
    NotOneself,
)
from api_service.people.models.accounts import Member
from api_service.people.payloads import accounts as payloads
from api_service.people.payloads.sessions import EndedAnswer
from api_service.people.use_cases import staff as use_cases
from common.access import MANAGERS_IN_PERSON, allow, caller
from common.api import Header, answer, operation
from common.errors import (
    IdempotencyKeyReused,
    InvalidIdempotencyKey,
    MissingIdempotencyKey,
    PreconditionFailed,
    PreconditionRequired,
)
from common.idempotency import HEADER, at_hand, replayed
from common.web import collaborators

blueprint = Blueprint("staff", __name__)


@blueprint.get("/api/v1/staff")
@operation(summary="Who works here", tag="Staff", answer=payloads.Staff)
@allow(MANAGERS_IN_PERSON)
def list_staff() -> Response:
    """Everybody for an owner, the branch's cashiers for its manager."""
    found = use_cases.list_staff(collaborators(Collaborators), caller())
    return answer(payloads.Staff(staff=[payloads.member_answer(each) for each in found]))


@blueprint.get("/api/v1/staff/<uuid:account_id>")
@operation(
    summary="One of the staff",
    tag="Staff",
    answer=payloads.MemberAnswer,
    errors=(AccountNotFound,),
)
@allow(MANAGERS_IN_PERSON)
def show_member(account_id: uuid.UUID) -> Response:
    """One of them, with the ETag that a change needs."""
    return _member(use_cases.find_member(collaborators(Collaborators), caller(), account_id))


@blueprint.post("/api/v1/staff/invitations")
@operation(
    summary="Invite somebody to work here",
    tag="Staff",
    body=payloads.InvitationRequest,
    answer=payloads.TicketAnswer,
    status=201,
    headers=(Header(HEADER, "Makes a repeat invite nobody twice.", required=True),),
    errors=(
        EmailTaken,
        BranchDoesNotFit,
        IdempotencyKeyReused,
        MissingIdempotencyKey,
        InvalidIdempotencyKey,
    ),
)
@allow(MANAGERS_IN_PERSON)
def invite(body: payloads.InvitationRequest) -> Response:
    """An account without a password, and the token of the link with which its person sets one."""
    invitation_id = at_hand(required=True)
    ticket, repeated = use_cases.invite(
        collaborators(Collaborators), caller(), body.draft(), invitation_id
    )
    headers = {"Cache-Control": "no-store"} | replayed(repeated)
    return answer(payloads.ticket_answer(ticket), 201, headers)


@blueprint.put("/api/v1/staff/<uuid:account_id>")
@operation(
    summary="Change name, role or branch of one of the staff, disable or enable them",
    tag="Staff",
    body=payloads.ChangeRequest,
    answer=payloads.MemberAnswer,
    headers=(Header("If-Match", "The ETag of what was read.", required=True),),
    errors=(
        AccountNotFound,
        BranchDoesNotFit,
        LastOwner,
        NotOneself,
        PreconditionFailed,
        PreconditionRequired,
    ),
)
@allow(MANAGERS_IN_PERSON)
def change_member(account_id: uuid.UUID, body: payloads.ChangeRequest) -> Response:
    """From their next request on they are what they are now."""
    etag = request.headers.get("If-Match", "")
    if not etag:
        raise PreconditionRequired
    changed = use_cases.change_member(
        collaborators(Collaborators), caller(), account_id, body.change(), etag
    )
    return _member(changed)


@blueprint.post("/api/v1/staff/<uuid:account_id>/sign-out")
@operation(
    summary="End every session of one of the staff",
    tag="Staff",
    answer=EndedAnswer,
    errors=(AccountNotFound,),
)
@allow(MANAGERS_IN_PERSON)
def sign_out_member(account_id: uuid.UUID) -> Response:
    """A device was lost, say."""
    ended = use_cases.sign_out_member(collaborators(Collaborators), caller(), account_id)
    return answer(EndedAnswer(ended=ended))


@blueprint.post("/api/v1/staff/<uuid:account_id>/reset")
@operation(
    summary="Give one of the staff a new start",
    tag="Staff",
    answer=payloads.TicketAnswer,
    errors=(AccountNotFound, NotOneself),
)
@allow(MANAGERS_IN_PERSON)
def reset_member(account_id: uuid.UUID) -> Response:
    """Password, PIN and second factor stop working; the token is of the link to set new ones."""
    ticket = use_cases.reset_member(collaborators(Collaborators), caller(), account_id)
    return answer(payloads.ticket_answer(ticket), headers={"Cache-Control": "no-store"})


def _member(member: Member) -> Response:
    return answer(payloads.member_answer(member), headers={"ETag": member.etag})

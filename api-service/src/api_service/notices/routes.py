"""Notices over HTTP."""

from flask import Blueprint, Response

from api_service.collaborators import Collaborators
from api_service.notices import payloads, use_cases
from common.access import SERVICES, allow
from common.api import Header, answer, operation
from common.errors import (
    IdempotencyKeyReused,
    InvalidIdempotencyKey,
    MissingIdempotencyKey,
)
from common.idempotency import HEADER, at_hand, replayed
from common.web import collaborators

blueprint = Blueprint("notices", __name__)


@blueprint.post("/api/v1/notices")
@operation(
    summary="Have somebody told something, once",
    tag="Notices",
    body=payloads.NoticeRequest,
    answer=payloads.NoticeAnswer,
    status=202,
    headers=(Header(HEADER, "Makes a repeat tell nobody twice.", required=True),),
    errors=(IdempotencyKeyReused, InvalidIdempotencyKey, MissingIdempotencyKey),
)
@allow(SERVICES)
def take(body: payloads.NoticeRequest) -> Response:
    """It is kept; a repeat is answered as the first time."""
    notice_id = at_hand(required=True)
    taken = use_cases.take(collaborators(Collaborators), body.notice(), notice_id)
    return answer(payloads.notice_answer(taken), 202, replayed(taken.repeated))

"""The auditor over HTTP."""

from datetime import timedelta

from flask import Blueprint, Response, current_app

from api_service.audit.collaborators import Auditing
from api_service.audit.payloads import AuditAnswer, AuditQuery, audit_answer
from api_service.audit.use_cases import auditing
from api_service.errors import NoChain
from common.access import OPERATORS, allow
from common.api import answer, operation

blueprint = Blueprint("audit", __name__)

#: Where the auditor's surroundings are found in the application.
EXTENSION = "auditing"

#: A report older than that is no answer: whoever makes them by the clock has stopped.
_OLD = timedelta(minutes=2)


@blueprint.get("/api/v1/audit")
@operation(
    summary="Whether the books balance",
    tag="Audit",
    query=AuditQuery,
    answer=AuditAnswer,
    errors=(NoChain,),
)
@allow(OPERATORS)
def audit(query: AuditQuery) -> Response:
    """The last report, some seconds old; with `now=1` one of this moment."""
    surroundings: Auditing = current_app.extensions[EXTENSION]
    report = (
        auditing.run_now(surroundings) if query.now else auditing.latest(surroundings, older=_OLD)
    )
    return answer(audit_answer(report), headers={"Cache-Control": "no-store"})

"""The first run: a chain is founded from a page, for the service that shows it."""

from flask import Blueprint, Response

from api_service.collaborators import Collaborators
from api_service.errors import AlreadyFounded, WrongSetupCode
from api_service.importer import payloads, use_cases
from api_service.people.errors import WeakPassword
from api_service.people.use_cases.doors import home
from common.access import SERVICES, Role, allow
from common.api import answer, operation
from common.errors import TooManyRequests
from common.web import collaborators

blueprint = Blueprint("founding", __name__)


@blueprint.get("/internal/first-run")
@operation(summary="Whether there is no chain yet", tag="Founding", answer=payloads.FirstRun)
@allow(SERVICES)
def is_first_run() -> Response:
    """Asked by the page that founds one."""
    return answer(payloads.FirstRun(needed=use_cases.is_first_run(collaborators(Collaborators))))


@blueprint.post("/internal/first-run")
@operation(
    summary="Found a chain",
    tag="Founding",
    body=payloads.FoundingRequest,
    answer=payloads.Founded,
    errors=(WrongSetupCode, AlreadyFounded, WeakPassword, TooManyRequests),
)
@allow(SERVICES)
def first_run(body: payloads.FoundingRequest) -> Response:
    """Company, rates of VAT, branches, tills and the first owner; once."""
    books = collaborators(Collaborators)
    use_cases.first_run(books, body.setup_code, body.founding())
    return answer(payloads.Founded(redirect=home(books, Role.OWNER)))

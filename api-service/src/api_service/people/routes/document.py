"""Signing up and signing in as document 004 has them, for customers' programs and forms."""

from flask import Blueprint, Response, request

from api_service.collaborators import Collaborators
from api_service.people.errors import (
    EmailTaken,
    SecondFactorNeeded,
    SecondFactorWrong,
    WeakPassword,
    WrongCredentials,
)
from api_service.people.models.accounts import Application
from api_service.people.payloads import sessions as payloads
from api_service.people.use_cases.doors import home
from api_service.people.use_cases.sign_in import Attempt, sign_in
from api_service.people.use_cases.sign_up import sign_up
from common import access
from common.access import EVERYBODY, Kind, Role, allow
from common.api import answer, operation
from common.errors import InternalError, TooManyRequests
from common.service_client import ADDRESS_HEADER
from common.sessions.cookies import Cookies
from common.web import collaborators

blueprint = Blueprint("document_people", __name__)

_LONGEST_ADDRESS = 64


@blueprint.post("/api/signup")
@operation(
    summary="Make a customer's account (document 004)",
    tag="Customers",
    body=payloads.SignUpRequest,
    answer=payloads.DocumentPerson,
    status=201,
    forms=True,
    errors=(EmailTaken, WeakPassword, TooManyRequests),
)
@allow(EVERYBODY)
def signup(body: payloads.SignUpRequest) -> Response:
    """An account of one's own; sign in to it then."""
    books = collaborators(Collaborators)
    customer_id = sign_up(
        books,
        name=body.full_name,
        email=body.email,
        password=body.password,
        address=_address(),
    )
    return answer(
        payloads.DocumentPerson(
            user_id=customer_id, role=Role.CUSTOMER, redirect=home(books, Role.CUSTOMER)
        ),
        201,
    )


@blueprint.post("/api/login")
@operation(
    summary="Sign in by e-mail and password (document 004)",
    tag="Customers",
    body=payloads.LoginRequest,
    answer=payloads.DocumentPerson,
    forms=True,
    errors=(WrongCredentials, SecondFactorNeeded, SecondFactorWrong, TooManyRequests),
)
@allow(EVERYBODY)
def login(body: payloads.LoginRequest) -> Response:
    """The session travels in a cookie; `redirect` is where this role begins."""
    books = collaborators(Collaborators)
    begun = sign_in(
        books,
        Attempt(
            application=Application.SHOP,
            address=_address(),
            agent=request.headers.get("User-Agent", "")[:300],
            email=body.email,
            password=body.password,
            code=body.code or "",
        ),
    )
    person = begun.session.person
    if person is None:
        raise InternalError("a session began for nobody")
    response = answer(
        payloads.DocumentPerson(
            user_id=person.customer_id or person.id,
            role=person.role,
            redirect=home(books, person.role),
        ),
        headers={"Cache-Control": "no-store"},
    )
    Cookies.of(books.settings, Application.SHOP.value).begin(response, begun.token)
    return response


def _address() -> str:
    """From where they come; a service of ours says it of those who came to its own pages."""
    told = request.headers.get(ADDRESS_HEADER, "")
    if told and access.caller().kind is Kind.SERVICE:
        return told[:_LONGEST_ADDRESS]
    return request.remote_addr or "unknown"

"""Signing up and in, as document 004 has them."""

from flask import Blueprint, Response, request

from common.access import EVERYBODY, MANAGERS, Role, allow
from common.api import answer, operation
from common.errors import (
    Conflict,
    InvalidRequest,
    NeighbourUnavailable,
    NotSignedIn,
    TooManyRequests,
)
from common.service_client import Refusal
from common.web import collaborators
from store_service.collaborators import OFFICE, Collaborators
from store_service.payloads import document as payloads
from store_service.payloads.refusals import passed_on
from store_service.use_cases import accounts

blueprint = Blueprint("document_accounts", __name__)


@blueprint.post("/api/signup")
@operation(
    summary="Make a shopper's account (document 004)",
    tag="Accounts",
    body=payloads.SignUpRequest,
    answer=payloads.DocumentPerson,
    status=201,
    forms=True,
    errors=(Conflict, InvalidRequest, TooManyRequests, NeighbourUnavailable),
)
@allow(EVERYBODY)
def sign_up(body: payloads.SignUpRequest) -> Response:
    """The account; sign in to it then."""
    shop = collaborators(Collaborators)
    try:
        customer_id = accounts.sign_up(
            shop,
            name=body.full_name,
            email=body.email,
            password=body.password,
            address=request.remote_addr or "",
        )
    except Refusal as refusal:
        return passed_on(refusal)
    person = payloads.DocumentPerson(
        user_id=customer_id, role=Role.CUSTOMER, redirect=_home(shop, Role.CUSTOMER)
    )
    return answer(person, 201)


@blueprint.post("/api/login")
@operation(
    summary="Sign in by e-mail and password (document 004)",
    tag="Accounts",
    body=payloads.LoginRequest,
    answer=payloads.DocumentPerson,
    forms=True,
    errors=(NotSignedIn, TooManyRequests, NeighbourUnavailable),
)
@allow(EVERYBODY)
def sign_in(body: payloads.LoginRequest) -> Response:
    """Sessions travel in cookies; `redirect` is where this role begins."""
    shop = collaborators(Collaborators)
    try:
        signed_in = accounts.sign_in(
            shop,
            email=body.email,
            password=body.password,
            address=request.remote_addr or "",
            agent=request.user_agent.string,
        )
    except Refusal as refusal:
        return passed_on(refusal)
    caller = signed_in.shop.session.caller
    role = caller.role or Role.CUSTOMER
    person = payloads.DocumentPerson(
        user_id=str(caller.customer_id or caller.account_id),
        role=role,
        redirect=_home(shop, role),
    )
    response = answer(person, headers={"Cache-Control": "no-store"})
    shop.door.begin(response, signed_in.shop)
    if signed_in.office:
        shop.office_door.begin(response, signed_in.office)
    return response


def _home(shop: Collaborators, role: Role) -> str:
    """Where a role begins: those who run the shop at its goods' office, as document 004's admins do."""
    settings = shop.settings
    here = settings.store_public_url or settings.public_url or "/"
    if role in MANAGERS.roles:
        return f"{here.rstrip('/')}{OFFICE}/"
    return (role is Role.CASHIER and settings.cashier_public_url) or here

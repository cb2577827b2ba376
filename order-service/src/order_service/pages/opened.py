"""The orders that a browser opened by their links: remembered in a signed cookie, so that they are found again."""

import uuid

from flask import request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from order_service.collaborators import Collaborators

#: So many fit into a cookie with room to spare; the oldest is forgotten first.
_MOST = 20


def opened(desk: Collaborators) -> list[uuid.UUID]:
    """What the browser's cookie says, if we signed it."""
    try:
        read = _signer(desk).loads(request.cookies.get(desk.opened_cookie.name, ""))
        return [uuid.UUID(each) for each in read][:_MOST]
    except (BadSignature, ValueError, TypeError):
        return []


def remember(desk: Collaborators, response: Response, order_id: uuid.UUID) -> None:
    """Have the browser know this order from now on."""
    cookie = desk.opened_cookie
    known = [order_id, *(each for each in opened(desk) if each != order_id)][:_MOST]
    response.set_cookie(
        cookie.name,
        str(_signer(desk).dumps([str(each) for each in known])),
        max_age=cookie.seconds,
        httponly=True,
        secure=cookie.is_secure,
        samesite="Lax",
        path="/",
        domain=cookie.domain or None,
    )


def _signer(desk: Collaborators) -> URLSafeSerializer:
    secret = desk.settings.secret_key.get_secret_value()
    return URLSafeSerializer(secret, salt="opened orders")

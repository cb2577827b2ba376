"""Proof that a request comes from a page that we made for this very session."""

import hashlib
import hmac
from collections.abc import Callable
from urllib.parse import urlsplit

from flask import Request

from common.errors import ForeignRequest

FIELD = "csrf_token"
HEADER = "X-CSRF-Token"

_SAFE = {"GET", "HEAD", "OPTIONS"}

#: What no form can send; of a script of another site, a browser would say where it comes from.
_BEYOND_FORMS = {"PUT", "PATCH", "DELETE"}


def token_for(secret: str, bound_to: str) -> str:
    """The token of every form in a session or visit; another session's never fits."""
    return hmac.new(secret.encode(), f"form {bound_to}".encode(), hashlib.sha256).hexdigest()


def refuse_foreign(request: Request, own_url: str) -> None:
    """Refuse what a page of another site sends.

    Browsers say where a request comes from, in Sec-Fetch-Site or at least in Origin; programs say nothing.

    Raises:
        ForeignRequest: it comes from elsewhere.
    """
    if request.method in _SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in ("same-origin", "none"):
            raise ForeignRequest
        return
    origin = request.headers.get("Origin")
    if origin is not None and not _is_of(origin, request, own_url):
        raise ForeignRequest


def is_from_own_page(request: Request, own_url: str) -> bool:
    """Whether a browser says that one of our own pages sent it; of whoever says nothing it is not believed."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return _is_of(request.headers.get("Origin", ""), request, own_url)


def refuse_without_token(request: Request, expected: Callable[[], str]) -> None:
    """Refuse a form, and whatever a browser sends, that lacks the session's token.

    Raises:
        ForeignRequest: the token is missing, or another session's.
    """
    if request.method in _SAFE or _is_program(request):
        return
    sent = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if not hmac.compare_digest(sent.encode(), expected().encode()):
        raise ForeignRequest


def _is_of(origin: str, request: Request, own_url: str) -> bool:
    return urlsplit(origin).netloc in {request.host, urlsplit(own_url).netloc} - {""}


def _is_program(request: Request) -> bool:
    tells = "Origin" in request.headers or "Sec-Fetch-Site" in request.headers
    # a form says of what kind it is, also an empty one
    no_form = request.is_json or request.method in _BEYOND_FORMS or not request.mimetype
    return no_form and not tells

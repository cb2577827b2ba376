"""Who sent the request at hand, as orders decide by it."""

import uuid
from collections.abc import Iterable

from flask import request

from common import access
from common.access import Caller, Kind, Role
from common.api import Header
from common.errors import NotSignedIn
from order_service.collaborators import Collaborators
from order_service.models.parts import By
from order_service.use_cases.seeing import Viewer

#: How a program shows the key of an order's link; a browser has it in the address.
KEY = Header("Order-Key", "The key of the order's link, which opens it without signing in.")

_STAFF = (Role.MANAGER, Role.OWNER)


def viewer(desk: Collaborators, opened: Iterable[uuid.UUID] = (), key: str = "") -> Viewer:
    """Whoever asks; `opened` are orders that their browser opened by a link, `key` is that of such a link."""
    found = _caller()
    key = key or request.headers.get(KEY.name, "")
    if found.kind is Kind.SERVICE:
        return Viewer(by(found), everything=True)
    if found.role in _STAFF:
        return Viewer(by(found), everything=found.branch_id is None, branch_id=found.branch_id)
    return Viewer(
        by(found),
        account_id=found.account_id,
        key=key,
        opened=frozenset(opened),
        links=desk.links,
    )


def by(caller: Caller) -> By:
    """Who takes a step, as the order's history has it."""
    if caller.kind is Kind.SERVICE:
        return By(caller.service, "service")
    if caller.role in _STAFF and caller.role is not None:
        return By(caller.name, caller.role.value)
    return By(caller.name or "customer", "customer")


def _caller() -> Caller:
    """Somebody whose session ended goes on as a visitor: the link may still open the order.

    Raises:
        NotSignedIn: a token came along that is neither a service's nor a key that holds.
    """
    try:
        return access.caller()
    except NotSignedIn:
        if access.bearer():
            raise
        return Caller()

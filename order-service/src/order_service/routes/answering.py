"""What both sets of addresses share: an order's version in the headers, and lists by pages."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Response, request
from pydantic import BaseModel

from common import idempotency
from common.api import Header, answer, next_page
from common.cursors import Cursors
from common.payload import Page
from order_service.collaborators import Collaborators
from order_service.models.order import Order
from order_service.models.wanted import Wanted
from order_service.payloads.viewing import viewer
from order_service.use_cases import reading

IF_MATCH = Header("If-Match", "The ETag of the version that the change is meant for.")

_NOT_KEPT = {"Cache-Control": "no-store"}


def version_meant() -> int | None:
    """The version that If-Match names; None without the header, 0 where it names none that could be one."""
    tags = request.headers.get("If-Match")
    if tags is None or tags.strip() == "*":
        return None
    found = re.fullmatch(r'\s*(?:W/)?"([0-9]{1,9})"\s*', tags)
    return int(found[1]) if found else 0


def with_version(
    order: Order, told: BaseModel, *, status: int = 200, repeated: bool = False
) -> Response:
    """The answer about an order, with its version as ETag."""
    headers = {"ETag": f'"{order.version}"'} | _NOT_KEPT | idempotency.replayed(repeated)
    return answer(told, status=status, headers=headers)


def listed(
    desk: Collaborators, query: Page, *, of: str, wanted: Wanted, filters: Mapping[str, Any]
) -> tuple[tuple[Order, ...], dict[str, str]]:
    """A page of what the caller may see, newest first, and the headers that lead on; a cursor fits its filters alone.

    Raises:
        InvalidCursor: the query's is none of this list.
    """
    cursors = Cursors(desk.settings.secret_key.get_secret_value(), of=of)
    before = cursors.read(query.cursor, dict(filters))[0] if query.cursor else None
    wanted = replace(wanted, before=before)
    found = reading.listed(desk, wanted, viewer(desk).branch_id, query.limit)
    cursor = cursors.write([found.older], dict(filters)) if found.older else None
    return found.orders, next_page(cursor) | _NOT_KEPT

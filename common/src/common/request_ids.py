"""One id for a request on its whole way through the suite: taken from the caller or made here."""

import re
import uuid
from contextvars import ContextVar

HEADER = "X-Request-ID"

#: What a caller's id may look like; anything else could forge a log line.
_HARMLESS = re.compile(r"[A-Za-z0-9._-]{8,64}")

current: ContextVar[str] = ContextVar("request_id", default="-")


def take_or_make(offered: str | None) -> str:
    """Adopt the caller's id if it is harmless, else make one; it stays current for this context."""
    taken = offered if offered and _HARMLESS.fullmatch(offered) else uuid.uuid4().hex
    current.set(taken)
    return taken

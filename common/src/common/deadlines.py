"""Until when an answer is of use: said by who asks, passed on to whoever is asked in turn, and honoured by all."""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from common.errors import ServiceError

#: Seconds since 1970. Machines whose clocks differ by more than a call takes need them set right.
HEADER = "Mercato-Deadline"


class TooLate(ServiceError):
    """Whoever asked said until when an answer is of use (Mercato-Deadline), and that moment is over.

    Nothing was done; repeat the request if its answer is still wanted.
    """

    status = 503
    code = "too_late"
    title = "Nobody waits for this answer any more"


_current: ContextVar[float] = ContextVar("deadline", default=math.inf)


def take(offered: str | None) -> float:
    """Adopt a caller's deadline, or none where it is missing or no number; the one from before is returned."""
    before = _current.get()
    try:
        taken = float(offered or "inf")
    except ValueError:
        taken = math.inf
    _current.set(math.inf if math.isnan(taken) else taken)
    return before


def restore(before: float) -> None:
    """Go back to an earlier deadline."""
    _current.set(before)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What the block asks of others is of use for so long, or as long as was said before if that is shorter."""
    before = _current.get()
    _current.set(min(before, time.time() + seconds))
    try:
        yield
    finally:
        _current.set(before)


def after(seconds: float) -> float:
    """The moment so many seconds from now, or the deadline if that comes first."""
    return min(time.time() + seconds, _current.get())


def left() -> float:
    """For how many seconds what is asked of others is of use; endless where nobody said."""
    return _current.get() - time.time()


def refuse_if_over() -> None:
    """Do not begin what nobody waits for any more.

    Raises:
        TooLate: it is over.
    """
    if time.time() > _current.get():
        raise TooLate(headers={"Retry-After": "1"})

"""Waits some seconds, with the card in hand, for books or a gateway that start anew: without it nothing can go on."""

from collections.abc import Callable
from threading import BoundedSemaphore
from typing import TypeVar

from cart_service.collaborators import Collaborators
from common import deadlines, logs
from common.errors import NeighbourFailed, NeighbourUnavailable

#: Before each time that they are asked once more.
PAUSES = (0.5, 0.75, 1.0, 1.25, 1.25, 1.25)

#: So much of the driver's patience is left to the steps that follow.
FOR_THE_REST = 2.0

#: Who took longer than that to give no answer is no neighbour that starts anew, but one that hangs.
AT_ONCE = 2.0

#: So many of a process wait; the other threads are for those whom it does not concern.
MAY_WAIT = BoundedSemaphore(2)

log = logs.get(__name__)

Answer = TypeVar("Answer")


def waited_for(cart: Collaborators, ask: Callable[[], Answer]) -> Answer:
    """The answer of somebody who may be away for some seconds; they are asked the same under the same id, so once.

    Raises:
        NeighbourFailed: they answered 500. They are there, and would fail over the same again.
        NeighbourUnavailable: they are away for longer, or hang.
    """
    before = deadlines.left()
    try:
        return ask()
    except NeighbourFailed:
        raise
    except NeighbourUnavailable:
        if before - deadlines.left() > AT_ONCE or not MAY_WAIT.acquire(blocking=False):
            raise
    try:
        return _asked_again(cart, ask)
    finally:
        MAY_WAIT.release()


def _asked_again(cart: Collaborators, ask: Callable[[], Answer]) -> Answer:
    *earlier, last = PAUSES
    for pause in earlier:
        if deadlines.left() - pause < FOR_THE_REST:
            break
        cart.wait(pause)
        try:
            return ask()
        except NeighbourFailed:
            raise
        except NeighbourUnavailable as error:
            log.info("checkout waits for a neighbour", reason=str(error))
    cart.wait(max(0.0, min(last, deadlines.left() - FOR_THE_REST)))
    return ask()

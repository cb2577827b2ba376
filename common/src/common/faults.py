"""Places in the code where a test may let a process die or pause; in an image they do nothing."""

from importlib import import_module
from importlib.util import find_spec

from common.config import FaultSettings


def point(name: str) -> None:
    """Between two steps that a crash may part: `order.after_pin` is where an order was pinned and not yet answered for.

    Acts only where `common.testing` lies beside this module, which images leave out, and where MERCATO_FAULTS names it;
    outside a demo a process that finds points named there does not start.
    """
    if _ARMED:
        import_module("common.testing.faults").strike(name)


def _armed() -> bool:
    return find_spec("common.testing") is not None and FaultSettings.from_env().faults != ""


#: Read once: a point that nobody named costs nothing.
_ARMED = _armed()

"""Port offsets for suites of tests and benchmarks: no two that run on one machine at a time share a port."""

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager

from suite.errors import PortTaken
from suite.ports import is_free, listen
from suite.topology import MERCATO, POSTGRES_PORT

# With these all ports lie below those that the system hands to whoever calls somebody (from 32768 on), and no service's
# port under one offset is another one's under another.
OFFSETS = range(12_000, 14_900, 10)

#: Beside the ports of the suite; whoever listens here has the offset.
MARK = 5009


@contextmanager
def one_of_ones_own() -> Iterator[int]:
    """An offset whose ports are free, and that nobody else gets here before the block ends or the process dies.

    Raises:
        PortTaken: all of them are in use.
    """
    for offset in OFFSETS:
        mark = _marked(offset)
        if mark is None:
            continue
        with closing(mark):
            if all(is_free(port + offset) for port in _ports()):
                yield offset
                return
    raise PortTaken(f"Every port offset from {OFFSETS.start} to {OFFSETS.stop} is in use.")


def _marked(offset: int) -> socket.socket | None:
    try:
        return listen(MARK + offset, "a mark")
    except PortTaken:
        return None


def _ports() -> list[int]:
    return [POSTGRES_PORT, *(service.port for service in MERCATO.services)]

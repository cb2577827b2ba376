"""The listening sockets: bound once by the supervisor, so that a service can come and go behind them."""

import errno
import socket
import time
from contextlib import closing

from suite.errors import PortTaken
from suite.processes import holder_of
from suite.topology import HOST

#: Connections that may wait while a service is being restarted.
_BACKLOG = 512


def listen(port: int, purpose: str, *, patience: float = 0.0) -> socket.socket:
    """A socket that listens on this port of 127.0.0.1.

    `patience` is how many seconds somebody may take to leave the port.

    Raises:
        PortTaken: somebody else listens there; the message names them and the flag to use.
    """
    taken = socket.socket()
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    deadline = time.monotonic() + patience
    while True:
        try:
            taken.bind((HOST, port))
            taken.listen(_BACKLOG)
        except OSError as error:
            if error.errno == errno.EADDRINUSE and time.monotonic() < deadline:
                time.sleep(0.05)
                continue
            taken.close()
            raise _explained(port, purpose, error) from error
        return taken


def check_free(port: int, purpose: str, *, patience: float = 0.0) -> None:
    """Make sure that a process of ours can listen on this port.

    Raises:
        PortTaken: somebody else listens there.
    """
    listen(port, purpose, patience=patience).close()


def is_free(port: int) -> bool:
    """Whether nobody listens on this port."""
    try:
        check_free(port, "a test")
    except PortTaken:
        return False
    return True


def _explained(port: int, purpose: str, error: OSError) -> PortTaken:
    if error.errno != errno.EADDRINUSE:
        return PortTaken(f"Cannot listen on port {port} for {purpose}: {error.strerror}.")
    holder = holder_of(port)
    return PortTaken(
        f"Port {port}, which {purpose} needs, is taken{f' by {holder}' if holder else ''}.\n"
        "Stop that program, or move every port of the suite:  ./mercato up --port-offset N"
    )


def free() -> int:
    """A port that nobody listens on at this moment."""
    with closing(socket.socket()) as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])

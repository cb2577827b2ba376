"""Asks a service whether it is ready."""

import socket

from suite.topology import HOST


def is_ready(port: int, path: str, *, seconds: float = 1.0) -> bool:
    """Whether the service on this port answers 200 at this path within the time.

    While its process starts, the question waits in the supervisor's socket, so the answer comes at the first moment
    that it can.
    """
    question = f"GET {path} HTTP/1.0\r\nHost: {HOST}:{port}\r\n\r\n"
    try:
        with socket.create_connection((HOST, port), timeout=seconds) as connection:
            connection.sendall(question.encode())
            status_line = connection.recv(64)
    except OSError:
        return False
    return status_line.startswith((b"HTTP/1.0 200", b"HTTP/1.1 200"))

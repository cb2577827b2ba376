"""An application under the suite's own gunicorn settings, for as long as something about it is measured."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from _load import Maker, drive
from _program import SECRETS
from suite.testing import free_port


@contextmanager
def gunicorn(application: str, request: Maker, status: int, **environment: str) -> Iterator[int]:
    """Its port, from when it answers the request with this status."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "python:common.gunicorn_conf", application],
        cwd=Path(__file__).parent,
        env=os.environ  # noqa: TID251  # a child process inherits what this one has
        | {"PORT": str(port), "WEB_CONCURRENCY": "2", "WEB_THREADS": "4", **SECRETS}
        | environment,
        stderr=subprocess.DEVNULL,  # where the access lines go
    )
    try:
        _wait_for(port, request, status)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=15)


def _wait_for(port: int, request: Maker, status: int) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            if drive(port, request, clients=1, seconds=0.05).statuses.get(status):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"nothing answers on port {port}")

"""A service under gunicorn as every service runs, with clients that fall silent."""

import os
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from suite.testing import free_port

_BIG = 24_000_000

_SILENT = {
    "amid the head": b"GET / HTTP/1.1\r\nHost: a\r\nUser-Ag",
    "amid the body": b"POST /reads HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc",
    "amid the body in chunks": b"POST /reads HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    "amid the answer": b"GET /answer HTTP/1.1\r\nHost: a\r\n\r\n",
    "amid a file": b"GET /file HTTP/1.1\r\nHost: a\r\n\r\n",
}

#: As many as there are ways to fall silent.
_THREADS = len(_SILENT)

_APPLICATION = f"""
from threading import Barrier

from flask import Flask, request, send_file

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 1024
every_thread = Barrier({_THREADS})

@app.post("/reads")
def reads():
    return str(len(request.get_data()))

@app.get("/answer")
def answer():
    return bytes({_BIG})

@app.get("/file")
def file():
    return send_file("big", mimetype="image/png")

@app.get("/together")
def together():
    every_thread.wait(15)
    return "here"

@app.get("/")
def short():
    return "here"
"""


@dataclass(frozen=True)
class Service:
    """Where it listens, and what it wrote."""

    port: int
    log: Path

    def connect(self, sent):
        """Send this, and say nothing more. So small a buffer takes nothing of a large answer."""
        with ExitStack() as failed:
            connection = failed.enter_context(socket.socket())
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.settimeout(20)
            connection.connect(("127.0.0.1", self.port))
            connection.sendall(sent)
            failed.pop_all()
        return connection

    def answers(self, request=b"GET / HTTP/1.0\r\n\r\n"):
        """The whole answer."""
        with self.connect(request) as connection, connection.makefile("rb") as answer:
            return answer.read()


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    (folder / "served.py").write_text(_APPLICATION)
    with (folder / "big").open("wb") as file:
        file.truncate(_BIG)
    found = Service(free_port(), folder / "log")
    told = {"PORT": str(found.port), "WEB_THREADS": str(_THREADS), "CLIENT_TIMEOUT": "1"}
    with found.log.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", "python:common.gunicorn_conf", "served:app"],
            cwd=folder,
            env=os.environ | told,  # noqa: TID251  # a child process inherits what this one has
            stderr=log,
        )
    try:
        _wait_for(found)
        yield found
    finally:
        process.terminate()
        process.wait(timeout=20)


def test_clients_that_fall_silent_keep_no_thread(service):
    with ExitStack() as opened:
        for sent in _SILENT.values():
            opened.enter_context(service.connect(sent))
        time.sleep(0.3)
        asked = [
            opened.enter_context(service.connect(b"GET /together HTTP/1.0\r\n\r\n"))
            for _ in range(_THREADS)
        ]
        for each in asked:
            answer = opened.enter_context(each.makefile("rb"))
            assert answer.read().endswith(b"\r\n\r\nhere"), service.log.read_text()

    assert "Traceback" not in service.log.read_text()


def test_a_client_that_falls_silent_is_one_line_of_the_log(service):
    before = service.log.read_text().count("A client fell silent")
    with service.connect(_SILENT["amid the head"]) as connection:
        assert connection.recv(1) == b""

    assert service.log.read_text().count("A client fell silent") == before + 1


def test_a_client_that_is_slow_is_served(service):
    """Each pause is shorter than the time that it may be silent, and all of them together are longer."""
    with service.connect(b"POST /reads HTTP/1.0\r\nContent-Length: 5\r\n\r\n") as connection:
        for _ in range(5):
            time.sleep(0.3)
            connection.sendall(b"a")
        with connection.makefile("rb") as answer:
            assert answer.read().endswith(b"\r\n\r\n5")


@pytest.mark.parametrize("path", [b"/answer", b"/file"])
def test_a_large_answer_comes_whole(service, path):
    _head, _, body = service.answers(b"GET %s HTTP/1.0\r\n\r\n" % path).partition(b"\r\n\r\n")

    assert len(body) == _BIG


def test_a_connection_may_rest_between_two_requests(service):
    with service.connect(b"") as connection, connection.makefile("rb") as answers:
        for pause in (1.3, 0):
            connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            while line := answers.readline().strip():
                assert b"close" not in line.lower()
            assert answers.read(4) == b"here"
            time.sleep(pause)


def test_nobody_waits_for_a_client_that_does_not_hang_up(service):
    with ExitStack() as held:
        for _ in range(_THREADS - 1):
            held.enter_context(service.connect(b"GET / HTTP/1.0\r\n\r\n")).recv(65536)
        time.sleep(0.2)
        began = time.monotonic()

        assert service.answers().endswith(b"here")
        assert time.monotonic() - began < 1.5


def _wait_for(service):
    ends_at = time.monotonic() + 20
    while True:
        try:
            return service.answers()
        except OSError:
            if time.monotonic() > ends_at:
                raise
            time.sleep(0.05)

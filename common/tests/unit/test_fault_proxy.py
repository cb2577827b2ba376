"""The fault proxy does what it says, and does it again with the same seed."""

import json
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from common.errors import NeighbourUnavailable
from common.service_client import ServiceClient
from common.testing.fault_proxy import Fault, FaultProxy, Kind, seeded

ANSWER = json.dumps({"words": "x" * 1000}).encode()


class Server(BaseHTTPRequestHandler):
    """Answers with a length, in chunks, or with nothing, over connections that stay open."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.heard.append(self.path)
        self.send_response(304 if self.path == "/known" else 200)
        if self.path == "/chunks":
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(b"%x\r\n%s\r\n" % (len(ANSWER), ANSWER))
            self.wfile.write(b"0\r\n\r\n")
            return
        if self.path == "/known":
            self.end_headers()
            return
        self.send_header("Content-Length", str(len(ANSWER)))
        self.end_headers()
        self.wfile.write(ANSWER)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def server():
    made = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    made.heard = []
    thread = threading.Thread(target=made.serve_forever, args=(0.01,))
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


@pytest.fixture
def proxy(server):
    with FaultProxy(server.server_port) as made:
        yield made


@pytest.fixture
def client(proxy):
    made = ServiceClient("The server", proxy.url, timeout_seconds=5)
    yield made
    made._session.close()


def charge(client):
    return client.post("/charge", {"amount": 5})


@pytest.mark.parametrize("path", ["/whole", "/chunks", "/known"])
def test_without_a_fault_everything_passes_over_one_connection(client, proxy, server, path):
    statuses = [client.get(path).status for _ in range(3)]

    assert statuses == ([304] * 3 if path == "/known" else [200] * 3)
    assert server.heard == [path] * 3
    assert proxy.struck == [Fault()] * 3


def test_a_delayed_answer_comes_later(client, proxy):
    proxy.ahead(Fault(Kind.DELAY, seconds=0.3))
    began = time.monotonic()

    assert charge(client).status == 200
    assert time.monotonic() - began >= 0.3


def test_a_dropped_request_never_arrives(client, proxy, server):
    proxy.ahead(Fault(Kind.DROP))

    with pytest.raises(NeighbourUnavailable):
        charge(client)
    assert server.heard == []
    assert charge(client).status == 200


@pytest.mark.parametrize(
    "fault", [Fault(Kind.LOSE), Fault(Kind.CUT, size=0), Fault(Kind.CUT, size=500)]
)
def test_a_lost_answer_was_given(client, proxy, server, fault):
    assert charge(client).status == 200
    proxy.ahead(fault)

    with pytest.raises(NeighbourUnavailable):
        charge(client)
    assert server.heard == ["/charge"] * 2


def test_of_a_cut_answer_so_many_bytes_arrive(proxy):
    import socket
    from urllib.parse import urlsplit

    proxy.ahead(Fault(Kind.CUT, size=123))
    where = urlsplit(proxy.url)
    with socket.create_connection((where.hostname, where.port), 5) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        arrived = b""
        while piece := line.recv(4096):
            arrived += piece

    assert len(arrived) == 123


def test_a_fault_strikes_in_the_middle_of_a_connection(client, proxy, server):
    proxy.ahead(Fault(), Fault(), Fault(Kind.DROP))
    charge(client)
    charge(client)

    with pytest.raises(NeighbourUnavailable):
        charge(client)
    assert len(server.heard) == 2


def test_the_same_seed_makes_the_same_faults_and_another_makes_others():
    shares = {Kind.DROP: 0.1, Kind.LOSE: 0.2, Kind.DELAY: 0.1}
    first, again, other = ([seeded(seed, shares)(n) for n in range(500)] for seed in (7, 7, 8))

    assert first == again != other
    counted = Counter(fault.kind for fault in first)
    assert 25 < counted[Kind.DROP] < 80
    assert 65 < counted[Kind.LOSE] < 140
    assert counted[Kind.NONE] > 250
    assert counted[Kind.CUT] == 0


def test_the_plan_strikes(client, proxy, server):
    proxy.plan = seeded(1, {Kind.LOSE: 1.0})

    with pytest.raises(NeighbourUnavailable):
        charge(client)
    assert server.heard == ["/charge"]


def test_nobody_behind_it_looks_like_a_line_that_is_cut():
    with FaultProxy(1) as proxy:
        client = ServiceClient("The server", proxy.url, timeout_seconds=2)
        with pytest.raises(NeighbourUnavailable):
            charge(client)

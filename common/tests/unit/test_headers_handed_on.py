"""What somebody sent and a header cannot carry is refused to them, and is no failure of the neighbour."""

import socket

import pytest

from common.breakers import Breaker
from common.errors import BadRequest, NeighbourUnavailable
from common.service_client import ServiceClient


@pytest.mark.parametrize("sent", ["a\nb", " a", "\u20ac"])
def test_what_no_header_carries_is_refused_and_nobody_else_is_kept_waiting_for_it(
    monkeypatch, sent
):
    failures = []
    monkeypatch.setattr(Breaker, "failed", lambda _: failures.append(1))
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        client = ServiceClient("The books", f"http://127.0.0.1:{unused.getsockname()[1]}")

    with pytest.raises(BadRequest):
        client.put("/", {}, etag=sent)
    assert failures == []
    with pytest.raises(NeighbourUnavailable):
        client.put("/", {}, etag='"1"')
    assert failures == [1]

import socket
import threading

import pytest

from suite import ports
from suite.errors import PortTaken


@pytest.fixture
def somebody():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


def test_a_taken_port_is_told_with_its_holder_and_the_flag(somebody):
    port = somebody.getsockname()[1]

    with pytest.raises(PortTaken) as told:
        ports.listen(port, "the till")

    assert f"Port {port}, which the till needs, is taken by" in str(told.value)
    assert "(pid " in str(told.value)
    assert "--port-offset" in str(told.value)


def test_whoever_is_just_leaving_is_waited_for(somebody):
    port = somebody.getsockname()[1]
    leaving = threading.Timer(0.2, somebody.close)
    leaving.start()

    ports.check_free(port, "the till", patience=5)
    leaving.join()

    assert somebody.fileno() == -1

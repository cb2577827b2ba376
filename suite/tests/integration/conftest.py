"""A suite of stand-in services that tests start, hurt and stop through the command line."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from suite.driving import fresh_suite, is_free
from suite.topology import POSTGRES_PORT

HERE = Path(__file__).parent
_STEP, _EACH = 10, 600


@pytest.fixture(scope="session")
def offsets(worker_id):
    """Port offsets that no other process of this test run takes."""
    first = 20_000 + _EACH * int(worker_id.removeprefix("gw").removeprefix("master") or 3)
    return (
        offset for offset in range(first, first + _EACH, _STEP) if is_free(POSTGRES_PORT + offset)
    )


@pytest.fixture(scope="module")
def make_suite(offsets):
    """Command lines on fresh homes; whatever they started is stopped at the end."""
    with ExitStack() as made:

        def make(topology="SOUND", **environment):
            decided = {"PYTHONPATH": str(HERE), "MERCATO_TOPOLOGY": f"stand_in.topology:{topology}"}
            return made.enter_context(fresh_suite(next(offsets), **decided | environment))

        yield make


@pytest.fixture(scope="module")
def mercato(make_suite):
    """A suite that runs; what a test hurts must have come back when it ends."""
    suite = make_suite()
    suite.up()
    return suite

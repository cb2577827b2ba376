"""A suite of stand-in services that tests start, hurt and stop through the command line."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from suite.driving import fresh_suite

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def make_suite():
    """Command lines on fresh homes; whatever they started is stopped at the end."""
    with ExitStack() as made:

        def make(topology="SOUND", **environment):
            decided = {"PYTHONPATH": str(HERE), "MERCATO_TOPOLOGY": f"stand_in.topology:{topology}"}
            return made.enter_context(fresh_suite(**decided | environment))

        yield make


@pytest.fixture(scope="module")
def mercato(make_suite):
    """A suite that runs; what a test hurts must have come back when it ends."""
    suite = make_suite()
    suite.up()
    return suite

"""Suites to be broken, on ports of their own."""

import pytest

from suite.driving import fresh_suite

_OFFSET = 23_000


@pytest.fixture(scope="module")
def mercato():
    """The books and their database, seeded, with nothing else running."""
    with fresh_suite(_OFFSET) as mercato:
        mercato.up("api-service")
        yield mercato

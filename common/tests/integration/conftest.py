"""A store with what relays need: an outbox, and the lease under which one of them delivers."""

from collections.abc import Iterator

import pytest

from common import outbox
from common.stores import Store, open_store


@pytest.fixture
def relayed(store_url: str) -> Iterator[Store]:
    """An empty store, on each of its kinds."""
    steps = ("common:leases.sql", *outbox.OUTBOX_STEPS)
    opened = open_store(store_url, application="tests", package="common", steps=steps)
    yield opened
    opened.close()

"""The orders in both kinds of store: each test runs on a file of SQLite and on PostgreSQL."""

import pytest

from common.stores import open_store
from order_service.collaborators import Collaborators
from order_service.payloads import orders as payloads
from order_service.repository.tables import STEPS


@pytest.fixture
def store(store_url):
    opened = open_store(store_url, application="tests", package="order_service", steps=STEPS)
    yield opened
    opened.close()


@pytest.fixture
def desk(settings, store, books, gateway, people, clock):
    """What use cases are handed, over that store."""
    return Collaborators.of(
        settings, store=store, books=books, gateway=gateway, people=people, clock=clock
    )


@pytest.fixture
def drafted(checkout):
    """A new order of the checkout, as the use case takes it, and what a repeat is compared with."""

    def made(**changes):
        body = payloads.PlaceRequest.model_validate(checkout(**changes))
        return payloads.draft(body), payloads.fingerprint(body)

    return made

from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest

from common.access import Role
from common.testing.people import somebody


class Office:
    """A browser in which somebody is signed in to the office."""

    def __init__(self, client, door, token):
        self.client = client
        self.proof = door.form_token_of(token)

    def get(self, path):
        return self.client.get(f"/admin{path}", headers={"Accept": "text/html"})

    def post(self, path, **fields):
        return self.client.post(
            f"/admin{path}",
            data=fields | {"csrf_token": self.proof},
            headers={"Accept": "text/html"},
        )


@pytest.fixture
def at_once():
    """A meeting of two threads, if both come to it; else the one that came goes on alone."""

    def meeting():
        barrier = Barrier(2)

        def meet():
            with suppress(BrokenBarrierError):
                barrier.wait(timeout=0.5)

        return meet

    return meeting


@pytest.fixture
def office_of(app, people):
    door = app.extensions["mercato.doors"][1]

    def sign_in(role=Role.OWNER, **facts):
        client = app.test_client()
        token = people.begin(somebody(role, **facts)).token
        client.set_cookie(door.cookies.session, token, path="/admin")
        return Office(client, door, token)

    return sign_in


@pytest.fixture
def office(office_of):
    return office_of()


@pytest.fixture
def mug():
    return {
        "name": "Coffee Mug",
        "price": "7.50",
        "vat_code": "standard",
        "code": "MUG",
        "barcode": "",
        "department": "merchandise",
        "unit": "",
        "artist": "",
        "genre": "",
        "year": "",
    }

"""Programs with an API key: they do what people of their role and branch may, until the key is withdrawn."""

from dataclasses import replace

import pytest

from common.errors import NeighbourUnavailable
from common.service_client import Refusal, Reply
from common.service_tokens import ServiceTokens
from common.sessions.programs import BELIEVED_SECONDS, Programs
from order_service.app import create_app

ORDER = {
    "customer": {"name": "Marta Ruiz", "email": "marta@example.org"},
    "items": [{"product_id": 11, "name": "Pen", "quantity": 2, "price": 5}],
    "total": 10,
}


class BooksOfKeys:
    """The books, as far as they know keys."""

    def __init__(self):
        self.away = False
        self.refuses_with = 401
        self.asked = []
        self.keys = {
            f"mk_{role}_{branch_id}": {"name": "Robot", "role": role, "branch_id": branch_id}
            for role, branch_id in (
                ("owner", None),
                ("manager", "SMKT001"),
                ("manager", "SMKT002"),
                ("cashier", "SMKT001"),
            )
        }

    def post(self, path, body, **_):
        assert path == "/internal/program"
        self.asked.append(body["key"])
        if self.away:
            raise NeighbourUnavailable("The books gave no answer")
        if body["key"] not in self.keys:
            raise Refusal(self.refuses_with, {"code": "not_signed_in"})
        return Reply(200, self.keys[body["key"]])


@pytest.fixture
def keys():
    return BooksOfKeys()


@pytest.fixture
def program(settings, desk, keys, clock):
    """A client of a shop that is no demo, and what it sends with a key."""
    chain = settings.model_copy(update={"demo": False})
    programs = Programs(keys, lambda: clock.now().timestamp())
    client = create_app(chain, replace(desk, settings=chain, programs=programs)).test_client()

    def ask(method, path, key="mk_owner_None", body=None, **headers):
        told = {"Authorization": f"Bearer {key}"} | headers
        return client.open(path, method=method, json=body, headers=told)

    return ask


def test_a_program_creates_reads_and_moves_orders(program, shop):
    made = program("POST", "/api/orders", body=ORDER)
    paid = shop.paid()
    at = f"/api/v1/orders/{paid['id']}/status"

    moved = program("PUT", at, body={"status": "packed"}, **{"If-Match": '"2"'})

    assert (made.status_code, moved.status_code) == (201, 200)
    assert moved.json["history"][-1]["by"] == "Robot"
    listed = program("GET", "/api/v1/orders").json["orders"]
    assert [each["id"] for each in listed] == [paid["id"], made.json["id"]]
    shipped = program("PUT", f"/api/orders/{paid['id']}/status", body={"status": "shipped"})
    assert shipped.json["status"] == "shipped"


def test_a_branchs_program_sees_what_is_sent_from_there(program, shop):
    at = f"/api/v1/orders/{shop.paid()['id']}"

    assert program("GET", at, "mk_manager_SMKT001").status_code == 200
    assert program("GET", at, "mk_manager_SMKT002").status_code == 404
    assert program("GET", "/api/orders", "mk_manager_SMKT002").json == []


def test_a_cashiers_program_is_refused_as_a_cashier_is(program):
    assert program("GET", "/api/orders", "mk_cashier_SMKT001").status_code == 403
    assert program("POST", "/api/orders", "mk_cashier_SMKT001", ORDER).status_code == 403


@pytest.mark.parametrize("path", ["/api/v1/facts/orders", "/api/v1/facts/outbox"])
def test_what_is_for_services_is_not_for_programs(program, path):
    assert program("GET", path).status_code == 403


def test_a_key_opens_no_page(program, keys):
    assert program("GET", "/admin/").status_code == 401
    assert keys.asked == []


@pytest.mark.parametrize("key", ["mk_unknown", "another-token"])
def test_what_is_no_key_opens_nothing_in_a_demo_neither(client, program, keys, key):
    refused = program("GET", "/api/orders", key)

    assert (refused.status_code, refused.json["code"]) == (401, "not_signed_in")
    assert keys.asked == ([key] if key.startswith("mk_") else [])
    in_demo = client.get("/api/orders", headers={"Authorization": "Bearer another-token"})
    assert in_demo.status_code == 401


def test_a_withdrawn_key_opens_nothing_after_a_moment(program, keys, clock):
    assert program("GET", "/api/orders").status_code == 200
    keys.keys.clear()
    clock.move(seconds=BELIEVED_SECONDS - 0.1)
    assert program("GET", "/api/orders").status_code == 200
    assert len(keys.asked) == 1

    clock.move(seconds=0.1)

    assert program("GET", "/api/orders").status_code == 401


def test_a_key_that_does_not_hold_is_asked_about_once_in_a_moment(program, keys, clock):
    for _ in range(3):
        refused = program("GET", "/api/orders", "mk_made_up")
        assert (refused.status_code, refused.json["code"]) == (401, "not_signed_in")
    assert keys.asked == ["mk_made_up"]

    keys.keys["mk_made_up"] = keys.keys["mk_owner_None"]
    clock.move(seconds=BELIEVED_SECONDS)

    assert program("GET", "/api/orders", "mk_made_up").status_code == 200


def test_made_up_keys_fill_a_memory_of_their_own_and_drive_out_no_key_that_holds(
    program, keys, monkeypatch
):
    monkeypatch.setattr("common.sessions.programs._MOST_REMEMBERED", 2)
    program("GET", "/api/orders")
    for made_up in ("mk_a", "mk_b", "mk_c"):
        program("GET", "/api/orders", made_up)
    keys.asked.clear()

    assert program("GET", "/api/orders").status_code == 200
    assert program("GET", "/api/orders", "mk_c").status_code == 401
    assert keys.asked == []
    program("GET", "/api/orders", "mk_a")
    assert keys.asked == ["mk_a"]


@pytest.mark.parametrize("status", [403, 404, 429])
def test_books_that_do_not_say_whose_key_it_is_let_nobody_in(program, keys, status):
    keys.refuses_with = status

    for _ in range(2):
        refused = program("GET", "/api/orders", "mk_unknown")
        assert (refused.status_code, refused.json["code"]) == (503, "neighbour_unavailable")
    assert len(keys.asked) == 2


def test_books_that_are_away_let_nobody_new_in(program, keys):
    keys.away = True

    refused = program("GET", "/api/orders")

    assert (refused.status_code, refused.json["code"]) == (503, "neighbour_unavailable")


def test_a_services_token_is_carried_nowhere(program, keys, settings):
    tokens = ServiceTokens(settings.service_key.get_secret_value(), service="cart-service")

    assert program("GET", "/api/orders", tokens.issue("order-service")).status_code == 200
    assert keys.asked == []

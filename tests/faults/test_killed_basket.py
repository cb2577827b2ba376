"""cart-service killed while it fills baskets: whatever it acknowledged is in them, and a repeat adds nothing."""

import http.client
import json
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from suite.driving import Stores, fresh_suite
from suite.selling import kill_family, port_of

STORES = Stores.SQLITE
_OFFSET = 16_400

CLIENTS, EACH = 8, 120
KILL_AFTER = (CLIENTS * EACH // 3, CLIENTS * EACH * 2 // 3)  # acknowledgements
SHARED = "a-basket-for-all-of-them"


@pytest.fixture(scope="module")
def mercato(stores):
    """The basket with what it needs."""
    with fresh_suite(_OFFSET, stores=stores) as mercato:
        mercato.up("cart-service")
        yield mercato


class Baskets:
    """The basket's API from one thread; repeats nothing by itself."""

    def __init__(self, port):
        self._port, self._connection = port, None

    def ask(self, method, path, body=None, key=None):
        """Status and content; status 0 where no answer came."""
        headers = {"Content-Type": "application/json"} | ({"Idempotency-Key": key} if key else {})
        try:
            if self._connection is None:
                self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=15)
            self._connection.request(method, path, body and json.dumps(body), headers)
            answer = self._connection.getresponse()
            return answer.status, json.loads(answer.read())
        except (OSError, http.client.HTTPException):
            self.close()
            return 0, None

    def close(self):
        """The next request opens another connection."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None


@pytest.fixture(scope="module")
def aftermath(mercato):
    """Eight clients put one unit after the other into baskets of their own and a shared one, over two kills."""
    port, lock = port_of(mercato.url("cart-service")), threading.Lock()
    products = [each["id"] for each in _products(mercato)[:4]]
    acknowledged, due, lost_answers = Counter(), list(KILL_AFTER), Counter()

    def fill(number):
        client = Baskets(port)
        for act in range(EACH):
            basket = SHARED if act % 2 else f"a-basket-of-client-{number}"
            product_id = products[act % len(products)]
            body, key = {"product_id": product_id, "quantity": 1}, f"{number}-{act}"
            deadline = time.monotonic() + 60
            status = None
            while status != 200:
                assert time.monotonic() < deadline, "it never came back"
                status, _ = client.ask("POST", f"/api/v1/baskets/{basket}/lines", body, key)
                if status != 200:
                    lost_answers[status] += 1
                    time.sleep(0.05)
            with lock:
                acknowledged[basket, product_id] += 1
                kill = bool(due) and acknowledged.total() >= due[0]
                if kill:
                    due.pop(0)
            if kill:
                kill_family(mercato.pid("cart-service"))
        client.close()

    with ThreadPoolExecutor(CLIENTS) as threads:
        list(threads.map(fill, range(CLIENTS)))
    client, found = Baskets(port), Counter()
    for basket in {basket for basket, _ in acknowledged}:
        _, content = client.ask("GET", f"/api/v1/baskets/{basket}")
        found.update({(basket, line["product_id"]): line["quantity"] for line in content["lines"]})
    client.close()
    return acknowledged, found, lost_answers


def test_no_acknowledged_unit_is_lost_and_none_counts_twice(aftermath):
    acknowledged, found, _ = aftermath

    assert acknowledged.total() == CLIENTS * EACH
    assert found == acknowledged


def test_it_was_really_killed_while_they_worked(mercato, aftermath):
    _, _, lost_answers = aftermath

    assert lost_answers[0] > 0
    assert mercato.service("cart-service")["restarts"] >= len(KILL_AFTER)


def _products(mercato):
    client = Baskets(port_of(mercato.url("api-service")))
    _, content = client.ask("GET", "/api/v1/products?limit=10")
    client.close()
    return content["products"]

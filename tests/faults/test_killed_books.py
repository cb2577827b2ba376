"""api-service killed while it books: every sale is in the books once, and nothing else is."""

import json
import queue
import random
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from suite.selling import BALANCES, BooksClient, kill_family, port_of

SALES, CLIENTS, SENT = 2000, 16, 3
KILL_AFTER = (SALES // 2, SALES)  # answers


def made_up_sales(prices):
    """Sales of one to three products at two tills, by their key."""
    chance = random.Random(20261120)
    sales = {}
    for _ in range(SALES):
        products = chance.sample(sorted(prices), chance.randint(1, 3))
        sales[str(uuid.UUID(int=chance.getrandbits(128), version=4))] = {
            "branch_id": "SMKT001",
            "till_id": f"SMKT001-{chance.randint(1, 2)}",
            "lines": [{"product_id": each, "quantity": chance.randint(1, 3)} for each in products],
        }
    return sales


class Killer:
    """Kills the whole service each time so many answers have come."""

    def __init__(self, mercato):
        self._mercato, self._lock = mercato, threading.Lock()
        self._answers, self._due = 0, list(KILL_AFTER)

    def answered(self):
        with self._lock:
            self._answers += 1
            due = bool(self._due) and self._answers >= self._due[0]
            if due:
                self._due.pop(0)
        if due:
            kill_family(self._mercato.pid("api-service"))


@pytest.fixture(scope="module")
def aftermath(mercato):
    """What was asked for and answered: 2,000 sales, each sent three times, over two kills."""
    # of what is never on offer, so that a plain sum is the right total
    prices = dict(
        mercato.ask(
            "SELECT id, price_minor FROM catalog.published_product WHERE department <> 'merchandise'"
        )
    )
    asked, killer = made_up_sales(prices), Killer(mercato)
    port = port_of(mercato.url("api-service"))
    idle = queue.SimpleQueue()
    for _ in range(CLIENTS):
        idle.put(BooksClient(port))

    def send(key):
        client = idle.get()
        content = client.sell_until_booked(asked[key], key, seconds=120)
        idle.put(client)
        killer.answered()
        return key, content

    sendings = random.Random(7).sample(list(asked) * SENT, SALES * SENT)
    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = list(pool.map(send, sendings))
    for _ in range(CLIENTS):
        idle.get().close()
    expected = sum(
        prices[line["product_id"]] * line["quantity"]
        for sale in asked.values()
        for line in sale["lines"]
    )
    return answers, expected


def test_every_repeat_got_the_same_bytes(aftermath):
    answers, _ = aftermath
    by_key = {}

    different = [key for key, content in answers if by_key.setdefault(key, content) != content]

    assert len(by_key) == SALES
    assert different == []


def test_the_books_hold_each_sale_once_and_its_exact_total(mercato, aftermath):
    answers, expected = aftermath

    [(count, total)] = mercato.ask(
        "SELECT count(*), sum(total_minor) FROM books.purchase WHERE origin = 'till'"
    )

    assert (count, total) == (SALES, expected)
    assert sum(json.loads(content)["total"]["minor"] for content in dict(answers).values()) == total


def test_the_service_was_really_killed_and_came_back(mercato, aftermath):
    assert aftermath
    assert mercato.service("api-service")["restarts"] == len(KILL_AFTER)


@pytest.mark.usefixtures("aftermath")
@pytest.mark.parametrize("what", BALANCES)
def test_afterwards(mercato, what):
    assert mercato.ask(BALANCES[what]) == []

"""The catalogue that is remembered, while the shop takes its time."""

import threading
import time

import pytest

from cart_service.clients.remembered import RememberedCatalogue


class Nowhere:
    """Nothing outlives the process."""

    def read(self):
        return None

    def keep(self, content, vouched_at):
        pass

    def vouch(self, version, vouched_at):
        pass


class SlowShop:
    """Answers when it is let."""

    def __init__(self, shop):
        self.shop, self.lets = shop, threading.Event()
        self.lets.set()

    def catalogue(self, known):
        self.lets.wait(10)
        return self.shop.catalogue(known)


def test_nobody_waits_for_a_shop_that_takes_its_time(shop, clock, monkeypatch):
    monkeypatch.undo()
    slow = SlowShop(shop)
    catalogue = RememberedCatalogue(slow, Nowhere(), clock)
    assert not catalogue.look().away

    slow.lets.clear()
    clock.move(seconds=3)
    began = time.monotonic()
    known = catalogue.look()
    waited = time.monotonic() - began
    slow.lets.set()

    assert known.away
    assert waited < 5


def test_the_shop_is_asked_once_for_many_looks(shop, clock):
    catalogue = RememberedCatalogue(shop, Nowhere(), clock)

    for _ in range(5):
        catalogue.look()
    assert shop.reads == 1
    clock.move(seconds=3)
    catalogue.look()
    assert shop.reads == 2


class OddShop:
    """Its catalogue may be one that this service cannot read."""

    def __init__(self, shop):
        self.shop, self.changes = shop, {}

    def catalogue(self, known):
        found = self.shop.catalogue(None if self.changes else known)
        return found and found | self.changes


@pytest.mark.parametrize("changes", [{"promotions": [{"kind": "gift"}]}, {"products": [{}]}])
def test_a_catalogue_that_cannot_be_read_is_told_and_not_taken_for_fresh(
    shop, clock, caplog, capfd, changes
):
    odd = OddShop(shop)
    catalogue = RememberedCatalogue(odd, Nowhere(), clock)
    before = catalogue.look()

    odd.changes = changes
    clock.move(seconds=3)
    known = catalogue.look()

    assert known.away
    assert (known.catalogue, known.vouched_at) == (before.catalogue, before.vouched_at)
    assert "the shop's catalogue cannot be read" in caplog.text + "".join(capfd.readouterr())

    odd.changes = {}
    clock.move(seconds=3)
    assert not catalogue.look().away


def test_a_shop_that_comes_back_is_believed_again(shop, clock):
    catalogue = RememberedCatalogue(shop, Nowhere(), clock)
    catalogue.look()

    for away in (True, False):
        shop.away = away
        clock.move(seconds=3)
        assert catalogue.look().away is away
    assert catalogue.look().vouched_at == clock.now()

"""The catalogue that is remembered, while the shop takes its time."""

import threading
import time

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


def test_a_shop_that_comes_back_is_believed_again(shop, clock):
    catalogue = RememberedCatalogue(shop, Nowhere(), clock)
    catalogue.look()

    for away in (True, False):
        shop.away = away
        clock.move(seconds=3)
        assert catalogue.look().away is away
    assert catalogue.look().vouched_at == clock.now()

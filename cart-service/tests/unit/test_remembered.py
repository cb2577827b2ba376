"""The catalogue that is remembered, while the shop takes its time."""

import threading
import time
from types import SimpleNamespace

import pytest

from cart_service.clients.coupons import RememberedCoupons
from cart_service.clients.remembered import RememberedCatalogue
from cart_service.clients.stock import RememberedStock
from common.errors import DatabaseUnavailable


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


class NoneKept:
    """No coupon that was used outlives the process."""

    def used(self, _):
        return frozenset()

    def keep(self, used):
        pass


class Store:
    """Keeps a catalogue; `away` refuses every write."""

    def __init__(self):
        self.away, self.kept, self.vouched_at = False, None, None

    def read(self):
        return None

    def keep(self, content, vouched_at):
        self._refuse()
        self.kept, self.vouched_at = str(content["revision"]), vouched_at

    def vouch(self, version, vouched_at):
        self._refuse()
        if version == self.kept:
            self.vouched_at = vouched_at

    def _refuse(self):
        if self.away:
            raise self.away


@pytest.mark.parametrize("fault", [DatabaseUnavailable(), OSError("no space left")])
@pytest.mark.parametrize("before", [(), ("1",)])
def test_what_could_not_be_kept_is_kept_when_the_store_is_back(shop, clock, before, fault):
    store = Store()
    catalogue = RememberedCatalogue(shop, store, clock)
    if before:
        catalogue.look()
        shop.change(MUG=900)
        clock.move(seconds=3)
    store.away = fault
    assert not catalogue.look().away
    store.away = False
    clock.move(seconds=3)

    assert not catalogue.look().away

    assert (store.kept, store.vouched_at) == (str(shop.content["revision"]), clock.now())


def test_while_it_cannot_be_kept_the_shop_sends_it_once(shop, clock):
    store = Store()
    store.away = DatabaseUnavailable()
    known = []
    telling = SimpleNamespace(catalogue=lambda seen: (known.append(seen), shop.catalogue(seen))[1])
    catalogue = RememberedCatalogue(telling, store, clock)

    for _ in range(3):
        assert not catalogue.look().away
        clock.move(seconds=3)

    assert known == [None, "1", "1"]


def test_what_could_not_be_vouched_for_is_when_the_store_is_back(shop, clock):
    store = Store()
    catalogue = RememberedCatalogue(shop, store, clock)
    catalogue.look()
    store.away = DatabaseUnavailable()
    clock.move(minutes=6)
    catalogue.look()
    store.away = False
    clock.move(seconds=3)

    catalogue.look()

    assert store.vouched_at == clock.now()


def test_a_clock_that_was_put_right_makes_nothing_look_fresh(shop, clock):
    store = Store()
    catalogue = RememberedCatalogue(shop, store, clock)
    catalogue.look()
    shop.change(MUG=900)

    clock.move(hours=-1)

    assert catalogue.look().catalogue.version == "2"
    assert store.vouched_at == clock.now()
    clock.move(hours=-1)
    catalogue.look()
    assert store.vouched_at == clock.now()


def test_nor_what_is_left_of_the_goods_or_was_used_of_the_coupons(shop, coupons, clock):
    stock = RememberedStock(shop, clock)
    used = RememberedCoupons(coupons, NoneKept(), clock)
    once = RememberedCatalogue(shop, Nowhere(), clock).look().catalogue.coupons(["WELCOME-10"])
    stock.of([13])
    used.used(once)
    shop.left[13] = 1
    coupons.gone.add("WELCOME-10")

    clock.move(hours=-1)

    assert stock.of([13]) == {13: 1}
    assert used.used(once) == {"WELCOME-10"}


def test_a_shop_that_comes_back_is_believed_again(shop, clock):
    catalogue = RememberedCatalogue(shop, Nowhere(), clock)
    catalogue.look()

    for away in (True, False):
        shop.away = away
        clock.move(seconds=3)
        assert catalogue.look().away is away
    assert catalogue.look().vouched_at == clock.now()

"""Processes are killed at each of their fault points while people buy: everybody has one order, paid for once.

A drill comes again with its seed: `./mercato test tests/faults/test_killed_at_every_point.py --seed N`.
"""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from common.testing import faults
from suite.driving import Stores, wait_for
from suite.shopping import Bought, Shopper, Told
from suite.truth import cancel

STORES = Stores.POSTGRESQL

POINTS = faults.points(Path(__file__).parents[2])
SEEDS = 20
#: Some points are passed more than once in a purchase, and so have a second pass to die at.
MOST_PASSES = 2
#: What lies behind an answer comes so soon after it.
_BEHIND_SECONDS = 1.0
_MOST_TRIES = 5


class Drill:
    """One shopper or more for each point; all of them shop beside each other, and each point is struck once."""

    def __init__(self, shop, seed, *, most_passes=1):
        self.shop, self.chance = shop, random.Random(seed)
        self.most_passes = most_passes
        self.bought: list[Bought] = []
        self.spared: list[str] = []
        """The points at which nobody died."""

    def run(self):
        before = self.shop.truth()
        self.products = self.shop.in_stock(30)
        points = self.chance.sample(POINTS, len(POINTS))
        with ThreadPoolExecutor(2 * len(points)) as self._people:
            waiting = [each for point in points for each in self._strike(point)]
            self.bought = [each for person in waiting for each in person.result()]
        return self.shop.settles(before, self.bought)

    def _strike(self, point):
        """Send shoppers until somebody has died there; what they will have been told."""
        self.shop.die_at(f"{point}=exit@{self.chance.randint(1, self.most_passes)}")
        sent = []
        for _ in range(_MOST_TRIES):
            sent.append(self._people.submit(self._shop, random.Random(self.chance.random())))
            deadline = time.monotonic() + 4
            while not self.shop.has_died and time.monotonic() < deadline:
                time.sleep(0.01)
            if self.shop.has_died:
                return sent
        self.spared.append(point)
        self.shop.spare()
        return sent

    def _shop(self, chance):
        """Buy, again where that came to nothing, and cancel where nobody has died of it; every answer."""
        told = []
        with closing(Shopper(self.shop.port("cart-service"), chance=chance)) as shopper:
            lines = chance.sample(self.products, chance.randint(1, 3))
            while not told or told[-1].told is Told.FAILED:
                shopper.fill([(each, chance.randint(1, 2)) for each in lines])
                told.append(shopper.pay(seconds=60))
        try:
            wait_for(lambda: self.shop.has_died, seconds=_BEHIND_SECONDS)
        except TimeoutError:
            cancel(self.shop.mercato, told[-1].checkout_id)
            told[-1] = replace(told[-1], told=Told.CANCELLED)
        return told


def test_every_kind_of_process_has_points():
    assert {point.partition(".")[0] for point in POINTS} == {
        "books",
        "checkout",
        "gateway",
        "order",
        "outbox",
    }


def test_everybody_has_one_order_paid_for_once(shop, request):
    seed = request.config.getoption("--seed") or random.randrange(10**6)
    check(Drill(shop, seed), seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(SEEDS))
def test_everybody_has_one_order_whatever_is_bought(shop, seed):
    check(Drill(shop, seed, most_passes=MOST_PASSES), seed)


def check(drill, seed):
    print(f"\nthe drill's seed is {seed}")
    wrongs = drill.run()

    assert wrongs == []
    assert drill.spared == []
    assert {each.told for each in drill.bought} <= {Told.PAID, Told.CANCELLED, Told.FAILED}
    assert {each.code for each in drill.bought if each.told is Told.FAILED} <= {"payment_not_made"}

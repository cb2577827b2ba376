"""A process is killed at each of its fault points while somebody buys: there is one order, paid for once.

A drill of the long test comes again with its seed: `./mercato test --long tests/faults -k "order.after_pin-7"`.
"""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from common.testing import faults
from suite.driving import wait_for
from suite.shopping import Shopper, Told
from suite.truth import cancel

POINTS = faults.points(Path(__file__).parents[2])
SEEDS = 20
#: Points that are passed more than once in a purchase, and so have a second pass to die at.
MOST_PASSES = 2


def test_every_kind_of_process_has_points():
    assert {point.partition(".")[0] for point in POINTS} == {
        "books",
        "checkout",
        "gateway",
        "order",
        "outbox",
    }


@pytest.mark.parametrize("point", POINTS)
def test_one_order_and_one_payment(shop, point):
    drill(shop, point, random.Random(point), passes=1)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(SEEDS))
@pytest.mark.parametrize("point", POINTS)
def test_one_order_and_one_payment_whatever_is_bought(shop, point, seed):
    chance = random.Random(f"{point}.{seed}")
    drill(shop, point, chance, passes=chance.randint(1, MOST_PASSES))


def drill(shop, point, chance, *, passes):
    """Buy, and cancel, until the process died there; then everything is as everybody was told."""
    before, bought = shop.truth(), []
    shopper = Shopper(shop.port("cart-service"), chance=chance)
    products = shop.in_stock(20)
    shop.die_at(f"{point}=exit@{passes}")
    for _ in range(passes):
        lines = chance.sample(products, chance.randint(1, 3))
        shopper.fill([(each, chance.randint(1, 2)) for each in lines])
        bought.append(shopper.pay())
        assert bought[-1].told is Told.PAID, bought[-1]
        if not shop.has_died:
            _wait_a_moment(shop)
        if not shop.has_died:
            cancel(shop.mercato, bought[-1].checkout_id)
            bought[-1] = replace(bought[-1], told=Told.CANCELLED)
    shopper.close()

    wait_for(lambda: shop.has_died, seconds=30)
    assert shop.settles(before, bought) == []


def _wait_a_moment(shop):
    """What is delivered behind a purchase comes after its answer."""
    try:
        wait_for(lambda: shop.has_died, seconds=2)
    except TimeoutError:
        return

"""The store in both its kinds: each test runs on a file of SQLite and on PostgreSQL."""

import pytest
from sqlalchemy import text

from cart_service.clients.gateway import Card
from cart_service.collaborators import Collaborators
from cart_service.models.buyer import Address, Customer
from cart_service.repository.tables import STEPS
from cart_service.use_cases import baskets, checkouts, driving
from cart_service.use_cases.baskets import Whose
from cart_service.use_cases.wishes import Wish
from common.stores import open_store


@pytest.fixture
def store(store_url):
    opened = open_store(store_url, application="tests", package="cart_service", steps=STEPS)
    yield opened
    opened.close()


@pytest.fixture
def cart(settings, store, shop, people, clock, coupons, neighbours):
    """What use cases are handed, over that store."""
    return Collaborators.of(
        settings, store=store, shop=shop, people=people, clock=clock, coupons=coupons, **neighbours
    )


@pytest.fixture
def used_elsewhere(coupons):
    """Lets another purchase use a coupon up."""
    return coupons.gone.add


@pytest.fixture
def remade(settings, store, shop, people, clock, coupons, neighbours):
    """The process once more, over the same store."""

    def remade(*, books_are_away=False):
        coupons.away = books_are_away
        return Collaborators.of(
            settings,
            store=store,
            shop=shop,
            people=people,
            clock=clock,
            coupons=coupons,
            **neighbours,
        )

    return remade


MINE = Whose("a-visitors-own-basket")


@pytest.fixture
def filled(cart):
    """Two mugs."""
    baskets.add(cart, MINE, 13, 2)
    return cart


@pytest.fixture
def pay(filled):
    """Pays for the basket, under one key and with a good card unless another is said."""

    def paid(key="k1", number="4242424242424242", whose=MINE, **facts):
        card = Card(number, "09/28", "123", "Marta Ruiz")
        customer = Customer("Marta Ruiz", "marta@example.com")
        wish = Wish(key, customer, Address("Lindengracht 41"), card, **facts)
        return checkouts.pay(filled, whose, wish).checkout

    return paid


@pytest.fixture
def settle(cart, clock):
    """Lets the sweeper have its minute."""

    def settled():
        for _ in range(6):
            clock.move(seconds=10)
            checkouts.sweep(cart)
        assert checkouts.alive(cart)[0] == 0

    return settled


@pytest.fixture
def lying(cart):
    """What lies in the basket."""

    def found():
        return {line.name: line.quantity for line in baskets.look(cart, MINE).shown.basket.lines}

    return found


@pytest.fixture
def only(cart):
    """The one checkout that there was."""

    def found():
        ((checkout, *_),) = checkouts.facts(cart, 0, 10)
        return checkout

    return found


@pytest.fixture
def stepped(cart):
    """When the one checkout that there was went a step."""

    def found():
        (kept,) = checkouts.facts(cart, 0, 10)
        return kept.stepped_at

    return found


@pytest.fixture
def call_off(gateway, orders):
    """Lets whatever is ordered be called off while it is paid for."""

    def armed():
        capture = gateway.capture

        def then_called_off(*given):
            orders.orders = dict.fromkeys(orders.orders, "cancelled")
            return capture(*given)

        gateway.capture = then_called_off

    return armed


@pytest.fixture
def die_at(monkeypatch):
    """Lets whoever drives die at a fault point, once."""

    def armed(name):
        left = [name]

        def point(passed):
            if left and left[0] == passed:
                left.pop()
                raise SystemExit(137)

        monkeypatch.setattr(driving.faults, "point", point)

    return armed


@pytest.fixture
def everything_kept(cart):
    """Everything that the store holds, as text."""

    def read():
        tables = ("checkout", "basket", "basket_line", "basket_act")
        with cart.store.reading() as connection:
            return "".join(
                str(connection.execute(text(f"SELECT * FROM {table}")).all()) for table in tables
            )

    return read

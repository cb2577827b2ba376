"""Fifty buyers for the last unit, through HTTP: one order, forty-nine clear refusals, and no stray payment."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from suite.driving import Stores
from suite.selling import BooksClient
from suite.shopping import Shopper, Told

STORES = Stores.POSTGRESQL
BUYERS = 50


@pytest.mark.parametrize(
    "rounds",
    [pytest.param(2, id="two rounds"), pytest.param(20, id="twenty", marks=pytest.mark.long)],
)
def test_of_fifty_buyers_one_gets_it(shop, rounds):
    for product_id in shop.in_stock(2)[-rounds:]:
        before = shop.truth()
        leave_one(shop, product_id)

        bought = all_at_once(shop, product_id)

        told = [each.told for each in bought]
        assert (told.count(Told.PAID), told.count(Told.FAILED)) == (1, BUYERS - 1), bought
        codes = {each.code for each in bought if each.told is Told.FAILED}
        assert codes == {"goods_sold_out"}
        assert shop.settles(before, bought) == []
        after = shop.truth(before)
        assert len({entry["payment_id"] for entry in after.ledger}) == 1, "a loser's card was asked"
        assert level(shop, product_id) == (0, 0)


def leave_one(shop, product_id):
    """Sell all but one of a product at the till of the shop that fulfils."""
    branch, quantity = shop.mercato.ask(
        "SELECT branch_id, quantity - reserved FROM books.level "
        "WHERE branch_id = (SELECT min(id) FROM catalog.branch WHERE kind = 'shop') "
        f"AND product_id = {product_id}"
    )[0]
    with closing(BooksClient(shop.port("api-service"))) as client:
        while quantity > 1:
            some = min(quantity - 1, 99)
            sale = {"branch_id": branch, "lines": [{"product_id": product_id, "quantity": some}]}
            client.sell_until_booked(sale, str(uuid.uuid4()), seconds=20)
            quantity -= some
    assert level(shop, product_id) == (1, 0)


def all_at_once(shop, product_id):
    """What fifty people who press the button together are told."""
    start = threading.Barrier(BUYERS)

    def buy(_):
        with closing(Shopper(shop.port("cart-service"))) as shopper:
            shopper.fill([(product_id, 1)])
            start.wait(timeout=60)
            return shopper.pay()

    with ThreadPoolExecutor(BUYERS) as threads:
        return list(threads.map(buy, range(BUYERS)))


def level(shop, product_id):
    """Quantity and reserved where web orders are fulfilled from."""
    return shop.mercato.ask(
        "SELECT quantity, reserved FROM books.level "
        "WHERE branch_id = (SELECT min(id) FROM catalog.branch WHERE kind = 'shop') "
        f"AND product_id = {product_id}"
    )[0]

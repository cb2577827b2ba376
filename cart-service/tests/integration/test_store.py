"""What baskets promise in both kinds of store."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from cart_service.clients.remembered import RememberedCatalogue
from cart_service.collaborators import Collaborators, InStore
from cart_service.errors import NoPricesYet, NoSuchBasket
from cart_service.repository import baskets
from cart_service.use_cases import baskets as use_cases
from cart_service.use_cases.baskets import Act, Whose
from common.errors import IdempotencyKeyReused

PEN, SHIRT, MUG = 11, 12, 13
MINE = Whose("a-visitors-own-basket")
MARTA = uuid.UUID("6f1ed002-ab5b-4e2b-8a1c-0b0d6f0f3a44")


def held(seen):
    return {line.name: line.quantity for line in seen.shown.basket.lines}


def test_what_was_put_in_is_there_in_another_process(cart, settings, store_url):
    use_cases.add(cart, MINE, PEN, 3)
    use_cases.add(cart, MINE, MUG, 1)
    use_cases.hold(cart, MINE, PEN, 2)

    other = Collaborators.of(settings.model_copy(update={"cart_db_url": store_url})).store
    with other.reading() as connection:
        found = baskets.find(connection, MINE.basket_id, None, since=0)
    other.close()

    assert [(line.name, line.quantity) for line in found.lines] == [("Pen", 2), ("Coffee mug", 1)]
    assert found == use_cases.look(cart, MINE).shown.basket


def test_of_many_additions_at_once_none_is_lost(cart):
    """Each reads the basket before it writes: without the writer's lock they would overwrite each other."""
    start = threading.Barrier(6)

    def add_ten(product_id):
        start.wait()
        for _ in range(10):
            use_cases.add(cart, MINE, product_id, 1)

    use_cases.look(cart, MINE)
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(add_ten, [PEN, PEN, PEN, SHIRT, SHIRT, MUG]))

    assert held(use_cases.look(cart, MINE)) == {"Pen": 30, "T-Shirt": 20, "Coffee mug": 10}


def test_an_act_with_a_key_happens_once(cart):
    act = Act("a key", "add 2 of 11")
    for _ in range(3):
        seen = use_cases.add(cart, MINE, PEN, 2, act)

    assert held(seen) == {"Pen": 2}
    with pytest.raises(IdempotencyKeyReused):
        use_cases.add(cart, MINE, PEN, 3, Act("a key", "add 3 of 11"))
    other = use_cases.add(cart, Whose("another-basket-than-that"), PEN, 2, act)
    assert held(other) == {"Pen": 2}


def test_a_refused_change_leaves_the_basket_as_it_was(cart):
    use_cases.add(cart, MINE, PEN, 998)

    with pytest.raises(Exception, match="too many"):
        use_cases.add(cart, MINE, PEN, 2, Act("k", "add 2 of 11"))

    assert held(use_cases.add(cart, MINE, PEN, 1, Act("k", "add 1 of 11"))) == {"Pen": 999}


def test_after_a_sign_in_the_visitors_basket_is_the_accounts_once(cart):
    hers = Whose(MINE.basket_id, MARTA)
    use_cases.add(cart, Whose("at-home-yesterday-1", MARTA), PEN, 1)
    use_cases.add(cart, MINE, PEN, 2)
    use_cases.add(cart, MINE, MUG, 1)

    for _ in range(2):
        assert held(use_cases.look(cart, hers)) == {"Pen": 3, "Coffee mug": 1}
    assert held(use_cases.look(cart, MINE)) == {}
    assert held(use_cases.look(cart, Whose("", MARTA, joins=False))) == {"Pen": 3, "Coffee mug": 1}


def test_an_act_before_a_sign_in_is_not_done_again_after_it(cart):
    act, hers = Act("k", "add 2 of 11"), Whose(MINE.basket_id, MARTA)
    use_cases.add(cart, hers, MUG, 1, Act("m", "add 1 of 13"))
    use_cases.add(cart, MINE, PEN, 2, act)

    for _ in range(2):
        assert held(use_cases.add(cart, hers, PEN, 2, act)) == {"Coffee mug": 1, "Pen": 2}
    with pytest.raises(IdempotencyKeyReused):
        use_cases.add(cart, hers, PEN, 3, Act("k", "add 3 of 11"))


def test_many_first_requests_after_a_sign_in_join_once(cart):
    use_cases.add(cart, MINE, PEN, 2)
    start = threading.Barrier(6)

    def look(_):
        start.wait()
        return held(use_cases.look(cart, Whose(MINE.basket_id, MARTA)))

    with ThreadPoolExecutor(6) as threads:
        seen = list(threads.map(look, range(6)))

    assert seen == [{"Pen": 2}] * 6


def test_everybodys_basket_joins_nobodys(cart):
    everybodys = Whose("default")
    use_cases.add(cart, everybodys, PEN, 2)

    seen = use_cases.look(cart, Whose("default", MARTA, joins=False))

    assert held(seen) == {}
    assert held(use_cases.look(cart, everybodys)) == {"Pen": 2}


def test_an_accounts_basket_opens_to_nobody_else(cart):
    hers = use_cases.add(cart, Whose("", MARTA, joins=False), PEN, 1).shown.basket.id

    with pytest.raises(NoSuchBasket):
        use_cases.look(cart, Whose(hers))
    with pytest.raises(NoSuchBasket):
        use_cases.add(cart, Whose(hers), MUG, 1)
    stranger = use_cases.look(cart, Whose(hers, uuid.uuid4()))
    assert held(stranger) == {}
    assert held(use_cases.look(cart, Whose("", MARTA, joins=False))) == {"Pen": 1}


def test_a_basket_expires_thirty_days_after_its_last_change(cart, clock):
    use_cases.add(cart, MINE, PEN, 1)
    clock.move(days=29)
    use_cases.add(cart, MINE, MUG, 1)
    clock.move(days=29)
    assert use_cases.sweep(cart) == 0
    assert held(use_cases.look(cart, MINE)) == {"Pen": 1, "Coffee mug": 1}

    clock.move(days=2)

    assert held(use_cases.look(cart, MINE)) == {}
    assert held(use_cases.add(cart, MINE, SHIRT, 1)) == {"T-Shirt": 1}
    clock.move(days=31)
    assert use_cases.sweep(cart) == 1
    with cart.store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM basket_line")).scalar_one() == 0


def test_the_last_catalogue_outlives_a_restart_while_the_shop_is_away(cart, shop, clock):
    use_cases.add(cart, MINE, PEN, 3)
    seen_at = clock.now()
    shop.away = True
    clock.move(hours=1)

    restarted = RememberedCatalogue(shop, InStore(cart.store), clock)
    known = restarted.look()

    assert known.away
    assert known.vouched_at == seen_at
    assert known.catalogue.coded("PEN").price == cart.catalogue.look().catalogue.coded("PEN").price


def test_after_a_restart_an_equal_revision_of_another_shop_is_no_answer(cart, shop, clock):
    use_cases.look(cart, MINE)
    revision = shop.content["revision"]
    shop.change(PEN=990)
    shop.content["revision"] = revision

    restarted = RememberedCatalogue(shop, InStore(cart.store), clock)

    assert restarted.look().catalogue.coded("PEN").price.minor == 990


def test_a_shop_that_was_never_seen_has_no_prices(cart, shop):
    shop.away = True

    with pytest.raises(NoPricesYet):
        use_cases.look(cart, MINE)

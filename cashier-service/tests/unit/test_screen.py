"""Which tiles are on show, and which of them Enter takes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from cashier_service.models.basket import Basket, Line
from cashier_service.models.catalogue import Catalogue
from cashier_service.models.screen import shelf
from common.pricing import MultiBuy

NOW = datetime(2026, 11, 20, 14, 20, tzinfo=UTC)


def names(found):
    return [tile.product.name for tile in found.tiles]


def test_without_an_entry_everything_is_on_show_and_nothing_chosen(shop):
    found = shelf(shop(), Basket(), "", "", NOW)

    assert len(found.tiles) == 5
    assert not any(tile.chosen for tile in found.tiles)


def test_letters_leave_what_fits_and_choose_the_first(shop):
    found = shelf(shop(), Basket(), "2*co", "", NOW)

    assert names(found) == ["Coffee mug", "Coffee beans"]
    assert [tile.chosen for tile in found.tiles] == [True, False]
    assert (found.meant.name, found.entry.quantity) == ("Coffee mug", 2)


def test_a_number_leaves_the_tiles_where_they_are_and_chooses_one(shop):
    found = shelf(shop(), Basket(), "12", "", NOW)

    assert len(found.tiles) == 5
    assert [tile.product.id for tile in found.tiles if tile.chosen] == [12]


def test_an_entry_that_is_not_finished_is_no_mistake(shop):
    assert shelf(shop(), Basket(), "0*", "", NOW).meant is None
    assert names(shelf(shop(), Basket(), "zebra", "", NOW)) == []


def test_tiles_say_how_many_are_in_the_sale(shop):
    found = shelf(shop(), Basket((Line(1, 3),)), "", "", NOW)

    assert [tile.count for tile in found.tiles] == [3, 0, 0, 0, 0]


def test_of_many_products_some_are_shown_and_the_rest_counted(shop):
    small = shop()
    one = small.products[1]
    many = Catalogue.of(
        "1",
        small.company,
        small.branches,
        [replace(one, id=number, code=f"T{number}") for number in range(1, 101)],
    )

    found = shelf(many, Basket(), "", "", NOW)
    chosen = shelf(many, Basket(), "99", "", NOW)

    assert (len(found.tiles), found.hidden) == (60, 40)
    assert chosen.tiles[0].product.id == 99


def test_a_tile_says_what_is_on_offer_now(shop):
    offer = MultiBuy(
        id=1,
        version=1,
        name="2 for 1",
        product_ids=frozenset({3}),
        units=2,
        paid=1,
        ends_at=NOW + timedelta(hours=1),
    )
    catalogue = shop(promotions=[offer])

    def offers(moment):
        return {
            tile.product.id: tile.offer for tile in shelf(catalogue, Basket(), "", "", moment).tiles
        }

    assert offers(NOW) == {1: "", 2: "", 3: "2 for 1", 4: "", 12: ""}
    assert set(offers(NOW + timedelta(hours=1)).values()) == {""}

"""A product is found by its number, its code, its barcode or what a cashier remembers of its name."""

import pytest

from cashier_service.errors import NoSuchTill, NothingFound, UnknownCode


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("1", "Tomatoes"),
        ("12", "Crème fraîche"),
        ("TOMATO", "Tomatoes"),
        ("mug", "Coffee mug"),
        ("4000000000020", "Sourdough loaf"),
        ("tom", "Tomatoes"),
        ("loaf", "Sourdough loaf"),
        ("creme fr", "Crème fraîche"),
        ("be cof", "Coffee beans"),
        ("dough", "Sourdough loaf"),
    ],
)
def test_what_is_typed_finds_the_product_that_is_meant(shop, words, name):
    assert shop().meant_by(words).name == name


def test_names_that_begin_so_come_before_names_with_such_a_word(shop):
    found = shop().search("co")

    assert [product.name for product in found] == ["Coffee mug", "Coffee beans"]


def test_without_words_everything_is_found_by_number(shop):
    assert [product.id for product in shop().search("")] == [1, 2, 3, 4, 12]


def test_a_department_holds_its_own_products(shop):
    assert [product.name for product in shop().search("", "goods")] == ["Coffee mug"]


def test_a_name_outside_the_department_is_found_all_the_same(shop):
    assert shop().meant_by("tom", "goods").name == "Tomatoes"


def test_the_beginning_of_a_barcode_finds_its_product(shop):
    assert [product.id for product in shop().search("40000000000")] == [1, 2, 3, 4]


def test_digits_that_belong_to_nothing_are_an_unknown_code(shop):
    with pytest.raises(UnknownCode, match="4999999999999"):
        shop().meant_by("4999999999999")


def test_words_that_belong_to_nothing_are_told(shop):
    with pytest.raises(NothingFound, match="zebra"):
        shop().meant_by("zebra")


def test_departments_come_in_the_order_of_the_walk(shop):
    assert shop().departments() == ["fresh", "bakery", "dairy", "pantry", "goods"]


def test_a_till_that_no_shop_has_is_told(shop):
    with pytest.raises(NoSuchTill):
        shop().till("SMKT009-1")

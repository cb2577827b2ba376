"""Comparing rows with the catalogue: what becomes a purchase, and what each wrong row is told."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from api_service.importer.checks import Catalogue, ProductCheck, PurchaseCheck
from api_service.importer.files import Record
from api_service.importer.models import Basket, Doubt, Entry, PriceDiffers
from common import pricing
from common.money import Money

NOW = datetime(2026, 11, 20, 14, 20, tzinfo=UTC)
USER = "6f1ed002-ab5b-4e2b-8a1c-0b0d6f0f3a44"


@pytest.fixture
def check(catalogue):
    return PurchaseCheck(catalogue, NOW)


def record(**changes):
    fields = {
        "branch": "SMKT001",
        "time": "2026-01-31 14:30",
        "user": USER,
        "items": "Tomatoes,Sourdough loaf",
        "total": "6.20",
    }
    return Record(7, tuple((fields | changes).values()))


def eur(minor):
    return Money(minor, "EUR")


def test_a_right_row_becomes_an_entry_at_the_branchs_own_time(check):
    entry = check.entry(record())

    assert isinstance(entry, Entry)
    assert (entry.line, entry.branch_id, str(entry.customer_id)) == (7, "SMKT001", USER)
    assert entry.sold_at == datetime(2026, 1, 31, 13, 30, tzinfo=UTC)
    assert entry.basket.total == eur(620)
    assert entry.basket.product_ids == (1, 2)


def test_history_of_a_closed_shop_is_history_all_the_same(check):
    assert isinstance(check.entry(record(branch="SMKT002")), Entry)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"branch": "SMKT009"}, 'supermarket_id "SMKT009" is unknown'),
        ({"branch": "smkt001"}, 'supermarket_id "smkt001" is unknown (did you mean "SMKT001"?)'),
        ({"branch": "HISTORY"}, 'supermarket_id "HISTORY" is unknown'),
        ({"items": "Tomatoes,Pears"}, 'product "Pears" is unknown'),
        ({"items": "TOMATOES"}, 'product "TOMATOES" is unknown (did you mean "Tomatoes"?)'),
        ({"total": "6.21"}, "total_amount is 6.21, but these products come to 6.20"),
        ({"time": "2026-11-20 15:20:01"}, "timestamp 2026-11-20 15:20:01 is in the future"),
        ({"time": "2026-11-20 14:20:01Z"}, "timestamp 2026-11-20 14:20:01+00:00 is in the future"),
        ({"items": "", "total": "0"}, "items_list is empty"),
    ],
)
def test_a_wrong_row_is_told_what_is_wrong(check, changes, reason):
    doubt = check.entry(record(**changes))

    assert isinstance(doubt, Doubt)
    assert (doubt.line, doubt.reason) == (7, reason)


def test_a_row_is_told_everything_that_is_wrong_with_it(check):
    doubt = check.entry(record(branch="X", items="Pears,Plums"))

    assert isinstance(doubt, Doubt)
    assert doubt.reason == (
        'supermarket_id "X" is unknown; product "Pears" is unknown; product "Plums" is unknown'
    )


def test_a_sale_of_this_very_moment_is_not_in_the_future(check):
    assert isinstance(check.entry(record(time="2026-11-20 15:20:00")), Entry)


def test_a_row_that_could_not_be_read_keeps_its_reason(check):
    assert check.entry(Record(3, (), "torn")) == Doubt(3, "torn")


def test_equal_rows_are_purchases_of_their_own(check):
    ids = [check.entry(record()).id for _ in range(3)]

    assert len(set(ids)) == 3


def test_equal_rows_get_the_same_ids_in_every_run(catalogue):
    runs = [
        [check.entry(record()).id for _ in range(3)]
        for check in (PurchaseCheck(catalogue, NOW), PurchaseCheck(catalogue, NOW))
    ]

    assert runs[0] == runs[1]


def test_a_name_of_two_products_on_sale_is_refused(catalogue):
    twin = replace(catalogue.products["Tomatoes"], id=9, code="P9")
    doubled = Catalogue(
        catalogue.company, catalogue.branches.values(), [*catalogue.products.values(), twin]
    )

    with pytest.raises(ValueError, match='"Tomatoes" names several products: P1, P9'):
        doubled.product("Tomatoes")


@pytest.mark.parametrize("order", [1, -1])
def test_a_name_means_the_product_on_sale_before_an_archived_one(catalogue, order):
    old = replace(catalogue.products["Tomatoes"], id=9, code="P9", archived=True)
    both = [old, catalogue.products["Tomatoes"]][::order]

    assert Catalogue(catalogue.company, (), both).product("Tomatoes").id == 1


def test_vat_is_rounded_once_per_rate_as_in_a_sale_of_today(catalogue):
    lines = [product.line(1) for product in catalogue.products.values()]

    basket = Basket.of(lines, "EUR", NOW)

    today = pricing.price(lines, (), NOW, currency="EUR")
    for rate in today.vat:
        shares = [line.vat for line in basket.lines if line.vat_basis_points == rate.basis_points]
        assert Money.total(shares, "EUR") == rate.vat


def test_a_plain_description_bears_no_vat_and_names_no_product():
    basket = Basket.described("Laptop", eur(120_000), NOW)

    assert basket.product_ids == (None,)
    assert basket.total == eur(120_000)
    assert [(line.vat_basis_points, line.vat) for line in basket.lines] == [(0, eur(0))]


# a list of products


def listed(catalogue, *rows):
    check = ProductCheck(catalogue)
    for line, values in enumerate(rows, start=2):
        check.read(Record(line, values))
    return check


def test_an_unknown_product_is_assumed_to_be_goods_at_the_standard_rate(catalogue):
    check = listed(catalogue, ("Crème brûlée", "3.10"))

    (added,) = check.added
    assert (added.name, added.price, added.code) == ("Crème brûlée", eur(310), "CREME-BRULEE")
    assert (added.department, added.vat_code) == ("goods", "standard")


@pytest.mark.parametrize(
    ("names", "codes"),
    [
        (("Rye bread", "Rye  bread!"), ["RYE-BREAD", "RYE-BREAD-2"]),
        (("p1",), ["P1-2"]),
        (("茶", "酒"), ["PRODUCT", "PRODUCT-2"]),
        (("x" * 60,), ["X" * 32]),
    ],
)
def test_codes_are_made_of_names_and_never_taken_twice(catalogue, names, codes):
    check = listed(catalogue, *((name, "1") for name in names))

    assert [product.code for product in check.added] == codes


def test_a_code_that_the_office_typed_small_is_not_made_again_in_capitals(catalogue):
    small = replace(catalogue.products["Coffee mug"], code="rye-bread")
    known = Catalogue(catalogue.company, (), [small])

    assert [product.code for product in listed(known, ("Rye bread", "1")).added] == ["RYE-BREAD-2"]


def test_a_known_product_at_another_price_is_noted_and_the_files_price_kept(catalogue):
    check = listed(catalogue, ("Tomatoes", "2.10"))

    assert check.added == []
    assert check.differing == [PriceDiffers("Tomatoes", eur(240), eur(210))]
    assert catalogue.at_prices(check.prices).product("Tomatoes").price == eur(210)
    assert catalogue.product("Tomatoes").price == eur(240)


def test_a_list_that_repeats_itself_is_read_once(catalogue):
    check = listed(catalogue, ("Rye bread", "3.10"), ("Rye bread", "3.10"))

    assert [product.name for product in check.added] == ["Rye bread"]
    assert check.doubts == []


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (("", "1"), "product_name is empty"),
        (("Pears", "-1"), "unit_price -1.00 is below zero"),
        (("Pears", "one"), 'unit_price "one" is not an amount like 12.50'),
        (("Pears, ripe", "1"), 'product_name "Pears, ripe" has a comma'),
        (("Pe\x07ars", "1"), 'product_name "Pe·ars" is too long or has unprintable signs'),
        (("tomatoes", "2.40"), 'product "tomatoes" is unknown (did you mean "Tomatoes"?)'),
    ],
)
def test_a_wrong_row_of_the_list_is_told_what_is_wrong(catalogue, values, reason):
    check = listed(catalogue, values)

    assert [doubt.line for doubt in check.doubts] == [2]
    assert check.doubts[0].reason.startswith(reason)


def test_a_list_with_two_prices_for_one_product_is_refused(catalogue):
    check = listed(catalogue, ("Tomatoes", "2.40"), ("Tomatoes", "2.50"))

    assert check.doubts == [Doubt(3, '"Tomatoes" has two prices: 2.40 and 2.50')]

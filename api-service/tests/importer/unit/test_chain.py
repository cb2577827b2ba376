"""The committed data of the demo's chain: what the documents promise, and what makes the demo worth looking at."""

from collections import Counter
from datetime import timedelta

import pytest

from api_service.importer.chain import DATA, Chain
from api_service.importer.covers import draw
from api_service.importer.errors import FileUnreadable
from common.money import Money

PRICES = {
    "Tomatoes": 240,
    "Bananas": 190,
    "Sourdough loaf": 380,
    "Whole milk": 135,
    "Eggs": 320,
    "Butter": 295,
    "Spaghetti": 145,
    "Olive oil": 780,
    "Coffee beans": 690,
    "Dark chocolate": 260,
}
EARLIER = {
    "John Doe": 3,
    "Jane Smith": 2,
    "Bob Johnson": 1,
    "Alice Williams": 2,
    "Charlie Brown": 3,
    "Diana Miller": 3,
    "Ethan Davis": 2,
    "Fiona Garcia": 3,
    "George Rodriguez": 2,
    "Helen Martinez": 4,
}


@pytest.fixture(scope="module")
def chain():
    return Chain()


@pytest.fixture(scope="module")
def purchases(chain):
    return chain.purchases()


def test_the_price_list_is_document_001s_ten_products(chain):
    assert {product.name: product.price.minor for product in chain.groceries()} == PRICES


def test_the_merchandise_is_document_003s(chain):
    goods = chain.merchandise()

    assert [(each.code, each.name, str(each.price)) for each in goods] == [
        ("PEN", "Pen", "5.00"),
        ("TSHIRT", "T-Shirt", "20.00"),
        ("MUG", "Coffee Mug", "7.50"),
    ]
    assert {each.department for each in goods} == {"merchandise"}


def test_every_barcode_is_a_valid_in_store_number(chain):
    for product in chain.products():
        digits = [int(digit) for digit in product.barcode]
        assert len(digits) == 13
        assert digits[0] == 2
        assert (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0


def test_each_price_is_what_the_purchases_were_made_at(purchases):
    for row in purchases:
        assert row.total == Money(sum(PRICES[name] for name in row.names), "EUR")


def test_the_history_is_fourteen_whole_weeks_of_open_shops(purchases):
    times = [row.told_at for row in purchases]
    days = {time.date() for time in times}

    assert len(days) == 98
    assert min(days).weekday() == 0
    assert max(days) - min(days) == timedelta(days=97)
    assert all(time.tzinfo is None and 8 <= time.hour <= 20 for time in times)
    assert times == sorted(times)


def test_two_thousand_purchases_stay_within_ninety_days_wherever_the_present_cuts(purchases):
    last_week = max(row.told_at for row in purchases) - timedelta(weeks=1)
    for cut in (row.told_at for row in purchases if row.told_at > last_week):
        kept = [row for row in purchases if cut - timedelta(days=90) < row.told_at <= cut]
        assert len(kept) >= 2000


def test_three_branches_of_different_size_sell(purchases):
    sizes = Counter(row.branch_id for row in purchases)

    assert [branch for branch, _ in sizes.most_common()] == ["SMKT001", "SMKT002", "SMKT003"]


def test_lunch_and_the_way_home_are_busy_saturday_most_and_sunday_least(purchases):
    hours = Counter(row.told_at.hour for row in purchases if row.told_at.weekday() < 5)
    days = Counter(row.told_at.weekday() for row in purchases)

    assert hours[12] > max(hours[10], hours[14])
    assert min(hours[17], hours[18]) > max(hours[15], hours[20])
    assert max(days, key=days.__getitem__) == 5
    assert min(days, key=days.__getitem__) == 6


def test_the_named_buyers_are_the_loyal_ones_and_most_others_came_once(chain, purchases):
    visits = Counter(row.customer_id for row in purchases)
    named = {customer.id for customer in chain.customers()}

    assert len(named) == 45
    assert {buyer for buyer, times in visits.items() if times >= 3} == named
    assert sum(times == 1 for times in visits.values()) > 1000


def test_two_products_tie_for_third_place_wherever_the_present_cuts(purchases):
    last_week = max(row.told_at for row in purchases) - timedelta(weeks=1)
    units = Counter()
    for row in purchases:
        units.update(row.names)
        if row.told_at > last_week:
            third = sorted(set(units.values()))[-3]
            top = {name for name, count in units.items() if count >= third}
            assert units["Tomatoes"] == units["Sourdough loaf"] == third
            assert top == {"Bananas", "Whole milk", "Tomatoes", "Sourdough loaf"}


def test_a_row_of_the_history_is_never_repeated(purchases):
    assert len({row.identity(1) for row in purchases}) == len(purchases)


def test_ten_customers_made_document_000s_purchases(chain):
    earlier = chain.earlier_purchases()

    assert Counter(purchase.customer.name for purchase in earlier) == EARLIER
    assert list(dict.fromkeys(purchase.customer.name for purchase in earlier)) == list(EARLIER)
    assert all(purchase.customer.email.endswith("@example.com") for purchase in earlier)
    assert [
        (purchase.product, str(purchase.amount), str(purchase.day))
        for purchase in earlier
        if purchase.customer.name == "John Doe"
    ][:2] == [("Laptop", "1200.00", "2024-01-15"), ("Mouse", "25.99", "2024-01-20")]


def test_no_other_customer_is_found_by_a_name_of_document_000(chain):
    words = {word.casefold() for name in EARLIER for word in name.split()}
    others = [customer.name.casefold() for customer in chain.customers()]

    assert not [name for name in others for word in words if word in name]


def test_every_shop_has_stock_of_every_product_and_two_shelves_run_low(chain):
    stock = {(opening.branch_id, opening.product): opening.quantity for opening in chain.stock()}
    shops = ["SMKT001", "SMKT002", "SMKT003"]

    goods = [*chain.groceries(), *chain.merchandise()]
    plenty = {
        place: stock.pop(place) for place in list(stock) if place[1] in {g.name for g in goods}
    }
    assert set(plenty) == {(shop, each.name) for shop in shops for each in goods}
    assert sum(quantity < 10 for quantity in plenty.values()) == 2
    assert sorted(plenty.values())[2] >= 90
    assert {album for _, album in stock} == {each.name for each in chain.records()}


def test_every_album_has_a_cover_of_its_own(chain):
    albums = {each.code: each for each in chain.records()}
    drawn = [
        draw(plan, albums[plan.code].name, albums[plan.code].artist) for plan in chain.covers()
    ]

    assert [plan.code for plan in chain.covers()] == list(albums)
    assert len({each.id for each in drawn}) == len(albums) >= 24
    assert all(set(each.sizes) == {320, 640} for each in drawn)


def test_everything_else_has_a_picture_of_its_own_without_words(chain):
    goods = [*chain.groceries(), *chain.merchandise()]
    drawn = {plan.code: draw(plan) for plan in chain.pictures()}

    assert list(drawn) == [each.code for each in goods]
    assert len({each.id for each in drawn.values()}) == len(goods)


def test_a_cover_is_drawn_the_same_at_every_call(chain):
    plan = chain.covers()[0]

    assert draw(plan, "Étude", "K. Sørensen") == draw(plan, "Étude", "K. Sørensen")


def test_a_product_that_only_the_price_list_knows_is_sold_all_the_same(tmp_path):
    for file in DATA.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    with (tmp_path / "products_list.csv").open("a") as price_list:
        price_list.write("Rye bread,3.10\n")

    added = Chain(tmp_path).groceries()[-1]

    assert (added.name, added.code, added.department) == ("Rye bread", "RYE-BREAD", "goods")


def test_a_broken_data_file_is_named_with_its_line(tmp_path):
    for file in DATA.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    with (tmp_path / "stock.csv").open("a") as stock:
        stock.write("SMKT001,Tomatoes\n")

    with pytest.raises(FileUnreadable, match=r"stock\.csv, line 126: .* this row has 2"):
        Chain(tmp_path).stock()

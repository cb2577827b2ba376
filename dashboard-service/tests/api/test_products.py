"""Every product that was sold, by units or by revenue."""


def test_products_stand_in_the_order_of_their_places(look):
    rows = look("/products").tables["Products sold so far today"]

    assert [row[:2] for row in rows[1:]] == [
        ["1", "Bananas"],
        ["2", "Whole milk"],
        ["3=", "Tomatoes"],
        ["3=", "Sourdough loaf"],
    ]


def test_sorted_by_revenue_they_keep_their_places(look):
    rows = look("/products?sort=revenue").tables["Products sold so far today"]

    assert [row[:2] for row in rows[1:3]] == [["3=", "Sourdough loaf"], ["1", "Bananas"]]


def test_the_head_of_a_column_sorts_and_keeps_the_filters(look):
    links = look("/products?period=7days").links

    assert links["EUR"] == "/products?period=7days&sort=revenue"
    assert links["Harbour"] == "/products?period=7days&branch=SMKT002"


def test_each_is_held_against_what_it_sold_before(look):
    rows = look("/products").tables["Products sold so far today"]

    assert rows[0][-2:] == ["Yesterday at this time", "Change"]
    assert rows[1][-2:] == ["88", "▲up 8"]


def test_a_day_without_sales_says_what_to_do(look, books):
    books.ranking = []

    assert "Choose other days or another branch above." in look("/products").words


def test_the_page_of_products_stays_true_as_well(client):
    assert 'data-live="/products/numbers?period=7days"' in client.get("/products?period=7days").text
    assert client.get("/products/numbers?period=7days").headers["ETag"]


def test_wrong_days_are_told_there_too(look):
    assert "is not a day" in look("/products?from=x", status=422).words

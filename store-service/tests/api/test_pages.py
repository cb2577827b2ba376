import re

import pytest

HTML = {"Accept": "text/html"}


def names(response):
    return re.findall(r'<a href="/goods/\d+">([^<]+)</a>', response.text)


def test_the_shop_shows_everything_newest_first(client):
    page = client.get("/", headers=HTML)

    assert page.status_code == 200
    assert names(page) == [
        "Étude for Rain",
        "Slow Ferry",
        "Night Tram",
        "Pen",
        "T-Shirt",
        "Tomatoes",
    ]
    assert "6 things, in 2 shops" in page.text


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/departments/records", ["Étude for Rain", "Slow Ferry", "Night Tram"]),
        ("/departments/records?sort=cheapest", ["Étude for Rain", "Slow Ferry", "Night Tram"]),
        ("/departments/records?sort=dearest", ["Night Tram", "Slow Ferry", "Étude for Rain"]),
        ("/departments/records?sort=name", ["Étude for Rain", "Night Tram", "Slow Ferry"]),
        ("/departments/records?genre=Jazz&years=1960", ["Slow Ferry", "Night Tram"]),
        ("/departments/records?stock=1", ["Night Tram"]),
        ("/offers", ["Pen"]),
        ("/?q=etude", ["Étude for Rain"]),
        ("/?q=odile+fer", ["Slow Ferry"]),
        ("/?q=ALB-1", ["Night Tram"]),
        ("/?q=4000000000037", ["T-Shirt"]),
        ("/?q='; DROP TABLE", []),
        ("/?q=!!!", []),
    ],
)
def test_search_filters_and_order_are_in_the_address(client, address, found):
    page = client.get(address, headers=HTML)

    assert page.status_code == 200
    assert names(page) == found


def test_a_search_without_results_says_what_to_do(client):
    page = client.get("/?q=zzz", headers=HTML)

    assert "Nothing goes by “zzz”" in page.text
    assert "See everything" in page.text


def test_a_page_beyond_the_last_leads_back(client):
    page = client.get("/?page=9", headers=HTML)

    assert "There is no page 9" in page.text


def test_words_never_become_markup(client):
    page = client.get("/?q=<script>alert(1)</script>", headers=HTML)

    assert "<script>alert" not in page.text


def test_archived_goods_leave_the_shelves_but_keep_their_page(client, sql):
    sql("UPDATE catalog.product SET archived_at = now() WHERE id = 4")

    assert "Night Tram" not in names(client.get("/", headers=HTML))
    page = client.get("/goods/4", headers=HTML)
    assert page.status_code == 200
    assert "Not sold any more" in page.text
    assert "Add to basket" not in page.text


def test_a_product_shows_price_stock_and_offers(client):
    page = client.get("/goods/4", headers=HTML)

    assert 'value="24.00"' in page.text
    assert "4 left" in page.text  # where web orders are sent from
    assert re.search(r"Harbour 2,\s*Market Hall 4", page.text)
    assert "2 for 1" in client.get("/goods/2", headers=HTML).text


@pytest.mark.parametrize(
    ("name", "ends_at", "beside"),
    [
        ("3 or more, 25 % off", None, []),
        ("3 or more, 25 % off", "2026-12-01 00:00+01", ["Until Mon 30 Nov"]),
        ("Pens for the new year", None, ["25 % off from 3"]),
        ("25 % off", "2026-12-01 00:00+01", ["25 % off from 3, until Mon 30 Nov"]),
    ],
)
def test_a_product_says_its_offer_once(client, sql, name, ends_at, beside):
    sql("UPDATE catalog.promotion SET archived_at = now()")
    sql(
        "WITH made AS (INSERT INTO catalog.promotion DEFAULT VALUES RETURNING id), rule AS ("
        "INSERT INTO catalog.promotion_version "
        "(promotion_id, version, kind, name, basis_points, minimum, on_top, ends_at) "
        "SELECT id, 1, 'percent_off', :name, 2500, 3, false, CAST(:ends AS timestamptz) FROM made) "
        "INSERT INTO catalog.promotion_product (promotion_id, version, product_id) "
        "SELECT id, 1, 2 FROM made",
        name=name,
        ends=ends_at,
    )

    page = client.get("/goods/2", headers=HTML).text

    assert page.count(f">{name}<") == 1
    assert (
        re.findall(r'<p class="quiet">([^<]*)</p>', page.split('<form class="row buy')[0]) == beside
    )


def test_goods_that_only_another_shop_has_cannot_be_sent(client, sql):
    sql("INSERT INTO books.web_orders VALUES (true, 'SMKT002', 1)")

    assert "2 left" in client.get("/goods/4", headers=HTML).text
    elsewhere = client.get("/goods/3", headers=HTML).text
    assert "None can be sent at the moment" in elsewhere
    assert "Market Hall 40" in elsewhere
    assert names(client.get("/?stock=1", headers=HTML)) == ["Night Tram"]


def test_units_that_somebody_else_waits_for_are_not_for_sale(client):
    page = client.get("/goods/5", headers=HTML)

    assert "Sold out" in page.text
    assert 'id="quantity"' not in page.text
    assert 'id="quantity"' in client.get("/goods/1", headers=HTML).text


def test_an_unknown_product_or_department_is_not_found(client):
    assert client.get("/goods/77", headers=HTML).status_code == 404
    assert client.get("/departments/ghosts", headers=HTML).status_code == 404


def test_a_visitor_has_a_basket_from_the_first_page_on(client):
    first = client.get("/", headers=HTML)
    second = client.get("/goods/4", headers=HTML)

    given = [
        next(each for each in answer.headers.getlist("Set-Cookie") if "_basket=" in each).split(
            ";"
        )[0]
        for answer in (first, second)
    ]
    assert given[0] == given[1]


def test_a_change_of_price_is_seen_at_once(client, sql):
    client.get("/goods/4", headers=HTML)
    sql("INSERT INTO catalog.price (product_id, version, amount_minor) VALUES (4, 2, 1999)")
    sql("UPDATE catalog.product SET price_version = 2 WHERE id = 4")

    assert 'value="19.99"' in client.get("/goods/4", headers=HTML).text


def test_a_new_department_gets_its_tab(client, sql):
    client.get("/", headers=HTML)
    sql("UPDATE catalog.product SET department = 'bakery' WHERE id = 1")

    assert 'href="/departments/bakery"' in client.get("/", headers=HTML).text


def test_the_books_may_be_away_while_people_look(client, people):
    people.away = True

    assert client.get("/", headers=HTML).status_code == 200


def test_a_shop_without_a_chain_says_so(client, sql):
    sql("DELETE FROM catalog.company")

    page = client.get("/", headers=HTML)
    assert page.status_code == 404
    assert "There is no shop here yet" in page.text
    assert "No chain has begun here" in page.text


def test_a_cover_is_kept_for_ever_and_others_are_not_found(client, sql):
    cover_id = "0123456789abcdef" * 2
    sql("INSERT INTO catalog.cover (id) VALUES (:id)", id=cover_id)
    sql("INSERT INTO catalog.cover_size VALUES (:id, 320, 'RIFF')", id=cover_id)
    sql("UPDATE catalog.product SET cover_id = :id WHERE id = 4", id=cover_id)

    found = client.get(f"/covers/{cover_id}-320.webp")
    assert found.data == b"RIFF"
    assert "immutable" in found.headers["Cache-Control"]
    assert found.content_type == "image/webp"
    assert client.get(f"/covers/{cover_id}-640.webp").status_code == 404
    assert f"/covers/{cover_id}-320.webp 320w" in client.get("/goods/4", headers=HTML).text


def test_while_everything_is_on_offer_the_offers_are_everything(client, sql):
    """Goods bear no stamps of it, so the shelves say it above them."""
    sql("UPDATE catalog.promotion SET archived_at = now()")
    assert "Nothing is on offer today" in client.get("/offers", headers=HTML).text
    sql(
        "WITH made AS (INSERT INTO catalog.promotion DEFAULT VALUES RETURNING id) "
        "INSERT INTO catalog.promotion_version "
        "(promotion_id, version, kind, name, basis_points, minimum, on_top) "
        "SELECT id, 1, 'percent_off', 'Birthday, 5 % off', 500, 1, false FROM made"
    )

    offers = client.get("/offers", headers=HTML)
    assert len(names(offers)) == 6
    for page in (offers, client.get("/departments/records", headers=HTML)):
        assert page.text.count("Birthday, 5 % off") == 1


@pytest.mark.parametrize("path", ["/departments/%00", "/covers/%00-320.webp", "/goods/%1b"])
def test_at_an_address_with_signs_that_nobody_types_there_is_nothing(client, path):
    assert client.get(path, headers=HTML).status_code == 404

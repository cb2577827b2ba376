"""What the till asks of the books, put by its real client to their real application."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cashier_service.clients.books import HttpBooks
from cashier_service.errors import NotSent, SaleRefused
from cashier_service.models.basket import Basket, Line
from cashier_service.models.payment import Method, Tender
from cashier_service.models.purchase import Sale
from common.money import Money
from common.service_tokens import ServiceTokens
from common.sessions.people import People
from common.testing.wsgi import answered_by


@pytest.fixture
def tokens():
    """What the till shows the books."""
    return ServiceTokens("a service key that is long enough", service="cashier-service")


@pytest.fixture
def people(client):
    """Signing in, as the till's door does it."""
    return People(client, service="cashier-service", application="till")


@pytest.fixture
def another_process(books_app, tokens, rosa):  # noqa: ARG001  # by being there, she is signed in
    """Makes the till's own client of the books, with Rosa at the till; each remembers for itself."""

    def made():
        client = HttpBooks("http://books", tokens)
        for each in (client._client, client._knocker, client._for_all):
            answered_by(each, books_app)
        return client

    return made


@pytest.fixture
def books(another_process):
    """The till's own client of the books."""
    return another_process()


def eur(text):
    return Money.parse(text, "EUR")


def sale(**changes):
    total = eur("12.30")
    return replace(
        Sale(
            id=uuid.uuid4(),
            branch_id="SMKT001",
            till_id="SMKT001-1",
            lines=((1, 2), (3, 1)),
            customer_id=None,
            total=total,
            tenders=(Tender(Method.CASH, total, eur("20")),),
        ),
        **changes,
    )


def test_the_books_answer_a_knock(books):
    books.ping()


def test_a_sale_that_books_in_trouble_were_spared_was_not_sent(books, monkeypatch):
    """They answer a knock, but their database is away, and the till's client has given them up for a moment."""
    monkeypatch.setattr(books._client._breaker, "admits", lambda: False)

    with pytest.raises(NotSent):
        books.record_sale(sale())
    monkeypatch.undo()

    assert books.record_sale(sale()).total == eur("12.30")


def test_the_catalogue_has_products_shops_and_tills(books):
    catalogue = books.catalogue(None)

    tomatoes = catalogue.products[1]
    assert (tomatoes.name, tomatoes.price, tomatoes.note) == ("Tomatoes", eur("2.40"), "500 g")
    assert (tomatoes.department, tomatoes.vat_basis_points) == ("fresh", 900)
    assert [branch.id for branch in catalogue.branches] == ["SMKT001", "SMKT002"]
    assert catalogue.till("SMKT001-2").branch_name == "Market Hall"
    assert catalogue.company.currency == "EUR"
    assert catalogue.meant_by("4000000000020").name == "Sourdough loaf"


def test_an_unchanged_catalogue_is_not_sent_again(books):
    known = books.catalogue(None)

    assert books.catalogue(known.version) is None


def test_a_new_price_is_a_new_catalogue(books, execute):
    known = books.catalogue(None)
    execute("INSERT INTO catalog.price (product_id, version, amount_minor) VALUES (1, 2, 260)")
    execute("UPDATE catalog.product SET price_version = 2 WHERE id = 1")

    assert books.catalogue(known.version).products[1].price == eur("2.60")


def test_the_catalogue_has_the_promotions_and_a_receipt_what_they_took_off(books, execute):
    known = books.catalogue(None)
    execute(
        "WITH made AS (INSERT INTO catalog.promotion DEFAULT VALUES RETURNING id), "
        "covered AS (INSERT INTO catalog.promotion_product SELECT id, 1, 3 FROM made) "
        "INSERT INTO catalog.promotion_version "
        "(promotion_id, version, kind, name, units, paid, free_units) "
        "SELECT id, 1, 'multi_buy', '2 for 1', 2, 1, 'cheapest_of_each_set' FROM made"
    )

    catalogue = books.catalogue(known.version)
    priced = Basket((Line(3, 3),)).priced(catalogue, datetime.now(UTC))
    total = priced.total.total
    booked = books.record_sale(
        sale(lines=((3, 3),), total=total, tenders=(Tender(Method.CARD, total, total),))
    )

    assert total == eur("15.00")
    assert booked.lines[0].offers == [("2 for 1", -eur("7.50"))]
    assert (booked.lines[0].list_total, booked.saving) == (eur("22.50"), eur("7.50"))


def test_archived_products_branches_and_tills_are_not_on_the_till(books, execute):
    execute("UPDATE catalog.product SET archived_at = now() WHERE id = 1")
    execute("UPDATE catalog.till SET archived_at = now() WHERE id = 'SMKT001-2'")
    execute("UPDATE catalog.branch SET archived_at = now() WHERE id = 'SMKT002'")

    catalogue = books.catalogue(None)

    assert list(catalogue.products) == [2, 3]
    assert [[till.id for till in branch.tills] for branch in catalogue.branches] == [["SMKT001-1"]]


def test_a_catalogue_of_several_pages_comes_whole(books, execute):
    execute(
        "INSERT INTO catalog.product (id, code, name, department, vat_code) "
        "SELECT n, 'P' || n, 'Product ' || n, 'goods', 'standard' FROM generate_series(100, 2399) AS n; "
        "INSERT INTO catalog.price (product_id, version, amount_minor) "
        "SELECT n, 1, n FROM generate_series(100, 2399) AS n"
    )

    assert len(books.catalogue(None).products) == 2303


def test_a_sale_comes_back_as_its_receipt(books):
    sent = sale()

    booked = books.record_sale(sent)

    assert (booked.id, booked.receipt, booked.total) == (sent.id, "M1-000001", eur("12.30"))
    assert [(line.name, line.quantity, line.total) for line in booked.lines] == [
        ("Tomatoes", 2, eur("4.80")),
        ("Coffee mug", 1, eur("7.50")),
    ]
    assert [(each.basis_points, each.gross, each.vat) for each in booked.vat] == [
        (900, eur("4.80"), eur("0.40")),
        (2100, eur("7.50"), eur("1.30")),
    ]
    assert (booked.given, booked.change) == (eur("20"), eur("7.70"))
    assert booked.sold_at.isoformat() == "2026-11-20T14:20:00+00:00"


def test_the_same_sale_again_is_the_same_purchase(books):
    sent = sale()

    assert books.record_sale(sent) == books.record_sale(sent)
    assert len(books.last_purchases("SMKT001-1", 10)) == 1


def test_split_tenders_are_taken(books):
    tenders = (
        Tender(Method.CASH, eur("10"), eur("10")),
        Tender(Method.CARD, eur("2.30"), eur("2.30")),
    )

    booked = books.record_sale(sale(tenders=tenders))

    assert [each.method for each in booked.tenders] == [Method.CASH, Method.CARD]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            {"total": eur("12.29"), "tenders": (Tender(Method.CARD, eur("12.29"), eur("12.29")),)},
            "wrong_total",
        ),
        ({"lines": ((99, 1),)}, "unknown_product"),
        ({"till_id": "SMKT002-1"}, "unknown_till"),
        ({"branch_id": "NOWHERE"}, "unknown_branch"),
        ({"branch_id": "ELSEWHERE"}, "branch_does_not_sell"),
        ({"branch_id": "WEB"}, "branch_does_not_sell"),
        ({"tenders": (Tender(Method.CARD, eur("1"), eur("1")),)}, "tenders_do_not_match"),
    ],
)
def test_each_refusal_keeps_its_reason_and_books_nothing(books, changes, reason):
    refused = sale(**changes)

    with pytest.raises(SaleRefused) as told:
        books.record_sale(refused)

    assert told.value.reason == reason
    assert books.purchase(refused.id) is None


def test_another_sale_under_the_same_id_is_refused(books):
    first = sale()
    books.record_sale(first)

    with pytest.raises(SaleRefused) as told:
        books.record_sale(replace(first, lines=((1, 1), (3, 1))))

    assert told.value.reason == "idempotency_key_reused"
    assert books.purchase(first.id).units == 3


def test_a_purchase_is_found_by_its_sales_id_in_another_process_too(books, another_process):
    sent = sale()
    booked = books.record_sale(sent)
    other = another_process()

    assert other.purchase(sent.id) == booked
    assert other.purchase(uuid.uuid4()) is None


def test_the_last_receipts_are_the_tills_own_and_the_newest_first(books):
    first, second = sale(), sale()
    for each in (first, second, sale(till_id="SMKT001-2")):
        books.record_sale(each)

    found = books.last_purchases("SMKT001-1", 10)

    assert {each.id for each in found} == {first.id, second.id}
    assert [each.receipt for each in books.last_purchases("SMKT001-2", 10)] == ["M2-000001"]


def test_a_customer_is_entered_once_found_and_buys(books):
    newcomer = uuid.uuid4()

    added = books.add_customer(newcomer, "Lena Brandt")
    again = books.add_customer(newcomer, "Lena Brandt")
    books.record_sale(sale(customer_id=newcomer))

    assert added == again
    assert [each.id for each in books.customers("lena", 8)] == [newcomer]


def test_a_coupon_prices_the_till_and_is_used_by_its_sale(books, another_process, execute):
    execute(
        "WITH made AS (INSERT INTO catalog.promotion DEFAULT VALUES RETURNING id) "
        "INSERT INTO catalog.promotion_version "
        "(promotion_id, version, kind, name, basis_points, minimum, on_top, code, single_use) "
        "SELECT id, 1, 'coupon', 'Welcome', 1000, 1, false, 'WELCOME-10', true FROM made"
    )
    seen = books.catalogue(None)
    basket = Basket((Line(3, 1),)).with_coupon("WELCOME-10")
    now = datetime.now(UTC)
    priced = basket.priced(seen, now)
    assert (priced.total.total, priced.used_coupons) == (eur("6.75"), ("WELCOME-10",))
    assert not books.is_used("WELCOME-10")

    total = priced.total.total
    with_it = {
        "lines": ((3, 1),),
        "total": total,
        "tenders": (Tender(Method.CARD, total, total),),
        "coupons": priced.used_coupons,
    }
    assert books.record_sale(sale(**with_it)).total == total

    assert another_process().is_used("WELCOME-10")
    with pytest.raises(SaleRefused) as refused:
        books.record_sale(sale(**with_it))
    assert (refused.value.reason, refused.value.coupons) == ("coupon_used", ("WELCOME-10",))

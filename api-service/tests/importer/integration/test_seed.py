"""Seeding the demo's chain into empty books."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from api_service.app import create_app
from api_service.collaborators import Collaborators
from api_service.config import Settings
from api_service.importer import use_cases
from api_service.importer.chain import DATA, Chain
from api_service.importer.errors import FileUnreadable


@pytest.fixture
def client(seeded):
    settings = Settings(
        secret_key="a key for the tests",
        service_key="a service key for tests",
        demo=True,
        database_url=seeded.server.url("api"),
    )
    collaborators = Collaborators.of(settings)
    yield create_app(settings, collaborators).test_client()
    collaborators.database.close()


def test_seeding_reports_what_the_books_hold_then(server, clock, contents):
    booked = use_cases.seed(server.url("importer"), clock=clock)

    assert booked.purchases == contents.value("SELECT count(*) FROM books.purchase")
    assert booked.customers == contents.value("SELECT count(*) FROM books.customer")
    assert (booked.branches[0].branch_id, booked.branches[0].purchases) == ("HISTORY", 25)


def test_the_web_is_one_branch_without_tills_or_stock(seeded):
    assert seeded.ask("SELECT id, name FROM catalog.branch WHERE kind = 'online'") == [
        ("WEB", "Web shop")
    ]
    assert seeded.value("SELECT count(*) FROM catalog.till WHERE branch_id = 'WEB'") == 0
    assert seeded.value("SELECT count(*) FROM books.level WHERE branch_id = 'WEB'") == 0


def test_the_history_is_imported_history(seeded):
    assert seeded.ask(
        "SELECT DISTINCT origin, till_id, receipt_number, currency FROM books.purchase"
    ) == [("import", None, None, "EUR")]
    assert seeded.ask(
        "SELECT DISTINCT price_version, quantity, discount_minor FROM books.line"
    ) == [(None, 1, 0)]
    assert seeded.value("SELECT count(*) FROM books.receipt_counter") == 0


def test_the_history_ends_now_and_shows_a_part_of_today(seeded, clock):
    sold = "SELECT max(sold_at), min(sold_at) FROM books.purchase WHERE branch_id <> 'HISTORY'"
    ((newest, oldest),) = seeded.ask(sold)
    today = seeded.value(
        "SELECT count(*) FROM books.purchase WHERE sold_at >= '2026-11-20 00:00 Europe/Amsterdam'"
    )

    assert clock.now() - timedelta(hours=3) < newest <= clock.now()
    assert timedelta(days=91) < newest - oldest < timedelta(days=98)
    assert 5 < today < 40


def test_at_least_two_thousand_purchases_lie_within_ninety_days(seeded):
    assert (
        seeded.value(
            "SELECT count(*) FROM books.purchase "
            "WHERE sold_at > timestamptz '2026-11-20 15:20 Europe/Amsterdam' - interval '90 days'"
        )
        >= 2000
    )


def test_every_purchase_is_made_up_by_its_lines_and_one_other_tender(seeded):
    wrong = seeded.ask(
        """
        SELECT purchase.id FROM books.purchase
        LEFT JOIN (SELECT purchase_id, sum(total_minor) AS total FROM books.line GROUP BY 1) AS lines
          ON lines.purchase_id = purchase.id
        LEFT JOIN books.tender ON tender.purchase_id = purchase.id
        WHERE lines.total IS DISTINCT FROM purchase.total_minor
          OR tender.amount_minor IS DISTINCT FROM purchase.total_minor OR tender.kind <> 'other'
        """
    )

    assert wrong == []


def test_the_vat_of_a_purchase_is_exact_per_rate(seeded):
    wrong = seeded.ask(
        """
        SELECT purchase_id FROM books.line GROUP BY purchase_id, vat_basis_points
        HAVING sum(vat_minor) <> round(
          sum(total_minor) * vat_basis_points::numeric / (10000 + vat_basis_points))
        """
    )

    assert wrong == []


def test_levels_are_the_sum_of_opening_movements_and_history_moves_none(seeded):
    assert seeded.ask("SELECT DISTINCT kind, purchase_id FROM books.movement") == [
        ("opening", None)
    ]
    assert (
        seeded.ask(
            """
            SELECT level.branch_id, level.product_id FROM books.level
            FULL JOIN (
              SELECT branch_id, product_id, sum(quantity) AS moved FROM books.movement GROUP BY 1, 2
            ) AS movements USING (branch_id, product_id)
            WHERE level.quantity IS DISTINCT FROM moved
            """
        )
        == []
    )
    assert seeded.value("SELECT count(*) FROM books.level") == 124


def test_two_products_tie_in_what_was_seeded(seeded):
    counts = dict(
        seeded.ask(
            "SELECT description, count(*) FROM books.line JOIN books.purchase ON id = purchase_id "
            "WHERE branch_id <> 'HISTORY' GROUP BY 1"
        )
    )

    assert counts["Tomatoes"] == counts["Sourdough loaf"] == sorted(set(counts.values()))[-3]


def test_products_are_numbered_as_the_price_list_has_them(seeded):
    assert seeded.ask("SELECT id, name FROM catalog.product ORDER BY id LIMIT 3") == [
        (1, "Tomatoes"),
        (2, "Bananas"),
        (3, "Sourdough loaf"),
    ]
    assert (
        seeded.value(
            "INSERT INTO catalog.product (code, name, department, vat_code) "
            "VALUES ('NEXT', 'Next', 'goods', 'zero') RETURNING id"
        )
        == 44
    )


def test_document_000s_customers_are_found_with_what_they_bought(client):
    found = client.get("/customers?name=John").json

    assert found["customer"] == "John Doe"
    assert found["purchases"][:2] == [
        {"product": "Laptop", "amount": 1200.0, "date": "2024-01-15"},
        {"product": "Mouse", "amount": 25.99, "date": "2024-01-20"},
    ]
    assert len(found["purchases"]) == 3
    assert found["other_matches"] == ["Bob Johnson"]


@pytest.mark.parametrize("name", ["Helen Martinez", "Bob Johnson"])
def test_a_customer_of_document_000_bought_as_often_as_it_says(client, name):
    found = client.get("/customers", query_string={"name": name}).json

    assert len(found["purchases"]) == {"Helen Martinez": 4, "Bob Johnson": 1}[name]


def test_the_catalogue_of_document_001_shows_shops_and_products(client):
    catalogue = client.get("/cashier/catalog").json

    assert [shop["id"] for shop in catalogue["supermarkets"]] == ["SMKT001", "SMKT002", "SMKT003"]
    assert catalogue["products"][0] == {"id": 1, "name": "Tomatoes", "unit_price": 2.4}
    assert len(catalogue["products"]) == 43


def test_the_owner_sees_the_loyal_buyers_and_a_tie_and_none_of_the_earlier_sales(client):
    numbers = client.get("/dashboard/analytics?min_purchases=3").json

    assert len(numbers["loyal_buyers"]) == 45
    assert [product["name"] for product in numbers["top_products"]] == [
        "Bananas",
        "Whole milk",
        "Tomatoes",
        "Sourdough loaf",
    ]
    assert numbers["top_products"][2]["units"] == numbers["top_products"][3]["units"]


@pytest.mark.parametrize(
    ("items", "total"),
    [
        ("PEN TSHIRT MUG", 3250),
        ("PEN TSHIRT PEN", 2500),
        ("TSHIRT TSHIRT TSHIRT PEN TSHIRT", 6500),
        ("PEN TSHIRT PEN PEN MUG TSHIRT TSHIRT", 6250),
    ],
)
def test_the_worked_examples_of_document_003_cost_what_it_says(client, items, total):
    ids = {each["code"]: each["id"] for each in client.get("/api/v1/products").json["products"]}
    lines = [{"product_id": ids[code], "quantity": 1} for code in items.split()]

    assert client.post("/api/v1/price", json={"lines": lines}).json["total"]["minor"] == total


def test_one_of_everything_costs_what_the_labels_say(client):
    products = client.get("/api/v1/products").json["products"]
    lines = [{"product_id": each["id"], "quantity": 1} for each in products]

    priced = client.post("/api/v1/price", json={"lines": lines}).json

    assert priced["saving"]["minor"] == 0
    assert priced["total"]["minor"] == sum(each["price"]["minor"] for each in products)


def test_a_second_seeding_adds_nothing(seeded, clock):
    before = seeded.sizes()

    again = use_cases.seed(seeded.server.url("importer"), clock=clock)

    assert again is None
    assert seeded.sizes() == before


def test_a_chain_that_somebody_founded_is_left_alone(shop, contents, clock):
    before = contents.sizes()

    assert use_cases.seed(shop.url("importer"), clock=clock) is None
    assert contents.sizes() == before


def test_two_seedings_at_once_seed_once(server, contents, clock):
    with ThreadPoolExecutor(4) as threads:
        booked = list(
            threads.map(lambda _: use_cases.seed(server.url("importer"), clock=clock), range(4))
        )

    (done,) = [each for each in booked if each is not None]
    assert contents.value("SELECT count(*) FROM books.purchase") == done.purchases
    assert contents.value("SELECT count(*) FROM catalog.product") == 43


def test_a_seeding_that_fails_leaves_nothing_behind(server, contents, clock, tmp_path):
    for file in DATA.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    with (tmp_path / "purchases.csv").open("a") as purchases:
        purchases.write("SMKT001,2024-01-10T10:00:00,somebody,Tomatoes,9.99\n")

    with pytest.raises(FileUnreadable, match=r"total_amount is 9\.99"):
        use_cases.seed(server.url("importer"), clock=clock, chain=Chain(tmp_path))

    assert set(contents.sizes().values()) == {0}
    assert contents.value("SELECT count(*) FROM catalog.company") == 0


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 3, 29, 0, 30, tzinfo=UTC),  # half an hour before the clocks go forward
        datetime(2026, 3, 29, 12, 0, tzinfo=UTC),
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),  # the hour that comes twice, its first time
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),  # and its second
        datetime(2027, 1, 4, 6, 0, tzinfo=UTC),  # a Monday before the shops open
    ],
)
def test_opening_hours_stay_what_they_were_over_changes_of_the_clocks(server, contents, clock, now):
    clock.set(now)

    use_cases.seed(server.url("importer"), clock=clock)

    sold = contents.ask(
        "SELECT extract(isodow FROM local)::int, min(local::time)::text, max(local::time)::text "
        "FROM (SELECT sold_at AT TIME ZONE 'Europe/Amsterdam' AS local FROM books.purchase "
        "WHERE branch_id <> 'HISTORY') AS sold GROUP BY 1 ORDER BY 1"
    )
    newest = contents.value("SELECT max(sold_at) FROM books.purchase")
    assert [day for day, _, _ in sold] == [1, 2, 3, 4, 5, 6, 7]
    assert all(first >= "08:00" and last < "21:00" for _, first, last in sold)
    assert sold[6][1] >= "10:00"
    assert now - timedelta(days=2) < newest <= now


def test_loyal_buyers_are_entered_in_the_order_of_their_list_after_the_ten(seeded):
    names = [name for (name,) in seeded.ask("SELECT name FROM books.customer ORDER BY place")]
    guests = names[55:]

    assert names[:10][-1] == "Helen Martinez"
    assert names[10:13] == ["Marta Ruiz", "Tom Okafor", "Lena Brandt"]
    assert all(pair == (None, None) for pair in pairwise(guests))

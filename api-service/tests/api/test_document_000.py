"""The endpoints of document 000, as their users know them."""

import pytest
from sqlalchemy import text

_HISTORY = """
INSERT INTO books.customer (id, name) VALUES
  ('00000000-0000-4000-8000-000000000001', 'Bob Johnson'),
  ('00000000-0000-4000-8000-000000000002', 'John Doe'),
  ('00000000-0000-4000-8000-000000000003', 'Johnny Cash'),
  ('00000000-0000-4000-8000-000000000004', 'Percy 100%');
INSERT INTO books.purchase (id, branch_id, customer_id, origin, sold_at, currency, total_minor, fingerprint) VALUES
  ('00000000-0000-4000-8000-00000000000a', 'ELSEWHERE', '00000000-0000-4000-8000-000000000002', 'import',
   '2024-01-15 00:00 Europe/Amsterdam', 'EUR', 120000, ''),
  ('00000000-0000-4000-8000-00000000000b', 'ELSEWHERE', '00000000-0000-4000-8000-000000000002', 'import',
   '2024-01-20 00:00 Europe/Amsterdam', 'EUR', 2599, '');
INSERT INTO books.line
  (purchase_id, line_number, description, quantity, unit_price_minor, total_minor, vat_basis_points, vat_minor) VALUES
  ('00000000-0000-4000-8000-00000000000a', 1, 'Laptop', 1, 120000, 120000, 0, 0),
  ('00000000-0000-4000-8000-00000000000b', 1, 'Mouse', 1, 2599, 2599, 0, 0);
"""


@pytest.fixture
def history(arrange):
    arrange.execute(text(_HISTORY))


def test_the_address_itself_says_what_answers_where(client):
    welcome = client.get("/").json

    assert set(welcome) == {"message", "description", "endpoints"}
    assert welcome["endpoints"]["health"] == "/health"
    assert welcome["endpoints"]["customers"] == "/customers?name=<customer_name>"


def test_every_address_that_it_names_is_one(client):
    addresses = client.get("/").json["endpoints"].values()

    answered = {address: client.get(address).status_code for address in addresses}

    assert answered.pop("/cashier/create_purchase") == 405
    assert answered.pop("/customers?name=<customer_name>") == 404
    assert set(answered.values()) == {200}


def test_health_is_ok(client):
    assert client.get("/health").json == {"status": "ok"}


@pytest.mark.usefixtures("history")
def test_a_customers_purchases_are_found_by_a_word_of_the_name(client):
    found = client.get("/customers?name=John").json

    assert found == {
        "customer": "John Doe",
        "purchases": [
            {"product": "Laptop", "amount": 1200.0, "date": "2024-01-15"},
            {"product": "Mouse", "amount": 25.99, "date": "2024-01-20"},
        ],
        "other_matches": ["Bob Johnson", "Johnny Cash"],
    }


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize(
    ("name", "customer"),
    [
        ("john doe", "John Doe"),
        ("JOHNSON", "Bob Johnson"),
        ("Johnn", "Johnny Cash"),
        ("ohn", "Bob Johnson"),
        ("100%", "Percy 100%"),
    ],
)
def test_exact_beats_word_beats_beginning_beats_anywhere(client, name, customer):
    assert client.get("/customers", query_string={"name": name}).json["customer"] == customer


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize("name", ["%", "_", "J%n", "\\"])
def test_wildcards_mean_themselves(client, name):
    found = client.get("/customers", query_string={"name": name})

    assert found.status_code == (200 if name == "%" else 404)
    if name == "%":
        assert found.json["customer"] == "Percy 100%"


@pytest.mark.usefixtures("history")
def test_a_whole_word_is_found_among_very_many_beginnings(client, arrange):
    arrange.execute(
        text(
            "INSERT INTO books.customer (id, name) SELECT gen_random_uuid(), 'Anna ' || number "
            "FROM generate_series(1, 300) AS number"
        )
    )
    arrange.execute(
        text("INSERT INTO books.customer (id, name) VALUES (gen_random_uuid(), 'Mary Ann (Lee)')")
    )

    assert client.get("/customers?name=ann").json["customer"] == "Mary Ann (Lee)"
    assert client.get("/customers?name=ann%20(lee)").json["customer"] == "Mary Ann (Lee)"


def test_nobody_of_that_name_is_404(client):
    assert client.get("/customers?name=Nobody").status_code == 404


@pytest.mark.parametrize("query", ["", "?name=", "?name=%20"])
def test_no_name_is_400(client, query):
    assert client.get("/customers" + query).status_code == 400

"""Who buys, and what is put aside."""

import uuid

from cashier_service.models.purchase import Customer


def test_customers_are_found_by_name(client, books):
    lena = Customer(uuid.uuid4(), "Lena Brandt", "lena@example.org")
    books.people.append(lena)

    answer = client.get("/till/customers?search=len").text

    assert f'data-customer="{lena.id}" data-name="Lena Brandt"' in answer


def test_somebody_unknown_can_be_entered_under_the_name_typed(client):
    answer = client.get("/till/customers?search=Ines").text

    assert "Nobody of that name is known." in answer
    assert 'data-newcomer="Ines"' in answer


def test_entering_the_same_customer_twice_enters_one(client, books):
    asked = {"customer_id": str(uuid.uuid4()), "name": "Ines Duarte"}

    first = client.post("/till/customers", json=asked)
    client.post("/till/customers", json=asked)

    assert f'data-customer="{asked["customer_id"]}"' in first.text
    assert len(books.people) == 1


def test_more_than_a_glance_takes_in_are_asked_to_be_narrowed_down(client, books):
    books.people.extend(Customer(uuid.uuid4(), f"Ines {number}", None) for number in range(6))
    answer = client.get("/till/customers?search=ines").text
    assert (answer.count("data-customer="), "More people fit" in answer) == (6, False)

    books.people.append(Customer(uuid.uuid4(), "Ines 7", None))
    answer = client.get("/till/customers?search=ines").text
    assert (answer.count("data-customer="), "More people fit" in answer) == (6, True)


def test_nobody_is_looked_for_before_a_letter_is_typed(client, books):
    books.people.append(Customer(uuid.uuid4(), "Lena Brandt", None))

    assert "Lena" not in client.get("/till/customers").text


def test_what_a_scanner_adds_unseen_is_not_searched_for(client, books):
    books.people.append(Customer(uuid.uuid4(), "Lena Brandt", None))

    assert "Lena Brandt" in client.get("/till/customers?search=%00len%1d").text


def test_sales_put_aside_are_listed_with_their_totals_and_times(client, sale):
    held = sale | {"held_at": "2026-11-20T14:05:00Z", "state": "checking"}

    answer = client.post("/till/held", json={"till_id": "SMKT001-1", "held": [held]}).text

    assert "put aside at 15:05" in answer
    assert 'value="12.30"' in answer
    assert "Being checked" in answer
    assert f'data-recalls="{sale["sale_id"]}"' in answer

"""Names that are scripts stay text on every page of the till, and in what its own script is told."""

import re
import uuid
from dataclasses import replace

import pytest

from cashier_service.models.catalogue import Catalogue
from cashier_service.models.purchase import Customer
from cashier_service.pages.desk import till_cookie
from common.access import Role
from common.pricing import PercentOff
from common.testing.people import door_of, signed_in, somebody

SCRIPT = "<script>alert(1)</script>"
PICTURE = '"><img src=x onerror=alert(1)>'
HTML = {"Accept": "text/html"}


@pytest.fixture(params=[SCRIPT, PICTURE])
def evil(request, books, team, client):
    """One name for all that has one: products, offers, branches, tills, the chain, customers, the team, the cashier."""
    name = request.param
    offer = PercentOff(id=1, version=1, name=name, product_ids=frozenset({1}), basis_points=1000)
    kept = books.kept
    books.kept = Catalogue.of(
        "evil",
        replace(kept.company, name=name, vat_id=name),
        [
            replace(
                branch,
                name=name,
                tills=tuple(
                    replace(till, name=name, branch_name=name, address=name)
                    for till in branch.tills
                ),
            )
            for branch in kept.branches
        ],
        [
            replace(each, name=name, note=name, code=name, department=name)
            for each in kept.products.values()
        ],
        [offer],
    )
    books.people.append(Customer(uuid.uuid4(), name, name))
    team.callers = [replace(each, name=name) for each in team.callers]
    books.cashier_id = uuid.uuid4()
    books.names[books.cashier_id] = name
    signed_in(client, somebody(Role.MANAGER, name=name, email=name))
    client.set_cookie(till_cookie(door_of(client).cookies), "SMKT001-1")
    return name


def is_inert(answer, name):
    """Whether the name is there as text, and nowhere as what it could do."""
    assert answer.status_code == 200
    assert "&lt;" in answer.text
    assert name not in answer.text
    assert not re.search(r"<script>|<img", answer.text)
    return True


@pytest.mark.parametrize("path", ["/till", "/tills", "/receipts", "/till/customers?search={}"])
def test_on_a_page(client, evil, path):
    assert is_inert(client.get(path.format(evil), headers=HTML), evil)


def test_on_the_screen_with_an_entry_that_fits_nothing(post, evil):
    lines = [{"product_id": 1, "quantity": 2, "name": evil, "price": 240}]
    customer = {"id": str(uuid.uuid4()), "name": evil}
    act = {"kind": "enter", "text": evil[:60]}

    answer = post("/till/screen", lines=lines, current=1, customer=customer, act=act)

    assert is_inert(answer, evil)


def test_among_the_sales_put_aside(client, evil, sale):
    held = sale | {
        "held_at": "2026-11-20T14:05:00Z",
        "customer": {"id": str(uuid.uuid4()), "name": evil},
        "lines": [{"product_id": 1, "quantity": 2, "name": evil, "price": 240}],
    }

    answer = client.post("/till/held", json={"till_id": "SMKT001-1", "held": [held]}, headers=HTML)

    assert is_inert(answer, evil)


def test_on_the_receipt_and_after_the_sale(client, post, evil, sale):
    post("/till/sales", total=1182, method="cash", given="20")

    assert is_inert(client.get(f"/receipts/{sale['sale_id']}", headers=HTML), evil)
    assert is_inert(client.get(f"/sales/{sale['sale_id']}", headers=HTML), evil)


def test_at_the_lock(client, evil):
    signed_in(client, replace(somebody(Role.CASHIER), role=None, name=evil), team_till="SMKT001-1")

    assert is_inert(client.get("/lock", headers=HTML), evil)

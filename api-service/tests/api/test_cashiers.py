"""Who sold stands on the purchase, and whoever sends the sale again changes nothing about it."""

import uuid
from dataclasses import replace

import pytest
from sqlalchemy import text

from common.access import Caller, Kind, Role


@pytest.fixture
def cashier(client, arrange):
    """Lets somebody of the Market Hall sell: `cashier("Ines")` becomes the caller."""

    def takes_over(name):
        caller = Caller(
            Kind.PERSON,
            Role.CASHIER,
            name,
            account_id=uuid.uuid4(),
            branch_id="SMKT001",
            service="cashier-service",
        )
        arrange.execute(
            text(
                "INSERT INTO books.account (id, email, name, role, branch_id) "
                "VALUES (:id, :email, :name, 'cashier', 'SMKT001')"
            ),
            {"id": caller.account_id, "email": f"{name}@market.example", "name": name},
        )
        extensions = client.application.extensions
        door = extensions["mercato.access"]
        extensions["mercato.access"] = replace(door, identify=lambda: caller)
        return caller

    return takes_over


def test_a_purchase_names_its_cashier(cashier, sell, client):
    ines = cashier("Ines")

    sold = sell(till_id="SMKT001-1")

    assert sold.json["cashier_id"] == str(ines.account_id)
    found = client.get(f"/api/v1/purchases/{sold.json['id']}")
    assert found.json["cashier_id"] == str(ines.account_id)


def test_the_next_cashier_may_send_the_last_ones_sale_again(cashier, sell):
    """Its outcome was unknown when they changed places; it stays the sale of whoever made it."""
    key = str(uuid.uuid4())
    cashier("Ines")
    first = sell(key=key, till_id="SMKT001-1")
    cashier("Noor")

    again = sell(key=key, till_id="SMKT001-1")

    assert again.status_code == 201
    assert again.data == first.data


def test_a_programs_sale_has_no_cashier(sell):
    assert sell().json["cashier_id"] is None

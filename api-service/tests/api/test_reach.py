"""What belongs to another branch or another customer does not exist, whatever is asked for and however."""

import uuid
from dataclasses import replace

import pytest

from common.access import Caller, Kind, Role

INES = Caller(Kind.PERSON, Role.CASHIER, "Ines", branch_id="SMKT001", service="cashier-service")
PIETER = replace(INES, role=Role.MANAGER, name="Pieter")
ROSA = replace(INES, role=Role.OWNER, name="Rosa", branch_id=None)
MARTA = replace(INES, role=Role.CUSTOMER, name="Marta", branch_id=None, customer_id=uuid.uuid4())


@pytest.fixture
def calls(client):
    """The books as somebody calls them: `calls(INES).get(...)`."""

    def by(caller):
        door = client.application.extensions["mercato.access"]
        client.application.extensions["mercato.access"] = replace(door, identify=lambda: caller)
        return client

    return by


@pytest.fixture
def sold(calls, sell):
    """A sale in each branch, the one at the Harbour to Marta, as the owner sees them."""
    calls(ROSA)
    here = sell(till_id="SMKT001-1", customer_id=str(uuid.uuid4())).json
    there = sell(branch_id="SMKT002", till_id="SMKT002-1", customer_id=str(MARTA.customer_id)).json
    return here, there


@pytest.fixture
def task(calls, sell):
    """The number of a task in the other branch, where more was sold than the level said."""
    calls(ROSA)
    sell(branch_id="SMKT002", lines=[{"product_id": 1, "quantity": 101}])
    return calls(ROSA).get("/api/v1/tasks").json["tasks"][0]["id"]


def ids(listed):
    return [each["id"] for each in listed.json["purchases"]]


@pytest.mark.parametrize("caller", [INES, PIETER], ids=lambda each: each.name)
def test_a_purchase_of_another_branch_is_not_found(calls, sold, caller):
    here, there = sold

    assert calls(caller).get(f"/api/v1/purchases/{here['id']}").status_code == 200
    assert calls(caller).get(f"/api/v1/purchases/{there['id']}").status_code == 404


def test_a_list_of_purchases_holds_the_own_branch_alone(calls, sold):
    here, there = sold

    assert ids(calls(PIETER).get("/api/v1/purchases")) == [here["id"]]
    assert ids(calls(PIETER).get("/api/v1/purchases?till=SMKT002-1")) == []
    assert set(ids(calls(ROSA).get("/api/v1/purchases"))) == {here["id"], there["id"]}


@pytest.mark.usefixtures("sold")
def test_another_branch_is_unknown_like_one_that_never_was(calls):
    there = calls(PIETER).get("/api/v1/purchases?branch=SMKT002")
    nowhere = calls(PIETER).get("/api/v1/purchases?branch=SMKT999")

    assert (there.status_code, there.json["code"]) == (nowhere.status_code, nowhere.json["code"])
    assert there.json["detail"].replace("SMKT002", "SMKT999") == nowhere.json["detail"]


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/reports/sales",
        "/api/v1/reports/products",
        "/api/v1/reports/customers",
        "/api/v1/levels",
        "/api/v1/tasks",
    ],
)
@pytest.mark.usefixtures("sold")
def test_no_report_is_given_of_another_branch(calls, path):
    refused = calls(PIETER).get(f"{path}?branch=SMKT002")

    assert (refused.status_code, refused.json["code"]) == (422, "unknown_branch")


@pytest.mark.usefixtures("sold")
def test_a_report_without_a_branch_is_the_managers_own(calls):
    whole = calls(ROSA).get("/api/v1/reports/sales").json
    own = calls(PIETER).get("/api/v1/reports/sales").json

    assert whole["totals"]["purchases"] == 2
    assert own["totals"]["purchases"] == 1
    assert [each["branch_id"] for each in own["branches"]] == ["SMKT001"]


@pytest.mark.usefixtures("sold")
def test_answers_kept_for_the_owner_are_not_given_to_a_manager(calls):
    """Nor the other way round: what is kept, is kept by what was asked for."""
    for _ in range(2):
        assert calls(ROSA).get("/api/v1/reports/products").json["products"][0]["units"] == 4
        assert calls(PIETER).get("/api/v1/reports/products").json["products"][0]["units"] == 2


def test_nobody_sells_in_another_branch(calls, sell):
    calls(INES)
    refused = sell(branch_id="SMKT002", till_id="SMKT002-1")

    assert (refused.status_code, refused.json["code"]) == (422, "unknown_branch")


def test_a_task_of_another_branch_is_not_found_and_stays_open(calls, task):
    refused = calls(PIETER).post(f"/api/v1/tasks/{task}/done")

    assert refused.status_code == 404
    assert [each["id"] for each in calls(ROSA).get("/api/v1/tasks").json["tasks"]] == [task]
    assert calls(PIETER).get("/api/v1/tasks").json["tasks"] == []


@pytest.mark.usefixtures("sold")
def test_a_manager_sees_of_a_customer_what_they_bought_in_the_own_branch(calls):
    path = f"/api/v1/customers/{MARTA.customer_id}/summary"

    assert calls(ROSA).get(path).json["purchases"] == 1
    assert calls(PIETER).get(path).json["purchases"] == 0


def test_a_customer_sees_their_own_purchases_and_nobody_elses(calls, sold):
    here, there = sold

    assert ids(calls(MARTA).get("/api/v1/purchases")) == [there["id"]]
    assert ids(calls(MARTA).get(f"/api/v1/purchases?customer={here['customer_id']}")) == []
    assert calls(MARTA).get(f"/api/v1/purchases/{there['id']}").status_code == 200
    assert calls(MARTA).get(f"/api/v1/purchases/{here['id']}").status_code == 404


def test_a_customer_sees_no_other_customer(calls, sold):
    here, _ = sold

    assert calls(MARTA).get(f"/api/v1/customers/{MARTA.customer_id}").status_code == 200
    assert calls(MARTA).get(f"/api/v1/customers/{here['customer_id']}").status_code == 404


@pytest.mark.usefixtures("sold")
def test_a_customer_without_a_record_sees_no_purchase_at_all(calls):
    stranger = replace(MARTA, customer_id=None)

    assert ids(calls(stranger).get("/api/v1/purchases")) == []


@pytest.mark.usefixtures("sold")
def test_the_documents_numbers_over_the_whole_chain_are_the_owners(calls):
    for path in ("/dashboard/analytics", "/cashier/users_orders_purchases"):
        assert calls(PIETER).get(path).status_code == 403
        assert calls(ROSA).get(path).status_code == 200


@pytest.mark.usefixtures("sold")
def test_document_000_shows_a_cashier_the_own_branchs_purchases(calls, arrange):
    from sqlalchemy import text

    arrange.execute(
        text("UPDATE books.customer SET name = 'Marta' WHERE id = :id"), {"id": MARTA.customer_id}
    )

    assert calls(INES).get("/customers?name=Marta").json["purchases"] == []
    assert len(calls(ROSA).get("/customers?name=Marta").json["purchases"]) == 1

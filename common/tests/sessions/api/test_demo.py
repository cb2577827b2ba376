"""The slip on a demo's door, which lets somebody in by one press."""

import re

import pytest

from common.testing.people import form


@pytest.mark.parametrize("role", ["cashier", "owner", "manager"])
def test_a_demo_lets_in_by_one_press(client, role):
    begun = client.post("/sign-in/demo", data=form(client, role=role, next="/who"))

    assert begun.location == "/who"
    assert client.get("/who").status_code == 200


def test_a_demos_slip_leads_others_to_where_they_work(build):
    page = build("dashboard").get("/sign-in").text

    assert 'href="http://till.example/sign-in" data-key="1"' in page
    assert re.findall(r'name="role" value="(\w+)"', page) == ["owner", "manager"]
    assert "Customer" not in page
    # Enter alone lets somebody in here, instead of leading to another door
    assert re.findall(r'value="(\w+)" data-key="\d" autofocus', page) == ["owner"]
    assert page.count(" autofocus") == 1


@pytest.mark.parametrize("role", ["customer", "", "root"])
def test_a_role_without_business_here_is_not_let_in_by_one_press(client, role):
    refused = client.post("/sign-in/demo", data=form(client, role=role))

    assert refused.status_code == 404


def test_outside_a_demo_there_is_neither_slip_nor_badge_nor_one_press(build):
    client = build(demo=False)
    page = client.get("/sign-in").text

    assert "Demo" not in page
    assert "Try it as" not in page
    refused = client.post("/sign-in/demo", data=form(client, role="owner"))
    assert refused.status_code == 404

"""The first page of an empty suite."""

from decimal import Decimal

import pytest

from common.service_client import Refusal

HTML = {"Accept": "text/html", "Sec-Fetch-Mode": "navigate"}

FILLED = {
    "setup_code": "a-code",
    "company-name": "Luna",
    "company-address": "Rua 1",
    "company-vat_id": "",
    "company-currency": "eur",
    "company-time_zone": "Europe/Lisbon",
    "vat_rates-0-name": "Standard",
    "vat_rates-0-percent": "23 %",
    "vat_rates-1-name": "Reduced",
    "vat_rates-1-percent": "",
    "vat_rates-7-name": "Reduced",
    "vat_rates-7-percent": "5,5",
    "branches-0-name": "Baixa",
    "branches-0-address": "Rua 2",
    "branches-0-time_zone": "",
    "branches-0-tills": "2",
    "branches-3-name": "Funchal",
    "branches-3-address": "",
    "branches-3-time_zone": "Atlantic/Madeira",
    "branches-3-tills": "1",
    "owner-name": "Ana",
    "owner-email": "ana@example.com",
    "owner-password": "seventeen green umbrellas",
}


@pytest.fixture
def empty(founding):
    """A suite without a chain."""
    founding.needed = True
    return founding


@pytest.fixture
def fill(visitor, send):
    """Sends the form with some fields as they should not be."""

    def sent(**changes):
        visitor.get("/first-run")
        return send(
            visitor, "/first-run", **FILLED | {k.replace("__", "-"): v for k, v in changes.items()}
        )

    return sent


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize("path", ["/", "/staff", "/customers", "/sign-in", "/invitations/x"])
def test_every_page_leads_to_it(visitor, path):
    answer = visitor.get(path, headers=HTML)

    assert (answer.status_code, answer.location) == (303, "/first-run")


@pytest.mark.usefixtures("empty")
def test_what_is_needed_is_read_before_the_form(visitor):
    page = visitor.get("/first-run", headers=HTML).text

    assert page.index("What is needed") < page.index("<form")


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize("path", ["/ping", "/livez", "/problems/not_found"])
def test_probes_and_explanations_answer_before_there_is_a_chain(visitor, path):
    assert visitor.get(path, headers=HTML).status_code == 200


def test_once_there_is_a_chain_it_leads_to_the_numbers(visitor):
    answer = visitor.get("/first-run", headers=HTML)

    assert (answer.status_code, answer.location) == (303, "/")


def test_silent_books_lead_nobody_there(visitor, empty):
    empty.away = True

    assert visitor.get("/", headers=HTML).location.startswith("/sign-in")


def test_a_chain_is_founded_and_its_owner_signs_in(empty, fill):
    answer = fill()

    assert (answer.status_code, answer.location) == (303, "/sign-in")
    (chain,) = empty.founded
    assert (chain.company.name, chain.company.currency) == ("Luna", "EUR")
    assert [(rate.code, rate.percent) for rate in chain.vat_rates] == [
        ("standard", Decimal(23)),
        ("reduced", Decimal("5.5")),
    ]
    # a branch without a zone has the company's
    assert [(each.name, each.time_zone, each.tills) for each in chain.branches] == [
        ("Baixa", "Europe/Lisbon", 2),
        ("Funchal", "Atlantic/Madeira", 1),
    ]
    assert (chain.owner.email, chain.setup_code) == ("ana@example.com", "a-code")


def test_mistakes_stand_at_their_fields_and_all_that_was_typed_stays(empty, fill, read):
    answer = fill(
        company__currency="EURO",
        branches__3__time_zone="Madeira",
        branches__0__tills="0",
        vat_rates__0__percent="lots",
        owner__password="short",
        company__name="",
    )

    seen = read(answer.text)
    assert answer.status_code == 422
    for field in (
        "company-currency", "branches-1-time_zone", "branches-0-tills", "vat_rates-0-percent",
        "owner-password", "company-name",
    ):  # fmt: skip  # short values, several to a line
        assert f"{field}-error" in seen.ids, field
    assert seen.fields["branches-1-name"] == "Funchal"
    assert seen.fields["vat_rates-0-percent"] == "lots"
    assert seen.fields["setup_code"] == "a-code"
    # a password is not written back into a page
    assert seen.fields["owner-password"] == ""
    assert empty.founded == []


def test_what_the_books_refuse_stands_at_its_field(empty, fill):
    empty.refuses = Refusal(
        422,
        {
            "code": "invalid_request",
            "errors": [{"pointer": "/branches/1/name", "detail": "This name is taken"}],
        },
    )
    page = fill().text

    assert 'id="branches-1-name-error"' in page
    assert "This name is taken" in page


def test_a_wrong_code_is_said_at_the_code(empty, fill):
    empty.refuses = Refusal(401, {"code": "wrong_setup_code", "detail": "That is not the code"})
    answer = fill()

    assert answer.status_code == 422
    assert 'id="setup_code-error"' in answer.text


def test_somebody_who_was_faster_leads_to_the_numbers(empty, fill):
    empty.refuses = Refusal(409, {"code": "already_founded"})

    assert fill().location == "/"


@pytest.mark.usefixtures("empty")
def test_without_any_script_rows_come_and_go(fill, read):
    more = read(fill(more="branches").text)
    assert more.fields["branches-2-name"] == ""
    assert more.fields["branches-1-name"] == "Funchal"

    less = read(fill(less="vat_rates-0").text)
    assert less.fields["vat_rates-1-name"] == "Reduced"
    assert "vat_rates-2-name" not in less.fields


def test_a_demo_has_no_first_run(app, visitor, empty, send):
    app.config["DEMO"] = True
    assert visitor.get("/", headers=HTML).location.startswith("/sign-in")

    visitor.get("/sign-in")
    assert send(visitor, "/first-run", **FILLED).status_code == 404
    assert empty.founded == []

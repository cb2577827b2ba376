"""What the first form means."""

from decimal import Decimal

import pytest

from dashboard_service.errors import WrongForm
from dashboard_service.models.founding import code_for
from dashboard_service.payloads import founding as payloads

FORM = {
    "setup_code": "code",
    "company-name": "Luna",
    "company-address": "Rua 1",
    "company-currency": "EUR",
    "company-time_zone": "Europe/Lisbon",
    "vat_rates-0-name": "Standard",
    "vat_rates-0-percent": "23",
    "branches-0-name": "Baixa",
    "branches-0-tills": "1",
    "owner-name": "Ana",
    "owner-email": "ana@example.com",
}


def chain(**changes):
    form = FORM | {name.replace("__", "-"): value for name, value in changes.items()}
    return payloads.read_chain(payloads.read_typed(form), "seventeen green umbrellas")


def wrong(**changes):
    with pytest.raises(WrongForm) as refused:
        chain(**changes)
    return {error.pointer for error in refused.value.errors}


@pytest.mark.parametrize(
    ("typed", "percent"),
    [("21", "21"), ("5.5", "5.5"), ("5,5 %", "5.5"), ("0", "0"), ("100", "100"), ("2.10", "2.10")],
)
def test_a_percentage_is_read_as_people_write_it(typed, percent):
    assert chain(vat_rates__0__percent=typed).vat_rates[0].percent == Decimal(percent)


@pytest.mark.parametrize("typed", ["", "-1", "101", "1.234", "NaN", "Infinity", "1e3", "lots"])
def test_what_is_no_percentage_is_refused_at_its_field(typed):
    assert wrong(vat_rates__0__percent=typed) == {"/vat_rates-0-percent"}


@pytest.mark.parametrize("typed", ["", "0", "51", "-1", "two", "1.5", "9999"])
def test_a_branch_has_at_least_one_till_and_not_too_many(typed):
    assert wrong(branches__0__tills=typed) == {"/branches-0-tills"}


@pytest.mark.parametrize("typed", ["", "Lisbon", "Europe/Atlantis", "../../etc/passwd"])
def test_a_time_zone_is_one_that_there_is(typed):
    assert "/company-time_zone" in wrong(company__time_zone=typed)


def test_everything_that_is_missing_is_named_at_once():
    empty = payloads.read_typed({})
    with pytest.raises(WrongForm) as refused:
        payloads.read_chain(empty, "")

    assert len(refused.value.errors) >= 10


def test_an_endless_form_is_cut():
    form = {f"branches-{number}-name": "x" for number in range(5000)}

    assert len(payloads.read_typed(form).branches) == 50


def test_names_make_codes_that_differ():
    assert code_for("Reduced rate", []) == "reduced-rate"
    assert code_for("Réduit", []) == "reduit"
    assert code_for("Reduced rate", ["reduced-rate"]) == "reduced-rate-2"
    assert code_for("減税", []) == "rate"

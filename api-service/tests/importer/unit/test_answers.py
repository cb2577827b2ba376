"""What an owner tells of a chain, right and wrong."""

import pytest

from api_service.importer import answers
from api_service.importer.answers import AnswersWrong, founding
from api_service.importer.chain import VatRate
from api_service.importer.founding import NewBranch
from api_service.importer.places import usual

TOLD = {
    "company": {
        "name": "Wein & Brot",
        "address": "Hafenweg 3",
        "vat_id": "de 123",
        "currency": "eur",
        "time_zone": "berlin",
    },
    "vat_rates": "19 7 0",
    "branches": [
        {"name": "Hafen", "tills": 2},
        {"name": "Lisboa", "time_zone": "Europe/Lisbon", "tills": "1"},
    ],
    "owner": {"name": "Ada Brandt", "email": "ada@example.com"},
}


def changed(**parts):
    return {**TOLD, **parts}


def refused(told):
    with pytest.raises(AnswersWrong) as wrong:
        founding(told, password="candle window orbit")
    return str(wrong.value).splitlines()


def test_answers_make_a_chain():
    chain = founding(TOLD, password="candle window orbit")

    assert (chain.company.vat_id, chain.company.currency) == ("DE 123", "EUR")
    assert chain.company.time_zone == "Europe/Berlin"
    assert chain.branches == (
        NewBranch("Hafen", "Europe/Berlin", tills=2),
        NewBranch("Lisboa", "Europe/Lisbon", tills=1),
    )
    assert chain.vat_rates == (
        VatRate("standard", "Standard rate", 1900),
        VatRate("reduced", "Reduced rate", 700),
        VatRate("zero", "Zero rate", 0),
    )


def test_rates_may_be_told_one_by_one():
    rates = [{"code": "full", "name": "Full", "percent": 25}]

    assert founding(changed(vat_rates=rates), password="x").vat_rates == (
        VatRate("full", "Full", 2500),
    )


def test_everything_that_is_wrong_is_told_at_once():
    told = {"company": {"name": "", "currency": "EURO", "time_zone": "Amsterdm"}, "extra": 1}

    assert refused(told) == [
        "the file.extra is not known",
        "company.name: is missing",
        "company.currency: 'EURO' is no currency code like EUR, GBP or CHF",
        "company.time_zone: 'Amsterdm' is no time zone; did you mean Europe/Amsterdam?",
        "vat_rates: is missing: name a rate, and 0 where no VAT is charged",
        "owner.name: is missing",
        "owner.email: '' is no e-mail address",
        "branches: name one at least, and 500 at most",
    ]


@pytest.mark.parametrize("text", ["x", "-1", "101", "5.555", "nan", "1e999", ""])
def test_what_is_no_percentage_is_refused(text):
    with pytest.raises(ValueError, match="is no percentage"):
        answers.percent(text)


@pytest.mark.parametrize(("text", "points"), [("21", 2100), ("5,5%", 550), ("0", 0), ("8.1", 810)])
def test_percentages_are_read_as_people_write_them(text, points):
    assert answers.percent(text) == points


def test_a_rate_that_stands_twice_is_refused():
    with pytest.raises(ValueError, match="names a rate twice"):
        answers.vat_rates("21 9 21.0")


def test_two_branches_of_one_name_are_refused():
    assert refused(changed(branches=[{"name": "Hafen"}, {"name": "HAFEN"}])) == [
        "branches: two have the same name"
    ]


@pytest.mark.parametrize("tills", [0, 100, "two", -1])
def test_a_branch_has_a_sensible_number_of_tills(tills):
    (wrong,) = refused(changed(branches=[{"name": "Hafen", "tills": tills}]))

    assert wrong.startswith("branches[1].tills: ")


def test_signs_that_nobody_sees_are_refused():
    (wrong,) = refused(changed(owner={"name": "Ada\x1b[2J", "email": "ada@example.com"}))

    assert wrong == "owner.name: holds signs that nobody sees"


def test_what_is_usual_in_every_place_we_know_is_accepted():
    for zone in ("Europe/Amsterdam", "Europe/Zurich", "Asia/Tokyo"):
        assert answers.vat_rates(usual(zone).vat)
        assert answers.currency(usual(zone).currency)

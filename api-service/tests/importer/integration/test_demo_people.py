"""The demo's people in the books, and whose books a demo may be."""

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from api_service.catalogue.models import Company
from api_service.importer import use_cases
from api_service.importer.chain import VatRate
from api_service.importer.demo_people import demo_people
from api_service.importer.founding import Founding, NewBranch, Owner
from api_service.people.models.secrets import fits

OWN = Founding(
    company=Company("Wein & Brot", "", "", "EUR", "Europe/Berlin"),
    vat_rates=(VatRate("standard", "Standard", 1900),),
    branches=(NewBranch("Hafen", "Europe/Berlin"),),
    owner=Owner("Ada", "ada@example.com", "candle window orbit"),
)


@pytest.fixture(scope="module")
def people():
    return demo_people("a key for the tests")


def test_they_can_sign_in_with_what_the_demo_tells(seeded, people):
    hashes = {
        email: (password, pin)
        for email, password, pin in seeded.ask(
            "SELECT email, password_hash, pin_hash FROM books.account"
        )
    }

    assert hashes.keys() == {person.email for person in people}
    for person in people:
        password, pin = hashes[person.email]
        assert fits(password, person.password)
        assert fits(pin, person.pin) == bool(person.pin)


def test_the_customer_among_them_has_bought_before(seeded):
    (bought,) = seeded.ask(
        "SELECT count(purchase.id) FROM books.account JOIN books.purchase USING (customer_id) "
        "WHERE role = 'customer'"
    )

    assert bought[0] > 5


def test_a_demo_from_before_there_were_people_gets_them(contents, clock, people):
    use_cases.seed(contents.server.url("importer"), clock=clock)

    again = use_cases.seed(contents.server.url("importer"), people=people, clock=clock)

    assert again is None
    assert contents.value("SELECT count(*) FROM books.account") == len(people)


def test_nobody_is_hashed_twice_and_a_changed_password_stays(seeded, people, clock):
    before = seeded.ask("SELECT email, password_hash FROM books.account ORDER BY email")

    use_cases.seed(seeded.server.url("importer"), people=people, clock=clock)

    assert seeded.ask("SELECT email, password_hash FROM books.account ORDER BY email") == before


def test_a_chain_of_somebodys_own_gets_neither_goods_nor_people_of_the_demo(
    server, people, contents
):
    use_cases.found_chain(server.url("importer"), OWN)

    assert use_cases.seed(server.url("importer"), people=people) is None
    assert contents.ask("SELECT email FROM books.account") == [("ada@example.com",)]
    assert contents.value("SELECT count(*) FROM catalog.product") == 0


def test_a_demo_is_told_from_a_chain(server, clock):
    url = server.url("importer")

    assert use_cases.may_be_a_demo(url)
    use_cases.seed(url, clock=clock)
    assert use_cases.may_be_a_demo(url)


def test_a_chain_is_no_demo(shop):
    assert not use_cases.may_be_a_demo(shop.url("importer"))


def test_a_company_that_was_renamed_in_a_demo_is_still_a_demos(seeded):
    with create_engine(seeded.server.url("migrator"), poolclass=NullPool).begin() as connection:
        connection.execute(text("UPDATE catalog.company SET name = 'Mine', vat_id = 'NL1'"))

    assert use_cases.may_be_a_demo(seeded.server.url("importer"))

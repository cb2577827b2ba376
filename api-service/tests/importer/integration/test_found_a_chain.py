"""A chain of one's own: founded once, by whoever comes first, with everything that a till and an owner need."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import psycopg2
import pytest
from psycopg2.errors import InsufficientPrivilege

from api_service.catalogue.models import Company
from api_service.errors import AlreadyFounded
from api_service.importer import use_cases
from api_service.importer.chain import VatRate
from api_service.importer.founding import Founding, NewBranch, Owner
from api_service.people.errors import WeakPassword

CHAIN = Founding(
    company=Company("Wein & Brot", "Hafenweg 3", "DE000000000", "EUR", "Europe/Berlin"),
    vat_rates=(VatRate("standard", "Standard", 1900), VatRate("reduced", "Reduced", 700)),
    branches=(
        NewBranch("Hafen", "Europe/Berlin", "Hafenweg 3", tills=2),
        NewBranch("Lisboa", "Europe/Lisbon"),
    ),
    owner=Owner("Ada Brandt", "ada@example.com", "candle window orbit"),
)


@pytest.mark.parametrize("role", ["importer", "api"])
def test_both_roles_found_a_chain(server, contents, role):
    use_cases.found_chain(server.url(role), CHAIN)

    assert contents.ask("SELECT name, currency FROM catalog.company") == [("Wein & Brot", "EUR")]
    assert contents.ask("SELECT id, name, kind, time_zone FROM catalog.branch ORDER BY id") == [
        ("B001", "Hafen", "shop", "Europe/Berlin"),
        ("B002", "Lisboa", "shop", "Europe/Lisbon"),
        ("WEB", "Web shop", "online", "Europe/Berlin"),
    ]
    assert contents.ask("SELECT id, branch_id, receipt_prefix FROM catalog.till ORDER BY id") == [
        ("B001-1", "B001", "A1"),
        ("B001-2", "B001", "A2"),
        ("B002-1", "B002", "B1"),
    ]
    assert contents.ask("SELECT code, basis_points FROM catalog.vat_rate ORDER BY code") == [
        ("reduced", 700),
        ("standard", 1900),
    ]
    assert contents.ask("SELECT email, name, role, branch_id FROM books.account") == [
        ("ada@example.com", "Ada Brandt", "owner", None)
    ]


def test_a_chain_is_founded_once(shop, contents):
    before = contents.ask("SELECT count(*) FROM catalog.branch")

    with pytest.raises(AlreadyFounded):
        use_cases.found_chain(shop.url("importer"), CHAIN)

    assert contents.ask("SELECT count(*) FROM catalog.branch") == before
    assert contents.ask("SELECT * FROM books.account") == []


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        ("importer", "SELECT password_hash FROM books.account"),
        ("importer", "UPDATE books.account SET role = 'owner'"),
        ("importer", "SELECT * FROM books.session"),
        ("importer", "INSERT INTO books.session DEFAULT VALUES"),
        ("importer", "SELECT * FROM books.invitation"),
        ("importer", "SELECT * FROM books.api_key"),
        ("api", "DELETE FROM books.account"),
        ("api", "INSERT INTO catalog.branch (id) VALUES ('X')"),
    ],
)
def test_founding_gives_no_role_more_than_it_needs(server, role, statement):
    with (
        closing(psycopg2.connect(server.libpq(role))) as connection,
        connection.cursor() as cursor,
        pytest.raises(InsufficientPrivilege),
    ):
        cursor.execute(statement)


def test_of_many_at_the_same_moment_one_founds(server, contents):
    def found(_):
        try:
            return use_cases.found_chain(server.url("api"), CHAIN)
        except AlreadyFounded:
            return None

    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(found, range(6)))

    assert len([each for each in done if each]) == 1
    assert contents.value("SELECT count(*) FROM books.account") == 1
    assert contents.value("SELECT count(*) FROM catalog.till") == 3


def test_a_weak_owner_founds_nothing(server, contents):
    owner = Owner("Ada Brandt", "ada@example.com", "password1")
    weak = Founding(CHAIN.company, CHAIN.vat_rates, CHAIN.branches, owner)

    with pytest.raises(WeakPassword):
        use_cases.found_chain(server.url("api"), weak)

    assert contents.ask("SELECT * FROM catalog.company") == []


def test_the_last_of_many_branches_has_a_prefix_of_its_own():
    branches = tuple(NewBranch(f"Shop {n}", "Europe/Berlin", tills=2) for n in range(500))
    many = Founding(CHAIN.company, CHAIN.vat_rates, branches, CHAIN.owner)

    prefixes = [till.receipt_prefix for till in many.tills()]

    assert len(set(prefixes)) == len(prefixes) == 1000

"""The demo's people: a role each, with passwords and PINs that are the suite's own."""

import json
import re
import stat

import pytest

from api_service.importer.demo_people import demo_people, write_logins
from api_service.people.models.passwords import check_password, check_pin
from common.access import Role

SECRET, ANOTHER = "one suite's secret", "another suite's secret"


def test_there_is_somebody_of_every_role_and_a_cashier_in_every_shop():
    people = demo_people(SECRET)

    assert {person.role for person in people} == set(Role)
    cashiers = [person.branch_id for person in people if person.role is Role.CASHIER]
    assert sorted(cashiers) == ["SMKT001", "SMKT002", "SMKT003"]


def test_the_same_secret_gives_the_same_people_and_another_gives_other_passwords():
    first, again, other = demo_people(SECRET), demo_people(SECRET), demo_people(ANOTHER)

    assert first == again
    assert {person.password for person in first}.isdisjoint(person.password for person in other)
    assert len({person.password for person in first}) == len(first)


def test_addresses_are_of_a_domain_that_nobody_has():
    assert all(re.fullmatch(r"\w+@mercato\.example", each.email) for each in demo_people(SECRET))


@pytest.mark.parametrize("number", range(40))
def test_passwords_and_pins_are_such_as_the_books_accept(number):
    for person in demo_people(f"suite number {number}"):
        check_password(person.password, about=(person.name, person.email))
        if person.role is Role.CASHIER:
            check_pin(person.pin)


def test_no_password_shows_when_a_person_is_printed():
    person = demo_people(SECRET)[0]

    assert person.password not in repr(person)


def test_the_file_of_logins_is_for_its_owner_alone(tmp_path):
    file = tmp_path / "logins.json"
    people = demo_people(SECRET)

    write_logins(file, people)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [login["role"] for login in json.loads(file.read_text())] == [
        person.role for person in people
    ]

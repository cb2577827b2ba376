"""The door of a suite in which no chain was founded yet."""

import pytest

FIELD = 'name="password"'


@pytest.mark.parametrize("application", ["till", "admin"])
def test_before_there_is_a_chain_the_page_leads_to_where_it_is_founded(build, people, application):
    people.founded = False
    client = build(application, demo=False)

    shut = client.get("/sign-in").text

    assert "This chain has not begun yet" in shut
    assert 'href="http://numbers.example/first-run"' in shut
    assert FIELD not in shut
    people.founded = True
    assert FIELD in client.get("/sign-in").text


def test_before_there_is_a_chain_no_link_leads_to_a_dashboard_that_nobody_named(build, people):
    people.founded = False

    shut = build(demo=False, dashboard_public_url="").get("/sign-in").text

    assert "This chain has not begun yet" in shut
    assert "first-run" not in shut


def test_books_that_do_not_answer_keep_nobody_from_trying(build, people):
    people.founded = False
    people.away = True

    assert FIELD in build(demo=False).get("/sign-in").text


def test_shoppers_are_not_asked_to_found_a_chain(build, people):
    people.founded = False

    page = build("shop", demo=False).get("/sign-in").text

    assert "first-run" not in page
    assert FIELD in page

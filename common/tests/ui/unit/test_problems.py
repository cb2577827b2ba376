"""The words of error pages."""

import pytest
from flask import render_template
from markupsafe import escape

from common.errors import (
    Conflict,
    DatabaseUnavailable,
    FieldError,
    ForeignRequest,
    InternalError,
    InvalidRequest,
    NotAllowed,
    NotFound,
    ServiceError,
    UnsupportedMediaType,
)
from common.ui.problems import advice_for, words_for


def document(kind, detail="", **rest):
    return kind(detail, **rest).problem(instance="0123456789abcdef")


def test_a_general_failure_is_told_in_general_words():
    words = words_for(document(NotFound))

    assert words.heading == "There is nothing at this address"
    assert words.action == "home"


def test_a_services_own_kind_brings_its_title():
    words = words_for(document(DatabaseUnavailable))

    assert words.heading == "The database does not answer"
    assert words.action == "again"


def test_a_page_that_is_too_old_is_not_called_a_matter_of_rights():
    words = words_for(document(ForeignRequest))

    assert "opened before you signed in or out" in words.happened
    assert words.advice.startswith("Load the page again")
    assert words_for(document(NotAllowed)).advice.endswith("or ask a manager.")
    assert advice_for(ForeignRequest).words == words


@pytest.mark.parametrize(
    ("referrer", "leads_to"),
    [
        ("http://localhost/basket?removed=3", "/basket?removed=3"),
        ("http://elsewhere.example/basket", ""),
        ("http://localhost//elsewhere.example", ""),
        ("", ""),
    ],
)
def test_a_form_that_was_refused_leads_back_to_its_own_page_anew(app, referrer, leads_to):
    told = {"Referer": referrer} if referrer else {}
    with app.test_request_context("/remove_item", method="POST", headers=told):
        page = render_template("ui/error.html", problem=document(ForeignRequest))

    assert ("Load the page again</a>" in page) is bool(leads_to)
    assert (f'href="{leads_to or "/"}"') in page
    assert "elsewhere" not in page


def test_what_happened_this_time_wins_over_what_happens_in_general():
    words = words_for(document(Conflict, "Harbour till 2 is signed in elsewhere."))

    assert words.happened == "Harbour till 2 is signed in elsewhere."


def test_a_status_without_words_of_its_own_takes_the_nearest():
    words = words_for(document(UnsupportedMediaType))

    assert words.safe == "Nothing was changed."


@pytest.mark.parametrize("code", sorted(ServiceError.kinds))
def test_every_kind_of_failure_has_its_two_pages(app, code):
    client = app.test_client()

    assert client.get(f"/problems/{code}").status_code == 200
    assert escape(ServiceError.kinds[code].title) in client.get(f"/problems/{code}").text
    refused = client.get(f"/error/{code}")
    assert refused.status_code == ServiceError.kinds[code].status
    assert "4f2c9a1e77d04c0b8a5e1f2d3c4b5a69" in refused.text


def test_trying_again_is_offered_only_where_it_repeats_nothing(app):
    problem = document(InternalError)
    with app.test_request_context("/pay?x=1", method="POST"):
        after_posting = render_template("ui/error.html", problem=problem)
    with app.test_request_context("/today?branch=1"):
        after_reading = render_template("ui/error.html", problem=problem)

    assert "Try again</a>" not in after_posting
    assert 'href="/today?branch=1"' in after_reading


def test_wrong_fields_are_listed_and_escaped(app):
    problem = document(InvalidRequest, errors=(FieldError("/lines/0", "<script>no"),))
    with app.test_request_context("/"):
        page = render_template("ui/error.html", problem=problem)

    assert "/lines/0" in page
    assert "&lt;script&gt;no" in page

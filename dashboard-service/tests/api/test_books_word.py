"""The books' verdict in the corner of every page: short, honest about its age, and nothing that a page waits for."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from common.access import Role
from common.testing.people import signed_in, somebody
from dashboard_service.clients.last_audit import LastAudit
from dashboard_service.models.audit import Audit, Standing, Verdict

FOUND = Audit(Verdict.CLEAN, datetime(2026, 11, 20, 14, 19, 48, tzinfo=UTC), 0.42, ())
NOW = datetime(2026, 11, 20, 14, 20, tzinfo=UTC)


def word(seen) -> str:
    """What stands in the corner; it leads to the audit, as the navigation does."""
    [found] = [text for text, href in seen.links.items() if href == "/audit" and text != "Audit"]
    return found


@pytest.mark.parametrize("path", ["/", "/products", "/customers", "/audit"])
def test_it_stands_on_every_page_and_leads_to_the_audit(look, path):
    assert word(look(path)) == "Books balance, checked 12 s ago"


def test_a_row_that_differs_is_said_whatever_its_age(look, auditor, clock):
    auditor.found = replace(FOUND, verdict=Verdict.VIOLATED)
    assert word(look()) == "Books differ, checked 12 s ago"

    clock.move(seconds=300)
    assert word(look()) == "Books differ, checked 5 min ago"


def test_what_could_not_be_proved_is_not_called_balanced(look, auditor):
    auditor.found = replace(FOUND, verdict=Verdict.UNKNOWN)

    assert word(look()) == "Books unproved, checked 12 s ago"


def test_that_they_balanced_once_is_told_in_the_past(look, auditor, clock):
    assert word(look()) == "Books balance, checked 12 s ago"

    auditor.away = True
    clock.move(seconds=109)

    assert word(look()) == "Books balanced, checked 2 min ago"


def test_an_auditor_that_never_answered_is_unknown_and_every_page_works(look, auditor):
    auditor.away = True

    assert word(look()) == "Books unproved, the auditor does not answer"


def test_it_is_asked_once_in_ten_seconds_answer_or_not(look, auditor, clock):
    for away, glances in ((False, 1), (True, 2), (True, 3)):
        auditor.away = away
        look()
        look("/products")
        assert auditor.asked == ["glance"] * glances
        clock.move(seconds=10)


def test_what_the_page_of_the_audit_just_said_stands_in_its_corner_too(look, auditor):
    look()
    auditor.found = replace(FOUND, verdict=Verdict.VIOLATED, ran_at=NOW)

    assert word(look("/audit?now=1")) == "Books differ, checked 0 s ago"


def test_a_page_that_stays_open_is_told_with_its_numbers(client, auditor, clock):
    first = client.get("/numbers")
    assert 'id="books-word" data-live-too' in first.text
    clock.move(seconds=10)
    headers = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/numbers", headers=headers).status_code == 304

    auditor.found = replace(FOUND, verdict=Verdict.VIOLATED)
    clock.move(seconds=10)

    again = client.get("/numbers", headers=headers)
    assert again.status_code == 200
    assert "Books differ" in again.text


def test_who_has_no_right_to_the_audit_sees_no_verdict(app, auditor):
    manager = app.test_client()
    signed_in(manager, somebody(Role.MANAGER))

    assert "books-word" not in manager.get("/").text
    assert auditor.asked == []


def test_nobody_waits_for_somebody_elses_glance():
    asked, answers = threading.Event(), threading.Event()

    def glance():
        assert not asked.is_set()
        asked.set()
        answers.wait(5)
        return FOUND

    kept = LastAudit(glance)
    first = threading.Thread(target=kept.known, args=(NOW,))
    first.start()
    asked.wait(5)

    assert kept.known(NOW + timedelta(seconds=20)) is None

    answers.set()
    first.join()
    assert kept.known(NOW) == FOUND


def test_a_clock_that_is_behind_the_books_makes_no_negative_age():
    standing = Standing(FOUND, FOUND.ran_at - timedelta(seconds=3))

    assert (standing.seconds, standing.is_past) == (0, False)


def test_a_report_that_a_clock_dated_an_hour_ahead_is_not_fresh_for_so_long():
    assert Standing(FOUND, FOUND.ran_at - timedelta(hours=1)).is_past

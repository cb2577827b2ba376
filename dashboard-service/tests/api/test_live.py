"""A page asks for its numbers about every second; what that costs the books does not grow with the pages."""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from common.clock import SystemClock
from common.money import Money
from common.testing.people import FakePeople, signed_in, somebody
from dashboard_service.app import create_app
from dashboard_service.collaborators import Collaborators


def sell(books):
    """Another sale: the books' marker and their numbers change."""
    books.mark += "!"
    totals = books.report.totals
    books.report = replace(
        books.report,
        totals=replace(
            totals, purchases=totals.purchases + 1, total=totals.total + Money(1000, "EUR")
        ),
    )


def ask(client, etag="", path="/numbers"):
    return client.get(path, headers={"Accept": "text/html", "If-None-Match": etag})


@pytest.fixture
def etag(client):
    return ask(client).headers["ETag"]


def test_the_region_names_its_own_address(client):
    page = client.get("/?branch=SMKT001&compare=week").text

    assert 'data-live="/numbers?branch=SMKT001&amp;compare=week"' in page


def test_the_region_and_the_books_word_are_what_the_page_holds(client):
    mark = '<span class="books-word"'
    region, word = ask(client).text.split(mark)
    page = client.get("/").text

    assert region.strip() in page
    assert mark + word.rstrip() in page


def test_while_nothing_changes_the_answer_is_empty(client, etag, books, clock):
    asked = books.calls["sales"]
    clock.move(seconds=1)
    answer = ask(client, etag)

    assert (answer.status_code, answer.text) == (304, "")
    assert books.calls["sales"] == asked


def test_a_sale_changes_the_answer(client, etag, books, clock):
    sell(books)
    clock.move(seconds=1)
    answer = ask(client, etag)

    assert answer.status_code == 200
    assert "3293.40" in answer.text


def test_a_change_that_shows_nowhere_changes_no_page(client, etag, books, clock):
    books.mark = "two"
    clock.move(seconds=1)

    assert ask(client, etag).status_code == 304


def test_the_time_of_day_counts_too(client, etag, books, clock):
    asked = books.calls["sales"]
    clock.move(minutes=1)
    ask(client, etag)

    assert books.calls["sales"] > asked


def test_within_half_a_second_the_books_are_asked_once_for_their_marker(client, books):
    for _ in range(10):
        ask(client)

    assert books.calls["marker"] == 1


def test_pages_with_other_filters_have_their_own_answers(client):
    market = ask(client, path="/numbers?branch=SMKT001")
    harbour = ask(client, path="/numbers?branch=SMKT002")

    assert market.headers["ETag"] != harbour.headers["ETag"]


def test_a_wrong_filter_is_refused_with_its_field(client):
    answer = client.get("/numbers?from=2026-13-01", headers={"Accept": "application/json"})

    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == "?from"


def test_without_books_the_first_look_gets_a_page_that_tries_again(client, books):
    books.away = True
    answer = client.get("/", headers={"Accept": "text/html"})

    assert answer.status_code == 503
    assert "The books do not answer" in answer.text
    assert "Try again" in answer.text
    assert answer.headers["Retry-After"] == "1"
    assert answer.headers["Refresh"] == "5"


def test_without_books_a_page_that_is_open_is_told_so(client, etag, books, clock):
    books.away = True
    clock.move(seconds=1)

    assert ask(client, etag).status_code == 503


def test_when_the_books_are_back_so_are_the_numbers(client, etag, books, clock):
    books.away = True
    clock.move(seconds=1)
    ask(client, etag)
    books.away = False

    assert ask(client, etag).status_code == 304


def test_a_dashboard_without_books_is_not_ready_but_alive(client, books):
    books.away = True

    assert client.get("/readyz").status_code == 503
    assert client.get("/livez").status_code == 200


@pytest.fixture
def watched(settings, books, auditor):
    """Clients of a dashboard whose clock runs."""
    books.slow = 0.005
    desk = Collaborators.of(
        settings, books=books, people=FakePeople(), clock=SystemClock(), auditor=auditor
    )
    app = create_app(settings, desk)

    def watcher():
        client = app.test_client()
        signed_in(client, somebody())
        return client

    return watcher


def watch(make_client, paths, *, seconds):
    """So many pages, each asking every fifth of a second; how many answers of each status they got."""
    got = Counter()
    ends = time.monotonic() + seconds
    counting = threading.Lock()

    def page(path):
        client, etag = make_client(), ""
        while time.monotonic() < ends:
            answer = ask(client, etag, path)
            etag = answer.headers.get("ETag", etag)
            with counting:
                got[answer.status_code] += 1
            time.sleep(0.2)

    with ThreadPoolExecutor(len(paths)) as people:
        for watching in [people.submit(page, path) for path in paths]:
            watching.result()
    return got


def test_twenty_open_pages_ask_the_books_for_no_more_than_one(watched, books):
    began = time.monotonic()
    got = watch(watched, ["/numbers"] * 20, seconds=2)
    seconds = time.monotonic() - began

    assert got[200] == 20
    assert got[304] >= 20, "each asks again, however busy the machine is"
    assert books.calls["marker"] <= 2 * seconds + 2
    # the minute may change meanwhile
    assert books.calls["loyal_buyers"] <= 2


def test_twenty_pages_of_their_own_never_hold_more_than_two_of_the_books_threads(watched, books):
    paths = [f"/numbers?min_purchases={number}" for number in range(1, 21)]
    selling, stop = threading.Thread(target=lambda: sell_until(books, stop)), threading.Event()
    selling.start()
    watch(watched, paths, seconds=1.5)
    stop.set()
    selling.join()

    # two pages at a time, and whoever asks for the marker or the branches
    assert books.most_at_once <= 4


def sell_until(books, stop):
    while not stop.wait(0.05):
        sell(books)

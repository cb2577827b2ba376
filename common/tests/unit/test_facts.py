"""Pages of facts: each row once, and the last page known as the last."""

from common import facts
from common.facts import FactsQuery

ROWS = [{"place": place} for place in (3, 4, 7, 8, 9)]


def read_all(limit):
    pages, after = [], 0
    while True:
        behind = [row for row in ROWS if row["place"] > after]
        page = facts.page(behind[: limit + 1], FactsQuery(after=after, limit=limit))
        pages.append([row["place"] for row in page.facts])
        if page.next is None:
            return pages
        after = page.next


def test_pages_hold_every_row_once():
    assert read_all(2) == [[3, 4], [7, 8], [9]]


def test_a_last_page_that_is_full_is_known_as_the_last():
    assert read_all(5) == [[3, 4, 7, 8, 9]]


def test_no_rows_are_one_empty_page():
    assert facts.page([], FactsQuery()).model_dump() == {"facts": [], "next": None}

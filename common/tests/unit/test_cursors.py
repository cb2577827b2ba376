"""Cursors: handed out, taken back, not made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.cursors import Cursors
from common.errors import InvalidCursor

CURSORS = Cursors("a key for tests", of="purchases")


@given(st.lists(st.integers() | st.text()), st.dictionaries(st.text(), st.text()))
def test_a_cursor_gives_back_its_place(place, filters):
    assert CURSORS.read(CURSORS.write(place, filters), filters) == place


@pytest.mark.parametrize(
    "other",
    [Cursors("another key", of="purchases"), Cursors("a key for tests", of="products")],
)
def test_a_cursor_of_another_key_or_list_is_refused(other):
    with pytest.raises(InvalidCursor):
        CURSORS.read(other.write([1], {}), {})


def test_a_cursor_made_under_other_filters_is_refused():
    with pytest.raises(InvalidCursor):
        CURSORS.read(CURSORS.write([1], {"branch": "A"}), {"branch": "B"})


@given(st.text())
def test_anything_else_is_refused(text):
    with pytest.raises(InvalidCursor):
        CURSORS.read(text, {})

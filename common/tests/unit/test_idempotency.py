"""Keys that callers give to what must happen once."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import InvalidIdempotencyKey, MissingIdempotencyKey
from common.idempotency import id_of

visible = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=255)


def test_a_uuid_is_its_own_id():
    key = uuid.uuid4()

    assert id_of(str(key), required=True) == key
    assert id_of(str(key).upper(), required=True) == key


@given(visible, visible)
def test_a_key_always_gives_the_same_id_and_another_key_another(first, second):
    assert id_of(first, required=True) == id_of(first, required=True)
    if first.lower() != second.lower():
        assert id_of(first, required=True) != id_of(second, required=True)


def test_no_key_where_none_is_required_gives_a_new_id():
    assert id_of(None, required=False) != id_of(None, required=False)


def test_no_key_where_one_is_required_is_refused():
    with pytest.raises(MissingIdempotencyKey):
        id_of(None, required=True)


@pytest.mark.parametrize("key", ["", "a b", "a\nb", "k" * 256, "ключ"])
def test_what_is_no_key_is_refused(key):
    with pytest.raises(InvalidIdempotencyKey):
        id_of(key, required=False)

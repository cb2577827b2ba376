"""Places in a long list, signed, so that a client can hand them back but not make them up."""

import json
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer

from common.errors import InvalidCursor


class Cursors:
    """Signs and reads the cursors of one list; a cursor holds for the filters it was made under."""

    def __init__(self, secret_key: str, *, of: str) -> None:
        """`of` names the list, so that no list takes another's cursors."""
        self._serializer = URLSafeSerializer(secret_key, salt=f"cursor of {of}")

    def write(self, place: list[Any], filters: dict[str, Any]) -> str:
        """A text for the URL that says where the next page begins."""
        return self._serializer.dumps([place, _fingerprint(filters)])

    def read(self, cursor: str, filters: dict[str, Any]) -> list[Any]:
        """The place that `write` was given.

        Raises:
            InvalidCursor: it was not written here, or under other filters.
        """
        try:
            place, made_under = self._serializer.loads(cursor)
        except (BadSignature, ValueError, TypeError):
            raise InvalidCursor from None
        if made_under != _fingerprint(filters):
            raise InvalidCursor("The cursor was made under other filters; start again without it")
        return list(place)


def _fingerprint(filters: dict[str, Any]) -> str:
    return json.dumps(
        {name: str(value) for name, value in sorted(filters.items()) if value is not None}
    )

"""The key that a caller gives to what must happen once."""

import re
import uuid

from common.errors import InvalidIdempotencyKey, MissingIdempotencyKey

HEADER = "Idempotency-Key"

_KEY = re.compile(r"[\x21-\x7e]{1,255}")

#: Keys that are no UUID become one by name, so that any kind of key can be an id.
_NAMES = uuid.UUID("5c0c2a7a-2b0b-4d0e-9a56-0c5f5a4b1f3e")


def id_of(key: str | None, *, required: bool) -> uuid.UUID:
    """The id of what is made under a key: always the same; a new one where no key was sent and none is required.

    Raises:
        MissingIdempotencyKey, InvalidIdempotencyKey: as they say.
    """
    if key is None:
        if required:
            raise MissingIdempotencyKey
        return uuid.uuid4()
    if not _KEY.fullmatch(key):
        raise InvalidIdempotencyKey
    try:
        if len(key) == 36:
            return uuid.UUID(key)
    except ValueError:
        pass
    return uuid.uuid5(_NAMES, key)

"""What must happen once: the key that its caller gives it, and what a repeat under the same key hears.

A repeat is answered with the first answer, byte for byte, however far the thing has moved on since. No answers are kept
for that: each is written from rows that the effect's own transaction wrote and that never change. GET tells what is so
now. Refusals are not kept: one that is final is told again, with the `instance` of its own request.

What can happen to a thing only once needs no key beside the thing's own id, and takes none: an order's payment and
cancelling, the gateway's authorise, capture and void.
"""

import re
import uuid

from flask import request

from common.errors import FieldError, InvalidIdempotencyKey, InvalidRequest, MissingIdempotencyKey

HEADER = "Idempotency-Key"

#: Stands on an answer that was given before.
REPLAYED = "Idempotent-Replayed"

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


def at_hand(*, required: bool) -> uuid.UUID:
    """The id of what the request at hand makes.

    Raises:
        MissingIdempotencyKey, InvalidIdempotencyKey: as they say.
    """
    return id_of(request.headers.get(HEADER), required=required)


def expect(said: uuid.UUID, pointer: str) -> None:
    """See that the body of the request at hand says the same id as its key.

    Raises:
        MissingIdempotencyKey, InvalidIdempotencyKey: as they say.
        InvalidRequest: it says another.
    """
    if at_hand(required=True) != said:
        raise InvalidRequest(
            errors=(FieldError(pointer, "is not what the request's key says", "id"),)
        )


def replayed(repeated: bool) -> dict[str, str]:
    """The headers of an answer by whether it was given before."""
    return {REPLAYED: "true"} if repeated else {}

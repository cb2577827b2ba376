"""Takes notices in."""

import uuid

from api_service.collaborators import Collaborators
from api_service.notices import repository
from api_service.notices.models import Notice, Taken
from common.errors import IdempotencyKeyReused


def take(books: Collaborators, notice: Notice, notice_id: uuid.UUID) -> Taken:
    """Keep a notice under its id, once, until somebody tells it.

    Raises:
        IdempotencyKeyReused: the id belongs to another notice.
    """
    with books.database.transaction() as connection:
        kept = repository.keep(connection, notice, notice_id, now=books.clock.now())
        asked, taken_at = repository.taken(connection, notice_id)
    if asked != notice.fingerprint():
        raise IdempotencyKeyReused("Another notice was taken under this key; it stays as it is")
    return Taken(notice_id, notice, taken_at, repeated=not kept)

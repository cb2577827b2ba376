"""What is done to API keys."""

import uuid
from collections.abc import Sequence

from dashboard_service.collaborators import Collaborators
from dashboard_service.models.keys import Key, KeyDraft


def listed(desk: Collaborators) -> Sequence[Key]:
    """All that were ever made, the newest first."""
    return desk.keys.all()


def make(desk: Collaborators, draft: KeyDraft, password: str) -> str:
    """A new one; its text is told this once."""
    return desk.keys.make(draft, password)


def withdraw(desk: Collaborators, key_id: uuid.UUID) -> bool:
    """Let one open nothing any more; False if there is none of this id."""
    return desk.keys.withdraw(key_id)

"""Keys with which programs sign in."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from common.access import Role


@dataclass(frozen=True, slots=True)
class Key:
    """A key that was made once; its secret half is known to nobody but its program."""

    id: uuid.UUID
    name: str
    role: Role
    branch_id: str | None
    made_at: datetime
    used_at: datetime | None
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class KeyDraft:
    """A key that somebody wants made."""

    name: str
    role: Role
    branch_id: str | None

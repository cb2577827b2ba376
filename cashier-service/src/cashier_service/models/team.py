"""The people who share a till."""

import uuid
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """One of them; without a PIN nobody can take over by typing one."""

    id: uuid.UUID
    name: str
    has_pin: bool

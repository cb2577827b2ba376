"""API keys: what programs sign in with. Only a hash of the secret part is kept."""

import re
import uuid
from dataclasses import dataclass
from datetime import datetime

from common.access import Caller, Kind, Role

#: `mk_`, the key's id, `_`, its secret: no dot, so that nobody takes it for a service token.
_FORM = re.compile(r"mk_([0-9a-f]{32})_([A-Za-z0-9_-]{20,100})")


@dataclass(frozen=True, slots=True)
class Key:
    """A program's key as its owners see it."""

    id: uuid.UUID
    name: str
    role: Role
    branch_id: str | None
    made_at: datetime
    used_at: datetime | None
    is_withdrawn: bool

    def caller(self) -> Caller:
        """The program as the sender of a request."""
        return Caller(kind=Kind.PROGRAM, role=self.role, name=self.name, branch_id=self.branch_id)


def written(key_id: uuid.UUID, secret: str) -> str:
    """A key as the program sends it."""
    return f"mk_{key_id.hex}_{secret}"


def read(key: str) -> tuple[uuid.UUID, str] | None:
    """A key's id and secret, None when it has another form."""
    found = _FORM.fullmatch(key)
    return (uuid.UUID(found[1]), found[2]) if found else None

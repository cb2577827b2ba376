"""Something that somebody is to be told."""

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class NoticeKind(StrEnum):
    """What it tells."""

    RECEIPT = "receipt"
    """What somebody bought, to them."""
    STOCK_ALERT = "stock_alert"
    """What runs out, to whoever orders it."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What to tell about what, to whom; `body` is whatever the teller needs to write it."""

    kind: NoticeKind
    about: str
    to: str | None
    body: Mapping[str, Any]

    def written_body(self) -> str:
        """The body as JSON, always the same; a number with decimals is kept as the text that it was."""
        return json.dumps(self.body, sort_keys=True, default=str)

    def fingerprint(self) -> bytes:
        """Equal for two requests that ask for the same notice."""
        asked = [self.kind, self.about, self.to, self.written_body()]
        return hashlib.sha256(json.dumps(asked).encode()).digest()


@dataclass(frozen=True, slots=True)
class Taken:
    """A notice that is kept, and since when."""

    id: uuid.UUID
    notice: Notice
    taken_at: datetime
    repeated: bool

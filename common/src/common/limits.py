"""How often something may be tried that should not be guessed; each service has its limits, and counts them itself."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Limit:
    """So many attempts within a window; after the last of them none for the length of `pause`."""

    name: str
    attempts: int
    window: timedelta
    pause: timedelta

    def subject(self, key: str, *parts: object) -> bytes:
        """What the attempts are counted under; without the key nobody tells what it was."""
        said = "\x1f".join((self.name, *map(str, parts)))
        return hmac.new(key.encode(), said.encode(), hashlib.sha256).digest()

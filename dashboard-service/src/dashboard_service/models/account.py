"""One's own account: what it is secured with, and where it is signed in."""

import re
import uuid
from dataclasses import dataclass
from datetime import datetime

from common.access import Role

_BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"))
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)
_APPLICATIONS = {"till": "Till", "dashboard": "Numbers", "shop": "Shop", "admin": "Shop's office"}


@dataclass(frozen=True, slots=True)
class Account:
    """Whoever is signed in."""

    name: str
    email: str
    role: Role
    branch_id: str | None
    has_pin: bool
    has_second_factor: bool

    @property
    def may_have_pin(self) -> bool:
        """Whether they can stand at a till that a branch's team shares."""
        return self.branch_id is not None


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A place where somebody is signed in."""

    id: uuid.UUID
    application: str
    address: str
    agent: str
    began_at: datetime
    seen_at: datetime
    is_this: bool

    @property
    def place(self) -> str:
        """What it is signed in to."""
        return _APPLICATIONS.get(self.application, self.application)

    @property
    def device(self) -> str:
        """The browser and the system as people call them; the beginning of what it says of itself otherwise."""
        browser = _first(_BROWSERS, self.agent)
        if browser is None and "Safari/" in self.agent:
            browser = "Safari"
        system = _first(_SYSTEMS, self.agent)
        if browser and system:
            return f"{browser} on {system}"
        return browser or system or re.sub(r"\s+", " ", self.agent)[:40] or "Unknown browser"


@dataclass(frozen=True, slots=True)
class Secret:
    """What an authenticator app and the books share, before a code has proved that they do."""

    text: str
    uri: str

    @property
    def grouped(self) -> str:
        """In fours, as one reads it off."""
        return " ".join(re.findall(r".{1,4}", self.text))


def _first(names: tuple[tuple[str, str], ...], agent: str) -> str | None:
    return next((name for mark, name in names if mark in agent), None)

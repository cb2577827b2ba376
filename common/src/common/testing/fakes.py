"""Stand-ins for what a test wants to decide itself."""

from datetime import datetime, timedelta


class FrozenClock:
    """A clock that stands still until it is moved."""

    def __init__(self, moment: datetime) -> None:
        """Stand at a moment with its zone."""
        self._moment = moment

    def now(self) -> datetime:
        """The moment that it stands at."""
        return self._moment

    def move(self, **by: float) -> None:
        """Go on by so much: `move(minutes=5)`."""
        self._moment += timedelta(**by)

    def set(self, moment: datetime) -> None:
        """Stand at another moment."""
        self._moment = moment

"""How long to wait before a part that died is started again."""

_FIRST_SECONDS = 0.2
_LONGEST_SECONDS = 30.0
#: Whoever ran this long ran well; a later death is a new misfortune, not the same one.
_WELL_SECONDS = 30.0


class Backoff:
    """Doubles the wait with each death, and starts over after a good run."""

    def __init__(self) -> None:
        """Nothing has died yet."""
        self._next = _FIRST_SECONDS

    def after(self, ran_seconds: float) -> float:
        """The seconds to wait after a death that came this long after its start."""
        if ran_seconds >= _WELL_SECONDS:
            self._next = _FIRST_SECONDS
        delay, self._next = self._next, min(2 * self._next, _LONGEST_SECONDS)
        return delay

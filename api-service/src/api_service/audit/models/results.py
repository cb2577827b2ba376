"""What an audit found: a verdict for every invariant, with the rows that it stands on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

#: What takes less is judged in every run; for the rest a rule may take such a share of the time.
_SHORT = 0.5
_SHARE = 0.02


class Verdict(StrEnum):
    """How it stands with an invariant, or with all of them."""

    CLEAN = "clean"
    VIOLATED = "violated"
    UNKNOWN = "unknown"
    """Somebody who has to be asked did not answer, or counting took too long."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A row that breaks an invariant: its name, and what is wrong with it in plain words."""

    row: str
    says: str


@dataclass(frozen=True, slots=True)
class Result:
    """How it stands with one invariant, when it was judged, and for how many seconds.

    `checked` rows were judged in this run, `before` more in earlier ones; `pending` ones are too young to be judged, or
    their turn has not come. `wrong` of the rows break it, and `first` is one of them.
    """

    name: str
    sentence: str
    checked: int = 0
    before: int = 0
    pending: int = 0
    wrong: int = 0
    first: Wrong | None = None
    why: str = ""
    """Why it is not known."""
    judged_at: datetime | None = None
    seconds: float = 0.0

    @property
    def verdict(self) -> Verdict:
        """A row that is known to be wrong counts, whatever else could not be asked."""
        if self.wrong:
            return Verdict.VIOLATED
        return Verdict.UNKNOWN if self.why else Verdict.CLEAN

    def is_fresh_enough(self, now: datetime) -> bool:
        """Whether a run by the clock may take it over: what takes long is judged less often."""
        if self.judged_at is None or self.seconds < _SHORT or self.wrong:
            return False
        return abs(now - self.judged_at).total_seconds() < self.seconds / _SHARE


@dataclass(frozen=True, slots=True)
class Report:
    """One run: when it was, how long it took, whether it went back to the first row, and what it found."""

    ran_at: datetime
    seconds: float
    everything: bool
    results: Sequence[Result]

    def age(self, now: datetime) -> timedelta:
        """How far it is from now: one that a clock dated ahead, before it was put right, is no fresher for that."""
        return abs(now - self.ran_at)

    @property
    def verdict(self) -> Verdict:
        """Clean only if every invariant is."""
        found = {result.verdict for result in self.results}
        for verdict in (Verdict.VIOLATED, Verdict.UNKNOWN):
            if verdict in found:
                return verdict
        return Verdict.CLEAN

    @property
    def checked(self) -> int:
        """Rows looked at."""
        return sum(result.checked for result in self.results)

    @property
    def pending(self) -> int:
        """Rows that are not judged yet."""
        return sum(result.pending for result in self.results)

    @property
    def wrong(self) -> int:
        """Rows that break an invariant."""
        return sum(result.wrong for result in self.results)

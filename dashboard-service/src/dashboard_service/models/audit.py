"""What the books' auditor found, as the owner reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    """How it stands."""

    CLEAN = "clean"
    VIOLATED = "violated"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Invariant:
    """One rule of the books: a sentence, how many rows stand behind it, and the first that does not."""

    name: str
    sentence: str
    verdict: Verdict
    checked: int
    before: int
    pending: int
    wrong: int
    first_row: str
    first_says: str
    why: str

    @property
    def rows(self) -> int:
        """Every row that it was proved on, in this run or an earlier one."""
        return self.checked + self.before


@dataclass(frozen=True, slots=True)
class Audit:
    """One run of the auditor."""

    verdict: Verdict
    ran_at: datetime
    seconds: float
    invariants: Sequence[Invariant]

    @property
    def rows(self) -> int:
        """Every row that any rule was proved on."""
        return sum(each.rows for each in self.invariants)

    @property
    def pending(self) -> int:
        """Orders and messages too young to be judged; each is counted once, where most are."""
        return max((each.pending for each in self.invariants), default=0)

    @property
    def wrong(self) -> int:
        """Rows that break a rule."""
        return sum(each.wrong for each in self.invariants)

    def those(self, verdict: Verdict) -> list[Invariant]:
        """The rules that it stands so with."""
        return [each for each in self.invariants if each.verdict is verdict]

"""What the books' auditor found, as the owner reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

#: By then the auditor has audited anew several times; if it has not, nobody knows how it stands now.
_FRESH = timedelta(minutes=2)


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
        """What is not judged yet, because it is too young or still to come; each is counted once, where most are."""
        return max((each.pending for each in self.invariants), default=0)

    @property
    def wrong(self) -> int:
        """Rows that break a rule."""
        return sum(each.wrong for each in self.invariants)

    def those(self, verdict: Verdict) -> list[Invariant]:
        """The rules that it stands so with."""
        return [each for each in self.invariants if each.verdict is verdict]


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with the books as far as is known now, for the corner of every page."""

    audit: Audit | None
    now: datetime

    @property
    def verdict(self) -> Verdict:
        """What was found last; that they balanced once says nothing about now."""
        if self.audit is None or self.is_past:
            return Verdict.UNKNOWN
        return self.audit.verdict

    @property
    def is_past(self) -> bool:
        """Whether they balanced, but too long ago, or by a clock that ran ahead and says nothing of when."""
        found = self.audit
        return (
            found is not None
            and found.verdict is Verdict.CLEAN
            and abs(self.now - found.ran_at) > _FRESH
        )

    @property
    def seconds(self) -> int:
        """How long ago it was."""
        return max(int((self.now - self.audit.ran_at).total_seconds()), 0) if self.audit else 0

    @property
    def mark(self) -> str:
        """What it stands on: another word, or another audit, is another mark."""
        return f"{self.verdict}-{self.audit.ran_at.timestamp():.0f}" if self.audit else "unknown"

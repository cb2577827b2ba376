"""An audit's report as JSON."""

from api_service.audit.models.results import Report, Result, Verdict
from common.payload import Answer, Moment, Payload, Whole


class AuditQuery(Payload):
    """Whether to look now; without, the last run's report is good enough."""

    now: Whole = 0


class WrongRow(Answer):
    """A row that breaks an invariant: which, and what it says."""

    row: str
    says: str


class Invariant(Answer):
    """How it stands with one invariant; `before` rows were checked in earlier runs.

    What takes long is judged less often by the clock: `judged_at` says when it was.
    """

    name: str
    sentence: str
    verdict: Verdict
    checked: int
    before: int
    pending: int
    wrong: int
    first: WrongRow | None
    why: str
    judged_at: Moment | None


class AuditAnswer(Answer):
    """How it stands with the books: the worst of all verdicts, and every invariant by itself."""

    verdict: Verdict
    clean: bool
    ran_at: Moment
    seconds: float
    everything: bool
    checked: int
    pending: int
    wrong: int
    invariants: list[Invariant]


def audit_answer(report: Report) -> AuditAnswer:
    """A report as /api/v1 answers it."""
    return AuditAnswer(
        verdict=report.verdict,
        clean=report.verdict is Verdict.CLEAN,
        ran_at=report.ran_at,
        seconds=report.seconds,
        everything=report.everything,
        checked=report.checked,
        pending=report.pending,
        wrong=report.wrong,
        invariants=[_invariant(each) for each in report.results],
    )


def _invariant(result: Result) -> Invariant:
    first = result.first
    return Invariant(
        name=result.name,
        sentence=result.sentence,
        verdict=result.verdict,
        checked=result.checked,
        before=result.before,
        pending=result.pending,
        wrong=result.wrong,
        first=WrongRow(row=first.row, says=first.says) if first else None,
        why=result.why,
        judged_at=result.judged_at,
    )
